flat in vec3 vColour;
flat in uint vLight;
in vec2 vPart;
in float vFog;
uniform float uHead;
uniform vec3 uRim;
out vec4 oColour;

float shape(vec2 p) {
    if (vLight == 1u) {
        p.x = abs(p.x);
        return max(p.x * 0.866 + p.y * 0.5, -p.y) - 0.38;
    }
    if (vLight == 2u) return (abs(p.x) + abs(p.y) - 0.78) * 0.7071;
    return max(abs(p.x), abs(p.y)) - 0.56;
}

void main() {
    if (uHead < 0.5) {
        float beam = 1.0 - abs(vPart.x * 2.0 - 1.0);
        oColour = vec4(vColour, beam * mix(0.75, 0.35, vPart.y) * (1.0 - vFog));
        return;
    }
    float d = shape(vPart);
    float px = fwidth(vPart.x);
    float rim = clamp(0.5 - (d - 0.16) / px, 0.0, 1.0);
    float core = clamp(0.5 - d / px, 0.0, 1.0);
    if (rim <= 0.0) discard;
    oColour = vec4(mix(uRim, vColour, core), rim * (1.0 - vFog * 0.8));
}
