layout(location = 0) in ivec2 aPlace;
layout(location = 1) in uint aBuilding;
out float vFog;

void main() {
    uvec4 head = buildingHead(aBuilding);
    uvec4 size = buildingSize(aBuilding);
    float height = float(head.w >> 10 & 255u) * float(size.x & 255u) * 0.1;
    vec2 place = vec2(ivec2(head.xy) + aPlace) * 0.1 - uSun.xy / uSun.z * height;
    vFog = fogAt(vec3(place, 0.0));
    gl_Position = toClip(vec3(place, 0.0));
}
