uniform vec3 uRoof;
uniform vec3 uDim;
uniform vec3 uSelection;
uniform vec3 uFog;
flat out vec3 vColour;

// Seven corners make the three faces that can be seen; the last corner of each triangle gives it its colour.
void main() {
    uvec4 box = recordAt(3u);
    uint building = box.w;
    uvec4 head = buildingHead(building);
    vec2 middle = vec2(ivec2(head.xy)) * 0.1 + unpackMetres(box.x);
    vec2 half_ = unpackMetres(box.y);
    vec2 way = normalize(half_ + vec2(0.0001, 0.0));
    vec2 deep = vec2(-way.y, way.x) * float(box.z & 65535u) * 0.1;
    float height = float(box.z >> 16) * 0.1;
    vec2 toEye = uEye.xy - middle;
    float a = dot(toEye, half_) < 0.0 ? -1.0 : 1.0;
    float n = dot(toEye, deep) < 0.0 ? -1.0 : 1.0;
    int corner = gl_VertexID & 7;
    float sideA = (corner == 1 || corner == 2 || corner == 4) ? -a : a;
    float sideN = (corner == 2 || corner == 3 || corner == 5) ? -n : n;
    vec3 place = vec3(middle + half_ * sideA + deep * sideN, corner < 4 ? height : 0.0);

    vec4 average = buildingAverage(building);
    bool outside = (buildingSize(building).x >> 24 & 1u) == 1u;
    bool lived = (head.w & 1023u) > 0u;
    vec3 colour = outside ? uSurroundings : average.rgb;
    if (corner == 2) colour = outside ? colour * 1.05 : mix(uRoof, colour * 1.04, lived ? min(0.55 + average.a * 2.0, 0.85) : 0.78);
    else if (corner == 4) colour *= wallLight(normalize(deep) * n) * 0.92;
    else colour *= wallLight(way * a) * 0.92;
    if (building == uSelectedBuilding || building == uHoverBuilding) colour = mix(colour, uSelection, 0.35);
    if (isDimmed(building)) colour = mix(colour, uDim, 0.66);
    vColour = mix(colour, uFog, fogAt(vec3(middle, 0.0)));
    gl_Position = toClip(place);
}
