in float vHeight;
uniform vec3 uFog;
uniform vec3 uSky;
out vec4 oColour;

void main() {
    oColour = vec4(mix(uFog, uSky, smoothstep(0.0, 1.0, vHeight)), 1.0);
}
