in float vTime;
in vec2 vPart;
flat in float vLength;
uniform vec4 uColour;
uniform float uNow;
uniform float uWide;
out vec4 oColour;

void main() {
    float along = vPart.x - clamp(vPart.x, 0.0, vLength);
    float body = clamp(uWide - length(vec2(along, vPart.y)) + 0.5, 0.0, 1.0);
    if (body <= 0.0) discard;
    oColour = vec4(uColour.rgb, body * uColour.a * (vTime <= uNow ? 1.0 : 0.22));
}
