layout(location = 0) in vec2 aPlace;
layout(location = 1) in uint aKind;
uniform vec3 uLand[7];
flat out vec3 vColour;
out float vFog;

void main() {
    vColour = uLand[aKind];
    vFog = fogAt(vec3(aPlace, 0.0));
    gl_Position = toClip(vec3(aPlace, 0.0));
}
