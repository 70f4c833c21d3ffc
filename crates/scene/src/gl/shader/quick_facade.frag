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
uniform vec3 uGap;
uniform vec3 uPale;
uniform vec3 uSelection;
uniform uint uMask;
uniform uint uLightsOnly;
uniform uint uHoverCell;
uniform uint uSelectedCell;
uniform uvec2 uFocus;
uniform uint uSelectedBuilding;
out vec4 oColour;

// The facade while the camera moves on a slow machine: cells, gaps and lights, without windows, signs and badges.
void main() {
    vec3 colour = vAverage.rgb;
    uint columns = vBase.y & 1023u;
    if (columns > 0u) {
        vec2 perPixel = fwidth(vCell);
        float detail = 1.0 / max(perPixel.x, perPixel.y);
        if (detail > 1.4) {
            float floors = float(vBase.y >> 10 & 255u);
            vec2 cell = clamp(floor(vCell), vec2(vColumns.x, 0.0), vec2(vColumns.y, floors - 1.0));
            vec2 edge = 0.5 - abs(vCell - cell - 0.5);
            uint id = vBase.x + uint(cell.y) * columns + uint(cell.x);
            uint state = texelFetch(uState, ivec2(int(id & 2047u), int(id >> 11)), 0).r;
            uint lamp = state >> 4 & 3u;
            bool shown = ((uMask >> (state & 15u)) & 1u) == 1u && (uLightsOnly == 0u || lamp != 0u);
            vec3 fill = shown ? uFills[state & 15u] : uPale;
            vec2 away = edge / perPixel;
            float near_ = min(away.x, away.y);
            if (lamp > 0u && shown && near_ < max(2.6, detail * 0.16)) fill = uLights[lamp];
            if (id == uSelectedCell || id == uHoverCell) fill = mix(fill, uSelection, near_ < 3.0 ? 1.0 : 0.3);
            if (near_ < 0.55) fill = mix(fill, uGap, clamp(detail * 0.2 - 0.5, 0.0, 0.8));
            colour = mix(colour, fill, clamp(detail * 0.55 - 0.65, 0.0, 1.0));
        }
    }
    colour *= vAverage.a * mix(0.76, 1.0, clamp(vWall.y * 0.118 + 0.06, 0.0, 1.0));
    if (vBase.w == uSelectedBuilding) colour = mix(colour, uSelection, 0.22);
    if (vBase.w < uFocus.x || vBase.w >= uFocus.y) colour = mix(colour, uDim, 0.66);
    oColour = vec4(mix(colour, uFog, vFog), 1.0);
}
