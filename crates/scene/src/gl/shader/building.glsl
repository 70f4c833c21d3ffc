uniform usampler2D uBuildings;
uniform sampler2D uAverages;
uniform vec3 uSun;
uniform float uAmbient;
uniform uvec2 uFocus;
uniform uint uSelectedBuilding;
uniform uint uHoverBuilding;
uniform vec3 uSurroundings;

uvec4 buildingHead(uint building) {
    return texelFetch(uBuildings, ivec2(int(building & 511u) * 2, int(building >> 9)), 0);
}

uvec4 buildingSize(uint building) {
    return texelFetch(uBuildings, ivec2(int(building & 511u) * 2 + 1, int(building >> 9)), 0);
}

// What the building shows from afar; the last part is the share of cells with a light.
vec4 buildingAverage(uint building) {
    return texelFetch(uAverages, ivec2(int(building & 511u), int(building >> 9)), 0);
}

bool isDimmed(uint building) {
    return building < uFocus.x || building >= uFocus.y;
}

// Light on a wall with this outward direction.
float wallLight(vec2 outward) {
    float facing = dot(outward, uSun.xy);
    return uAmbient + (1.0 - uAmbient) * (facing > 0.0 ? 0.30 + 0.95 * facing : 0.30 + 0.30 * facing);
}
