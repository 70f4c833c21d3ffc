layout(location = 0) in vec3 aFoot;
layout(location = 1) in uint aLight;
uniform vec3 uLights[4];
uniform float uFocal;
uniform vec3 uForward;
uniform vec3 uRight;
uniform vec3 uUp;
uniform float uHead;
flat out vec3 vColour;
flat out uint vLight;
out vec2 vPart;
out float vFog;

// A beam that always has some height on the screen, and on top of it the shape of its light.
void main() {
    float depth = max(dot(aFoot - uEye, uForward), 1.0);
    float px = depth / uFocal;
    float top = clamp(46.0 * px, 9.0, 900.0);
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1 & 1);
    vec3 place;
    if (uHead > 0.5) {
        float size = 9.0 * px;
        place = aFoot + vec3(0.0, 0.0, top) + (uRight * (corner.x * 2.0 - 1.0) + uUp * (corner.y * 2.0 - 1.0)) * size;
        vPart = corner * 2.0 - 1.0;
    } else {
        float wide = max(0.35, 1.6 * px);
        place = aFoot + vec3(0.0, 0.0, top * corner.y) + uRight * (corner.x * 2.0 - 1.0) * wide;
        vPart = corner;
    }
    vLight = aLight;
    vColour = uLights[aLight & 3u];
    vFog = fogAt(aFoot);
    gl_Position = toClip(place);
}
