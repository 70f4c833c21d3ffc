in float vFog;
#ifdef BROKEN
in float vWalked;
in float vScale;
uniform vec2 uDash;
#endif
uniform vec4 uColour;
uniform vec3 uFog;
out vec4 oColour;

void main() {
#ifdef BROKEN
    // The dash is so many pixels long; doubled as the line comes nearer, so that it does not crawl.
    float unit = exp2(floor(log2(max(vScale * uDash.x, 0.01))));
    if (fract(vWalked / unit) > uDash.y) discard;
#endif
    oColour = vec4(mix(uColour.rgb, uFog, vFog), uColour.a * (1.0 - vFog));
}
