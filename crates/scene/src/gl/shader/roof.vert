layout(location = 0) in ivec2 aPlace;
layout(location = 1) in uint aBuilding;
uniform vec3 uRoof;
uniform vec3 uDim;
uniform vec3 uSelection;
uniform vec3 uFog;
uniform float uRoofTint;
flat out vec3 vColour;

void main() {
    uvec4 head = buildingHead(aBuilding);
    uvec4 size = buildingSize(aBuilding);
    float height = float(head.w >> 10 & 255u) * float(size.x & 255u) * 0.1;
    vec3 place = vec3(vec2(ivec2(head.xy) + aPlace) * 0.1, height);
    bool outside = (size.x >> 24 & 1u) == 1u;
    bool lived = (head.w & 1023u) > 0u;
    vec4 average = buildingAverage(aBuilding);
    // A roof takes on what its building shows, the more so the further away, and most when a light is open.
    vec3 colour = lived ? mix(uRoof, average.rgb * 1.04, min(uRoofTint + average.a * 2.0, 0.85)) : mix(uRoof, average.rgb, 0.78);
    if (outside) colour = uSurroundings * 1.05;
    if (aBuilding == uSelectedBuilding || aBuilding == uHoverBuilding) colour = mix(colour, uSelection, 0.30);
    if (isDimmed(aBuilding)) colour = mix(colour, uDim, 0.66);
    // One fog for the whole building: it is small beside the way in which fog thickens.
    vColour = mix(colour, uFog, fogAt(vec3(vec2(ivec2(head.xy)) * 0.1, 0.0)));
    gl_Position = toClip(place);
}
