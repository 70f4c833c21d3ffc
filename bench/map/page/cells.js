// The cells that all three maps draw: decoding of cells.bin, which bench/pack writes, and the two cameras.
// A cell is a box: its building's best-fitting rectangle, cut into columns along the long side, one storey high.

const WEB_MERCATOR_RADIUS_M = 6378137;
const FRAME_RADIUS_M = 6371008.8;
const TILE_PX = 512;
/** Distance of the eye from the middle of the picture, in picture heights: what MapLibre and deck.gl both use. */
const EYE_HEIGHTS = 1.5;

/** Sixteen fill classes; class 0 is a wall without a dwelling. */
export const PALETTE = [
  [85, 101, 122], [169, 184, 200], [61, 143, 214], [255, 240, 122], [18, 135, 106], [242, 153, 30], [204, 47, 24], [120, 94, 160],
  [90, 170, 190], [200, 120, 140], [140, 160, 60], [70, 110, 70], [210, 200, 170], [110, 80, 60], [30, 60, 110], [230, 230, 230],
];

/** Decodes cells.bin. Not timed: every map gets the cells in memory, in the form that suits it. */
export function decodeCells(buffer) {
  const view = new DataView(buffer);
  const count = view.getUint32(4, true);
  const buildings = view.getUint32(8, true);
  const frame = { lon: view.getFloat64(16, true), lat: view.getFloat64(24, true) };
  const boxes = new Float32Array(count * 7); // x, y, half length, half width, angle, base, top; metres and radians
  const fill = new Uint8Array(count);
  let at = 32;
  let cell = 0;
  const states = 32 + buildings * 32;
  for (let b = 0; b < buildings; b += 1, at += 32) {
    const [x, y, halfLength, halfWidth, angle, floorHeight] = [0, 4, 8, 12, 16, 20].map((o) => view.getFloat32(at + o, true));
    const [columns, floors, first] = [24, 26, 28].map((o) => view.getUint16(at + o, true));
    const slice = halfLength / columns;
    for (let floor = first; floor <= floors; floor += 1) {
      for (let column = 0; column < columns; column += 1) {
        const along = slice * (2 * column + 1) - halfLength;
        boxes.set([
          x + Math.cos(angle) * along, y + Math.sin(angle) * along, slice, halfWidth, angle,
          (floor - 1) * floorHeight, floor * floorHeight,
        ], cell * 7);
        fill[cell] = view.getUint8(states + cell) & 15;
        cell += 1;
      }
    }
  }
  if (cell !== count) throw new Error(`cells.bin promises ${count} cells and holds ${cell}`);
  return { count, frame, boxes, fill };
}

/** Takes local metres to degrees. */
export function toLonLat(frame, x, y) {
  const degree = (FRAME_RADIUS_M * Math.PI) / 180;
  return [frame.lon + x / (degree * Math.cos((frame.lat * Math.PI) / 180)), frame.lat + y / degree];
}

/** The camera in the words of MapLibre and deck.gl: `{x, y, distance, pitch, bearing}` in metres and degrees. */
export function mapCamera(frame, camera, heightPx) {
  const [longitude, latitude] = toLonLat(frame, camera.x, camera.y);
  const metresPerPx = camera.distance / (EYE_HEIGHTS * heightPx);
  const circumference = 2 * Math.PI * WEB_MERCATOR_RADIUS_M * Math.cos((latitude * Math.PI) / 180);
  const zoom = Math.log2(circumference / (TILE_PX * metresPerPx));
  return { longitude, latitude, zoom, pitch: camera.pitch, bearing: camera.bearing };
}

/** The fill of a cell after a round of recolouring everything. */
export const nextFill = (cell, round) => 1 + ((cell * 7 + round) % 6);

/** All cells as one GeoJSON text, made outside the browser. */
export function geojson(cells) {
  const parts = [];
  for (let cell = 0; cell < cells.count; cell += 1) {
    const [x, y, a, b, angle, base, top] = cells.boxes.subarray(cell * 7, cell * 7 + 7);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const corner = (u, v) => {
      const [lon, lat] = toLonLat(cells.frame, x + cos * u - sin * v, y + sin * u + cos * v);
      return `[${lon.toFixed(7)},${lat.toFixed(7)}]`;
    };
    const first = corner(-a, -b);
    const ring = [first, corner(a, -b), corner(a, b), corner(-a, b), first].join();
    const properties = `{"b":${base.toFixed(1)},"t":${top.toFixed(1)},"c":${cells.fill[cell]}}`;
    parts.push(`{"type":"Feature","id":${cell},"properties":${properties},"geometry":{"type":"Polygon","coordinates":[[${ring}]]}}`);
  }
  return `{"type":"FeatureCollection","features":[${parts.join()}]}`;
}
