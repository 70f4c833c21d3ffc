in float vHeight;
flat in vec3 vMean;
flat in vec4 vFar;
out vec4 oColour;

// A wall without cells, or too far away for them.
void main() {
    oColour = vec4(vMean * (vFar.a * min(0.774 + vHeight * 0.0283, 1.0)) + vFar.rgb, 1.0);
}
