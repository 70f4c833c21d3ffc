flat out float vFog;

void main() {
    uvec4 wall = recordAt(2u);
    uvec4 head = buildingHead(wall.w);
    uvec4 size = buildingSize(wall.w);
    float height = float(head.w >> 10 & 255u) * float(size.x & 255u) * 0.1;
    vec2 edge = unpackMetres((gl_VertexID & 1) == 0 ? wall.x : wall.y);
    vec2 place = vec2(ivec2(head.xy)) * 0.1 + edge - uSun.xy / uSun.z * height * float(gl_VertexID >> 1 & 1);
    vFog = fogAt(vec3(vec2(ivec2(head.xy)) * 0.1, 0.0));
    gl_Position = toClip(vec3(place, 0.0));
}
