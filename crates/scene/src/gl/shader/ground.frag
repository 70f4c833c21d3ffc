in vec2 vPlace;
uniform vec3 uEye;
uniform vec2 uFogRange;
uniform vec3 uGround;
uniform vec3 uFog;
out vec4 oColour;

void main() {
    oColour = vec4(mix(uGround, uFog, smoothstep(uFogRange.x, uFogRange.y, distance(vPlace, uEye.xy))), 1.0);
}
