flat in vec3 vColour;
in float vFog;
uniform vec3 uFog;
out vec4 oColour;

void main() {
    oColour = vec4(mix(vColour, uFog, vFog), 1.0);
}
