in vec2 vCell;
in float vHeight;
flat in vec2 vBoard;
flat in vec2 vPixels;
flat in vec3 vMean;
flat in vec4 vFar;
uniform usampler2D uState;
uniform uint uLooks[128];
uniform vec3 uGap;
out vec4 oColour;

// The facade while the camera moves on a slow machine: cells, gaps and lights, without windows, signs and badges. There
// are no branches, because a software renderer goes through both sides of one.
void main() {
    vec2 cell = floor(vCell);
    vec2 part = vCell - cell;
    vec2 pixels = vPixels * gl_FragCoord.w;
    float detail = min(pixels.x, pixels.y);
    vec2 away = min(part, 1.0 - part) * pixels;
    float near_ = min(away.x, away.y);
    int id = int(vBoard.x + cell.y * vBoard.y + cell.x);
    uint state = texelFetch(uState, ivec2(id & 2047, id >> 11), 0).r & 63u;
    // One number a colour, because finding a place in a table costs as much as all of this.
    uint look = uLooks[near_ < max(2.6, detail * 0.16) ? state + 64u : state];
    vec3 fill = vec3(look >> 16, look >> 8 & 255u, look & 255u);
    fill = mix(fill, uGap * 255.0, near_ < 0.55 ? clamp(detail * 0.17 - 0.5, 0.0, 0.75) : 0.0);
    fill = mix(vMean, fill, clamp(detail * 0.55 - 0.65, 0.0, 1.0));
    oColour = vec4(fill * (vFar.a * min(0.774 + vHeight * 0.0283, 1.0)) + vFar.rgb, 1.0);
}
