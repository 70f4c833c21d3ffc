layout(location = 0) in vec3 aFrom;
layout(location = 1) in vec3 aTo;
uniform vec2 uPixel;
uniform float uWide;
out float vTime;
out vec2 vPart;
flat out float vLength;

// A segment as a quad of constant width on the screen, longer by half a width at both ends so that corners close.
void main() {
    vec4 from = toClip(vec3(aFrom.xy, 1.5));
    vec4 to = toClip(vec3(aTo.xy, 1.5));
    float near_ = 0.05;
    float time0 = aFrom.z;
    float time1 = aTo.z;
    if (from.w < near_ && to.w < near_) {
        gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
        return;
    }
    if (from.w < near_) { float t = (near_ - from.w) / (to.w - from.w); from = mix(from, to, t); time0 = mix(time0, time1, t); }
    if (to.w < near_) { float t = (near_ - to.w) / (from.w - to.w); to = mix(to, from, t); time1 = mix(time1, time0, t); }
    vec2 a = from.xy / from.w / uPixel;
    vec2 b = to.xy / to.w / uPixel;
    vec2 way = b - a;
    float length_ = max(length(way), 0.0001);
    way /= length_;
    float end = float(gl_VertexID & 1);
    float side = float(gl_VertexID >> 1 & 1) * 2.0 - 1.0;
    vec2 push = (vec2(-way.y, way.x) * side + way * (end * 2.0 - 1.0)) * (uWide + 1.0);
    vec4 at = end < 0.5 ? from : to;
    vTime = end < 0.5 ? time0 : time1;
    vPart = vec2(end < 0.5 ? -uWide - 1.0 : length_ + uWide + 1.0, side * (uWide + 1.0));
    vLength = length_;
    gl_Position = vec4(at.xy + push * uPixel * at.w, at.z, at.w);
}
