uniform mat4 uMatrix;
uniform vec3 uEye;
uniform vec2 uFogRange;

vec4 toClip(vec3 place) {
    return uMatrix * vec4(place - uEye, 1.0);
}

float fogAt(vec3 place) {
    return smoothstep(uFogRange.x, uFogRange.y, distance(place.xy, uEye.xy));
}
