uniform vec3 uFog;
uniform vec3 uDim;
uniform vec3 uSelection;
uniform vec2 uHalfView;
out vec2 vCell;
out float vHeight;
flat out vec2 vBoard;
flat out vec2 vPixels;
flat out vec3 vMean;
flat out vec4 vFar;

// Pixels on the screen per metre along a direction, times the depth of the place it starts from.
vec2 onScreen(vec4 at, vec3 way) {
    vec4 step_ = uMatrix * vec4(way, 0.0);
    return (step_.xy - clamp(at.xy / max(at.w, 0.01), -1.5, 1.5) * step_.w) * uHalfView;
}

// A wall of a moving picture, or one without cells: all that can be said of the whole wall is worked out here, not pixel by pixel.
void main() {
    uvec4 wall = recordAt(2u);
    uint building = wall.w;
    uvec4 head = buildingHead(building);
    uvec4 size = buildingSize(building);
    float t = float(gl_VertexID & 1);
    float h = float(gl_VertexID >> 1 & 1);
    vec2 from = unpackMetres(wall.x);
    vec2 to = unpackMetres(wall.y);
    float wallLength = max(distance(from, to), 0.01);
    vec2 along = (to - from) / wallLength;
    float floors = float(head.w >> 10 & 255u);
    float floorHeight = float(size.x & 255u) * 0.1;
    float height = floors * floorHeight;
    vec2 anchor = vec2(ivec2(head.xy)) * 0.1;
    vec3 place = vec3(anchor + mix(from, to, t), h * height);

    uvec2 columnEnds = uvec2(wall.z & 65535u, wall.z >> 16);
    vec2 ends = vec2(columnEnds) / 64.0;
    // A wall on which one column takes everything: the column is stretched over it.
    if (columnEnds.x == columnEnds.y) ends = vec2(floor(ends.x), floor(ends.x) + 1.0);
    float columns = ends.y - ends.x;
    // A little inside of the ends, so that no pixel's cell must be held back from the next wall's or the floor above.
    float inset = sign(columns) * 0.004;
    vCell = vec2(mix(ends.x + inset, ends.y - inset, t), mix(0.004, floors - 0.004, h));
    vHeight = h * height;
    vBoard = vec2(float(head.z), float(head.w & 1023u));

    vec3 middle = vec3(anchor + (from + to) * 0.5, height * 0.5);
    vec4 at = toClip(middle);
    vec2 across = onScreen(at, vec3(along, 0.0)) * (wallLength / max(abs(columns), 0.01));
    vec2 upwards = onScreen(at, vec3(0.0, 0.0, floorHeight));
    float area = abs(across.x * upwards.y - across.y * upwards.x);
    // A wall without cells shows none, however large: far chunks are drawn as a whole.
    float has = vBoard.y > 0.0 ? 1.0 : 0.0;
    vPixels = has * area / max(vec2(length(upwards), length(across)), vec2(0.001));

    bool outside = (size.x >> 24 & 1u) == 1u;
    // Colours of 0 to 255, as the table of looks has them.
    vMean = (outside ? uSurroundings : buildingAverage(building).rgb) * 255.0;
    if (building == uSelectedBuilding || building == uHoverBuilding) vMean = mix(vMean, uSelection * 255.0, 0.35);
    float dim = isDimmed(building) ? 0.66 : 0.0;
    float fog = fogAt(middle);
    vFar = vec4(mix(uDim * dim, uFog, fog), wallLight(vec2(along.y, -along.x)) * (1.0 - dim) * (1.0 - fog) / 255.0);
    gl_Position = toClip(place);
}
