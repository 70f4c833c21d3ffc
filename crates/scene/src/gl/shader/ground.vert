out vec2 vPlace;
uniform float uReach;

void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
    vPlace = uEye.xy + corner * uReach;
    gl_Position = toClip(vec3(vPlace, 0.0));
}
