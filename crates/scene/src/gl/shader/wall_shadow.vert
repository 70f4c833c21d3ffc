layout(location = 0) in ivec4 aEnds;
layout(location = 1) in uvec2 aColumns;
layout(location = 2) in uint aBuilding;
out float vFog;

void main() {
    uvec4 head = buildingHead(aBuilding);
    uvec4 size = buildingSize(aBuilding);
    float height = float(head.w >> 10 & 255u) * float(size.x & 255u) * 0.1;
    vec2 edge = vec2((gl_VertexID & 1) == 0 ? aEnds.xy : aEnds.zw);
    vec2 place = (vec2(ivec2(head.xy)) + edge) * 0.1 - uSun.xy / uSun.z * height * float(gl_VertexID >> 1);
    vFog = fogAt(vec3(place, 0.0));
    gl_Position = toClip(vec3(place, 0.0));
}
