flat in float vFog;
uniform vec4 uShadow;
out vec4 oColour;

void main() {
    oColour = vec4(uShadow.rgb, uShadow.a * (1.0 - vFog));
}
