layout(location = 0) in vec3 aPlace;
layout(location = 1) in vec2 aLook;
uniform float uFocal;
uniform vec3 uForward;
uniform vec3 uRight;
uniform vec3 uUp;
out vec2 vPart;
flat out vec2 vLook;

void main() {
    float depth = max(dot(aPlace - uEye, uForward), 1.0);
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1 & 1) * 2.0 - 1.0;
    vec3 place = aPlace + (uRight * corner.x + uUp * corner.y) * aLook.x * depth / uFocal;
    vPart = corner;
    vLook = aLook;
    gl_Position = toClip(place);
}
