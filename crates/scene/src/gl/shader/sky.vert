uniform float uHorizon;
out float vHeight;

// A band from the horizon to the top of the picture.
void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vHeight = corner.y;
    gl_Position = vec4(corner.x * 2.0 - 1.0, mix(uHorizon, 1.0, corner.y), 0.0, 1.0);
}
