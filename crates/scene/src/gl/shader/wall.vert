layout(location = 0) in ivec4 aEnds;
layout(location = 1) in uvec2 aColumns;
layout(location = 2) in uint aBuilding;

out vec2 vCell;
out vec2 vWall;
out float vFog;
flat out uvec4 vBase;
flat out vec4 vAverage;
flat out vec4 vSize;
flat out vec2 vColumns;

void main() {
    uvec4 head = buildingHead(aBuilding);
    uvec4 size = buildingSize(aBuilding);
    float t = float(gl_VertexID & 1);
    float h = float(gl_VertexID >> 1);
    vec2 from = vec2(aEnds.xy) * 0.1;
    vec2 to = vec2(aEnds.zw) * 0.1;
    vec2 along = to - from;
    float wallLength = max(length(along), 0.01);
    uint columns = head.w & 1023u;
    uint floors = head.w >> 10 & 255u;
    float floorHeight = float(size.x & 255u) * 0.1;
    float height = float(floors) * floorHeight;
    vec2 anchor = vec2(ivec2(head.xy)) * 0.1;
    vec3 place = vec3(anchor + mix(from, to, t), h * height);

    vec2 ends = vec2(aColumns) / 64.0;
    // A wall on which one column takes everything: the column is stretched over it.
    if (aColumns.x == aColumns.y) ends = vec2(floor(ends.x), floor(ends.x) + 1.0);
    vColumns = vec2(floor(min(ends.x, ends.y) + 0.001), ceil(max(ends.x, ends.y) - 0.001) - 1.0);
    vCell = vec2(mix(ends.x, ends.y, t), h * float(floors));
    vWall = vec2(t * wallLength, h * height);
    vSize = vec4(wallLength / max(abs(ends.y - ends.x), 0.01), floorHeight, height, wallLength);
    vBase = uvec4(head.z, columns | floors << 10 | (head.w >> 18 & 255u) << 18, size.x, aBuilding);
    vec2 outward = vec2(along.y, -along.x) / wallLength;
    vec4 average = buildingAverage(aBuilding);
    bool outside = (size.x >> 24 & 1u) == 1u;
    vAverage = vec4(outside ? uSurroundings : average.rgb, wallLight(outward));
    vFog = fogAt(place);
    gl_Position = toClip(place);
}
