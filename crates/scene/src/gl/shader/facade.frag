in vec2 vCell;
in vec2 vWall;
in float vFog;
flat in uvec4 vBase;
flat in vec4 vAverage;
flat in vec4 vSize;
flat in vec2 vColumns;
uniform usampler2D uState;
uniform vec3 uFills[16];
uniform vec3 uLights[4];
uniform vec3 uFog;
uniform vec3 uDim;
uniform vec3 uWall;
uniform vec3 uGap;
uniform vec3 uRoof;
uniform vec3 uPale;
uniform vec3 uBadge;
uniform vec3 uBadgeRim;
uniform vec3 uSelection;
uniform vec3 uHover;
uniform uint uMask;
uniform uint uLightsOnly;
uniform uint uHoverCell;
uniform uint uSelectedCell;
uniform uvec2 uFocus;
uniform uint uSelectedBuilding;
uniform uint uHoverBuilding;
out vec4 oColour;

#ifdef CLOSE
// Signed distances in metres: negative inside.
float triangle(vec2 p, float r) {
    p.x = abs(p.x);
    return max(p.x * 0.866 + p.y * 0.5, -p.y) - r * 0.5;
}

float lightShape(uint light, vec2 p, float r) {
    if (light == 1u) return triangle(p + vec2(0.0, r * 0.12), r * 1.25);
    if (light == 2u) return (abs(p.x) + abs(p.y) - r * 1.15) * 0.7071;
    return max(abs(p.x), abs(p.y)) - r * 0.78;
}

float badgeShape(uint badge, vec2 p, float r) {
    if (badge == 1u) return length(p) - r;
    if (badge == 2u) return min(max(abs(p.x) - r, abs(p.y) - r * 0.38), max(abs(p.y) - r, abs(p.x) - r * 0.38));
    return max(abs(p.x), abs(p.y)) - r * 0.8;
}
#endif

// How much of a pixel lies inside, from a signed distance and the size of a pixel.
float inside(float distance, float pixel) {
    return clamp(0.5 - distance / pixel, 0.0, 1.0);
}

vec3 cellColour(uint state, bool exists) {
    uint fill = state & 15u;
    if (!exists) return uWall * 0.86;
    bool shown = ((uMask >> fill) & 1u) == 1u && (uLightsOnly == 0u || (state >> 4 & 3u) != 0u);
    return shown ? uFills[fill] : uPale;
}

void main() {
    uint columns = vBase.y & 1023u;
    float floors = float(vBase.y >> 10 & 255u);
    float light = vAverage.a;
    // Darker towards the ground, a shadow under the parapet, the parapet itself light.
    float shade = light * mix(0.76, 1.0, smoothstep(-0.5, 8.0, vWall.y));
    vec2 perPixel = fwidth(vCell);
    vec2 size = vSize.xy;
    vec3 colour = vAverage.rgb;

    if (columns > 0u) {
        vec2 cell = vec2(clamp(floor(vCell.x), vColumns.x, vColumns.y), clamp(floor(vCell.y), 0.0, floors - 1.0));
        float detail = min(1.0 / perPixel.x, 1.0 / perPixel.y);
        float tints = smoothstep(1.2, 3.0, detail);
        if (tints > 0.0) {
            vec2 part = clamp(vCell - cell, 0.0, 1.0);
            vec2 pixel = perPixel * size;
            float px = max(pixel.x, pixel.y);
            uint id = vBase.x + uint(cell.y) * columns + uint(cell.x);
            uint state = texelFetch(uState, ivec2(int(id & 2047u), int(id >> 11)), 0).r;
            bool exists = uint(cell.y) + 1u >= (vBase.z >> 8 & 255u);
            bool shown = ((uMask >> (state & 15u)) & 1u) == 1u && (uLightsOnly == 0u || (state >> 4 & 3u) != 0u);
            vec3 fill = cellColour(state, exists);
            vec2 place = (part - 0.5) * size;
            vec2 border = size * 0.5 - abs(place);

#ifdef CLOSE
            // Windows: as many as fit, a little darker, a sill of light below.
            float windows = smoothstep(9.0, 18.0, detail);
            if (windows > 0.0) {
                float count = max(1.0, floor(size.x / 2.9 + 0.5));
                vec2 pane = vec2((fract(part.x * count) - 0.5) * size.x / count, (part.y - 0.54) * size.y);
                vec2 half_ = vec2(min(0.78, size.x / count * 0.30), exists ? size.y * 0.25 : size.y * 0.34);
                vec2 d = abs(pane) - half_;
                float glass = inside(max(d.x, d.y), px);
                float mullion = inside(abs(pane.x) - 0.04, px);
                vec3 tint = mix(fill * 0.70, fill * 0.88, clamp(pane.y / half_.y * 0.5 + 0.5, 0.0, 1.0));
                fill = mix(fill, mix(tint, fill, mullion * 0.6), glass * windows * 0.85);
                float sill = inside(max(abs(pane.x) - half_.x - 0.08, abs(pane.y + half_.y + 0.07) - 0.06), px);
                fill = mix(fill, fill * 1.10, sill * windows);
            }
#endif

            // Gaps between flats and slabs between floors; heavier between units.
            float lines = smoothstep(2.5, 7.0, detail);
            float units = float(max(vBase.y >> 18 & 255u, 1u));
            float nextUnit = fract((cell.x + 1.0) * units / float(columns) + 0.0001);
            float thisUnit = fract(cell.x * units / float(columns) + 0.0001);
            bool unitEdge = units > 1.0 && ((place.x > 0.0) ? nextUnit < units / float(columns) - 0.0001 : thisUnit < units / float(columns) - 0.0001);
            float gapX = max(unitEdge ? 0.16 : 0.07, pixel.x * 0.45);
            float gapY = max(0.12, pixel.y * 0.45);
            float gap = max(inside(border.x - gapX, pixel.x), inside(border.y - gapY, pixel.y));
            fill = mix(fill, uGap, gap * lines * 0.82);

            // The open light: an edge in its own dash and, near enough, its own shape.
            uint lamp = state >> 4 & 3u;
            float inset = min(border.x - gapX, border.y - gapY);
            if (lamp > 0u && shown) {
                vec3 glow = uLights[lamp];
                float wide = clamp(px * 2.2, 0.26, 0.55);
                float ring = inside(inset - wide, px) * inside(-inset, px) * lines;
#ifdef CLOSE
                float way = border.x < border.y ? place.y : place.x;
                float dash = lamp == 1u ? 1.0 : (lamp == 2u ? step(0.36, fract(way * 0.85)) : step(0.5, fract(way * 1.9)));
                ring *= mix(1.0, dash, smoothstep(9.0, 16.0, detail));
#endif
                fill = mix(fill, glow, ring);
                fill = mix(fill, glow, (1.0 - lines) * 0.75);
#ifdef CLOSE
                float sign_ = smoothstep(12.0, 18.0, detail);
                if (sign_ > 0.0) {
                    float r = min(size.y * 0.26, size.x * 0.3);
                    float d = lightShape(lamp, place + vec2(0.0, size.y * 0.02), r);
                    fill = mix(fill, uBadgeRim, inside(d - 0.13, px) * sign_);
                    fill = mix(fill, glow, inside(d, px) * sign_);
                }
#endif
                shade = mix(shade, max(shade, 0.98), 0.8);
            }

#ifdef CLOSE
            // The badge in the upper right corner.
            uint badge = state >> 6;
            if (badge > 0u && shown) {
                float near_ = smoothstep(11.0, 17.0, detail);
                float r = min(0.40, min(size.x, size.y) * 0.16);
                vec2 corner = place - size * 0.5 + vec2(r + 0.32, r + 0.34);
                float d = badgeShape(badge, corner, r);
                fill = mix(fill, uBadgeRim, inside(d - 0.12, px) * near_);
                fill = mix(fill, uBadge, inside(d, px) * near_);
            }
#endif

            if (id == uHoverCell || id == uSelectedCell) {
                bool chosen = id == uSelectedCell;
                float wide = max(px * (chosen ? 3.0 : 2.0), chosen ? 0.34 : 0.2);
                float ring = inside(min(border.x, border.y) - wide, px);
                fill = mix(fill, chosen ? uSelection : uHover, max(ring, 1.0 - lines));
                shade = 1.0;
            }
            colour = mix(colour, fill, tints);
        }
    } else {
        // No flats: storeys are hinted at, nothing more.
        float pixel = perPixel.y * size.y;
        float detail = 1.0 / perPixel.y;
        float part = fract(vCell.y) * size.y;
        float line = inside(min(part, size.y - part) - 0.07, pixel);
        colour = mix(colour, colour * 0.84, line * smoothstep(5.0, 14.0, detail) * step(0.6, vCell.y) * step(vCell.y, floors - 0.6));
#ifdef CLOSE
        float bands = smoothstep(16.0, 30.0, detail);
        if (bands > 0.0) {
            float count = max(1.0, floor(vSize.w / 3.4 + 0.5));
            vec2 pane = vec2((fract(vWall.x / vSize.w * count) - 0.5) * vSize.w / count, part - size.y * 0.54);
            vec2 d = abs(pane) - vec2(0.75, size.y * 0.22);
            colour = mix(colour, colour * 0.86, inside(max(d.x, d.y), max(pixel, perPixel.x)) * bands * 0.8);
        }
#endif
    }

    float pixelUp = perPixel.y * size.y;
    float parapet = inside(vSize.z - 0.42 - vWall.y, pixelUp) * smoothstep(3.0, 8.0, size.y / pixelUp);
    float under = (1.0 - clamp((vSize.z - 0.42 - vWall.y) / 0.9, 0.0, 1.0)) * (1.0 - parapet);
    colour *= 1.0 - 0.16 * under * smoothstep(3.0, 8.0, size.y / pixelUp);
    colour = mix(colour, uRoof, parapet * 0.8);
    colour *= shade;

    if (vBase.w == uSelectedBuilding || vBase.w == uHoverBuilding) {
        bool chosen = vBase.w == uSelectedBuilding;
        float pixel = fwidth(vWall.x);
        float edge = min(min(vWall.x, vSize.w - vWall.x) / pixel, (vSize.z - vWall.y) / pixelUp);
        colour = mix(colour, chosen ? uSelection : uHover, clamp((chosen ? 2.6 : 1.6) - edge, 0.0, 1.0));
    }
    if (vBase.w < uFocus.x || vBase.w >= uFocus.y) colour = mix(colour, uDim, 0.66);
    oColour = vec4(mix(colour, uFog, vFog), 1.0);
}
