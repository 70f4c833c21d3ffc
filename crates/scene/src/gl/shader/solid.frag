flat in vec3 vColour;
out vec4 oColour;

void main() {
    oColour = vec4(vColour, 1.0);
}
