in float vFog;
in float vWalked;
in float vScale;
uniform vec4 uColour;
uniform vec2 uDash;
uniform vec3 uFog;
out vec4 oColour;

void main() {
    float alpha = uColour.a;
    if (uDash.x > 0.0) {
        // The dash is so many pixels long; doubled as the line comes nearer, so that it does not crawl.
        float unit = exp2(floor(log2(max(vScale * uDash.x, 0.01))));
        if (fract(vWalked / unit) > uDash.y) discard;
    }
    oColour = vec4(mix(uColour.rgb, uFog, vFog), alpha * (1.0 - vFog));
}
