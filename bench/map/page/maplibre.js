// MapLibre GL: one fill-extrusion polygon per cell, coloured by feature-state over the polygon's own class.
import { Map as MapLibreMap, setWorkerUrl } from '/npm/maplibre-gl/dist/maplibre-gl.mjs';
import { PALETTE, mapCamera, nextFill } from './cells.js';
import { finish, inked, timeCall, timeFrames } from './measure.js';

setWorkerUrl(new URL('/npm/maplibre-gl/dist/maplibre-gl-worker.mjs', location.href).href);

let about;
let source;
let map;
let gl;

function style(data) {
  const fill = ['coalesce', ['feature-state', 'c'], ['get', 'c']];
  const colour = ['match', fill, ...PALETTE.flatMap((rgb, fillClass) => [fillClass, `rgb(${rgb})`]), '#000'];
  return {
    version: 8,
    // tolerance 0: every cell is drawn at every zoom, as in the other two maps; a box has no points to spare anyway.
    sources: { cells: { type: 'geojson', data, tolerance: 0, buffer: 0 } },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#141c28' } },
      {
        id: 'cells', type: 'fill-extrusion', source: 'cells',
        paint: { 'fill-extrusion-color': colour, 'fill-extrusion-base': ['get', 'b'], 'fill-extrusion-height': ['get', 't'] },
      },
    ],
  };
}

function look(which) {
  const { longitude, latitude, zoom, pitch, bearing } = mapCamera(about.origin, about[which], innerHeight);
  return { center: [longitude, latitude], zoom, pitch, bearing };
}

/** The part of a frame that writes changed feature states into the paint buffers, without drawing. */
function applyStates() {
  for (const manager of Object.values(map.style.tileManagers ?? map.style.sourceCaches)) manager.prepare(map.painter.context);
}

window.bench = {
  async prepare(given) {
    about = given;
    source = await (await fetch('/data/cells.geojson')).blob();
    return source.size;
  },
  /** From data in memory (GeoJSON text) to the first complete picture. */
  async load() {
    const start = performance.now();
    const url = URL.createObjectURL(source);
    map = new MapLibreMap({
      container: 'map', style: style(url), ...look('far'), maxPitch: 75, fadeDuration: 0, attributionControl: false,
      interactive: false, pixelRatio: 1, canvasContextAttributes: { antialias: false },
    });
    gl = map.painter.context.gl;
    map.on('error', (event) => console.error(event.error));
    await new Promise((resolve) => {
      const check = () => { if (map.loaded() && map.areTilesLoaded()) { map.off('render', check); resolve(); } };
      map.on('render', check);
    });
    finish(gl);
    const ms = performance.now() - start;
    URL.revokeObjectURL(url);
    return ms;
  },
  drop() { source = null; },
  async look(which) {
    const idle = new Promise((resolve) => { map.once('idle', resolve); });
    map.jumpTo(look(which));
    await idle;
  },
  frames: (count) => timeFrames(count, () => map.redraw(), gl),
  inked: () => inked(gl, () => map.redraw()),
  /** Microseconds of one change, the update of the paint buffer included, the frame not. */
  recolourOne(calls) {
    const us = timeCall(calls, (i) => {
      map.setFeatureState({ source: 'cells', id: (i * 7919) % about.cells }, { c: 1 + (i % 6) });
      applyStates();
    });
    finish(gl);
    return us;
  },
  recolourAll(round) {
    const start = performance.now();
    for (let id = 0; id < about.cells; id += 1) map.setFeatureState({ source: 'cells', id }, { c: nextFill(id, round) });
    applyStates();
    const ms = performance.now() - start;
    finish(gl);
    return ms;
  },
};
