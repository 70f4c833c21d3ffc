in vec2 vPart;
flat in vec2 vLook;
uniform vec4 uColour;
uniform vec3 uRim;
out vec4 oColour;

// A disc with a rim; a stop has a hole in the middle, the walker a halo.
void main() {
    float r = length(vPart);
    float px = fwidth(vPart.x);
    float disc = clamp((0.78 - r) / px + 0.5, 0.0, 1.0);
    float rim = clamp((0.98 - r) / px + 0.5, 0.0, 1.0);
    float hole = clamp((0.34 - r) / px + 0.5, 0.0, 1.0);
    vec3 colour = mix(uRim, uColour.rgb, disc);
    if (vLook.y < 0.5) colour = mix(colour, uRim, hole);
    if (rim <= 0.0) discard;
    oColour = vec4(colour, rim);
}
