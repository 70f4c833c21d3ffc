
out vec2 vCell;
out vec2 vWall;
out float vFog;
flat out uvec4 vBase;
flat out vec4 vAverage;
flat out vec4 vSize;
flat out vec2 vColumns;

void main() {
    uvec4 wall = recordAt(2u);
    uint building = wall.w;
    uvec4 head = buildingHead(building);
    uvec4 size = buildingSize(building);
    float t = float(gl_VertexID & 1);
    float h = float(gl_VertexID >> 1 & 1);
    vec2 from = unpackMetres(wall.x);
    vec2 to = unpackMetres(wall.y);
    vec2 along = to - from;
    float wallLength = max(length(along), 0.01);
    uint columns = head.w & 1023u;
    uint floors = head.w >> 10 & 255u;
    float floorHeight = float(size.x & 255u) * 0.1;
    float height = float(floors) * floorHeight;
    vec2 anchor = vec2(ivec2(head.xy)) * 0.1;
    vec3 place = vec3(anchor + mix(from, to, t), h * height);

    uvec2 columnEnds = uvec2(wall.z & 65535u, wall.z >> 16);
    vec2 ends = vec2(columnEnds) / 64.0;
    // A wall on which one column takes everything: the column is stretched over it.
    if (columnEnds.x == columnEnds.y) ends = vec2(floor(ends.x), floor(ends.x) + 1.0);
    vColumns = vec2(floor(min(ends.x, ends.y) + 0.001), ceil(max(ends.x, ends.y) - 0.001) - 1.0);
    vCell = vec2(mix(ends.x, ends.y, t), h * float(floors));
    vWall = vec2(t * wallLength, h * height);
    vSize = vec4(wallLength / max(abs(ends.y - ends.x), 0.01), floorHeight, height, wallLength);
    vBase = uvec4(head.z, columns | floors << 10 | (head.w >> 18 & 255u) << 18, size.x, building);
    vec2 outward = vec2(along.y, -along.x) / wallLength;
    vec4 average = buildingAverage(building);
    bool outside = (size.x >> 24 & 1u) == 1u;
    vAverage = vec4(outside ? uSurroundings : average.rgb, wallLight(outward));
    vFog = fogAt(place);
    gl_Position = toClip(place);
}
