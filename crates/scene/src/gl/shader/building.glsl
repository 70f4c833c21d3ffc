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

uniform usampler2D uRecords;
uniform uint uFirst;

// The record that this corner belongs to.
uvec4 recordAt(uint shift) {
    uint record = uFirst + (uint(gl_VertexID) >> shift);
    return texelFetch(uRecords, ivec2(int(record & 1023u), int(record >> 10)), 0);
}

// Two signed numbers out of one, decimetres to metres.
vec2 unpackMetres(uint both) {
    return vec2(ivec2(int(both << 16) >> 16, int(both) >> 16)) * 0.1;
}
