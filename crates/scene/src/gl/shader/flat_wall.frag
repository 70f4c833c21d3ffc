in vec2 vCell;
in vec2 vWall;
in float vFog;
flat in uvec4 vBase;
flat in vec4 vAverage;
flat in vec4 vSize;
flat in vec2 vColumns;
uniform vec3 uFog;
uniform vec3 uDim;
uniform uvec2 uFocus;
uniform uint uSelectedBuilding;
uniform uint uHoverBuilding;
uniform vec3 uSelection;
out vec4 oColour;

void main() {
    vec3 colour = vAverage.rgb * vAverage.a * mix(0.77, 1.0, clamp(vWall.y * 0.125, 0.0, 1.0));
    if (vBase.w == uSelectedBuilding || vBase.w == uHoverBuilding) colour = mix(colour, uSelection, 0.35);
    if (vBase.w < uFocus.x || vBase.w >= uFocus.y) colour = mix(colour, uDim, 0.66);
    oColour = vec4(mix(colour, uFog, vFog), 1.0);
}
