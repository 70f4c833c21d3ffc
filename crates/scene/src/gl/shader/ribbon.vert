layout(location = 0) in vec2 aPlace;
layout(location = 1) in vec2 aPush;
layout(location = 2) in float aWalked;
uniform float uHalf;
uniform float uHalfPx;
uniform float uFocal;
uniform vec3 uForward;
out float vFog;
#ifdef BROKEN
out float vWalked;
out float vScale;
#endif

void main() {
    float depth = max(dot(vec3(aPlace, 0.0) - uEye, uForward), 1.0);
    float half_ = max(uHalf, uHalfPx * depth / uFocal);
    vec3 place = vec3(aPlace + aPush * (1.0 / 8192.0) * half_, 0.0);
    vFog = fogAt(place);
#ifdef BROKEN
    vWalked = aWalked;
    vScale = depth / uFocal;
#endif
    gl_Position = toClip(place);
}
