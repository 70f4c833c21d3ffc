in float vTime;
in vec2 vPart;
flat in float vLength;
uniform vec4 uColour;
uniform float uNow;
uniform float uWide;
uniform vec3 uRim;
out vec4 oColour;

void main() {
    float along = vPart.x - clamp(vPart.x, 0.0, vLength);
    float d = length(vec2(along, vPart.y));
    float body = clamp(uWide - d, 0.0, 1.0);
    if (body <= 0.0) discard;
    bool walked = vTime <= uNow;
    float core = clamp(uWide - 1.6 - d + 0.5, 0.0, 1.0);
    vec3 colour = mix(uRim, uColour.rgb, core);
    oColour = vec4(colour, body * uColour.a * (walked ? 1.0 : 0.22));
}
