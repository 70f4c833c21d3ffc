// deck.gl: one SimpleMeshLayer of cubes, one instance per cell, colour per instance.
import { CubeGeometry, Deck, MapView, SimpleMeshLayer } from '/built/deckgl-bundle.js';
import { PALETTE, decodeCells, mapCamera, nextFill, toLonLat } from './cells.js';
import { finish, inked, nextTask, timeCall, timeFrames } from './measure.js';

let about;
let cells;
let fill;
let deck;
let gl;
let data;
let round = 0;
const turn = [0, 0, 0];
const half = [1, 1, 1];

function layer(extra = {}) {
  const { boxes } = cells;
  return new SimpleMeshLayer({
    id: 'cells',
    data,
    mesh,
    getPosition: (_, { index, target }) => {
      const at = index * 7;
      const [lon, lat] = toLonLat(cells.frame, boxes[at], boxes[at + 1]);
      target[0] = lon;
      target[1] = lat;
      target[2] = (boxes[at + 5] + boxes[at + 6]) / 2;
      return target;
    },
    // Arrays of our own: deck.gl hands the same `target` to these two and needs both answers at once.
    getOrientation: (_, { index }) => {
      turn[1] = (boxes[index * 7 + 4] * 180) / Math.PI;
      return turn;
    },
    getScale: (_, { index }) => {
      const at = index * 7;
      half[0] = boxes[at + 2];
      half[1] = boxes[at + 3];
      half[2] = (boxes[at + 6] - boxes[at + 5]) / 2;
      return half;
    },
    getColor: (_, { index, target }) => {
      const rgb = PALETTE[fill[index]];
      target[0] = rgb[0];
      target[1] = rgb[1];
      target[2] = rgb[2];
      target[3] = 255;
      return target;
    },
    updateTriggers: { getColor: round },
    pickable: false,
    ...extra,
  });
}

const mesh = new CubeGeometry();
const look = (which) => mapCamera(about.origin, about[which], innerHeight);

/** Brings changed attributes to the graphics memory, without drawing. */
function apply(extra) {
  deck.setProps({ layers: [layer(extra)] });
  deck.layerManager.updateLayers();
}

window.bench = {
  async prepare(given) {
    about = given;
    cells = decodeCells(await (await fetch('/data/cells.bin')).arrayBuffer());
    fill = cells.fill;
    return cells.boxes.byteLength + fill.byteLength;
  },
  /** From data in memory (typed arrays) to the first complete picture. */
  async load() {
    const start = performance.now();
    data = { length: cells.count };
    await new Promise((resolve, reject) => {
      deck = new Deck({
        parent: document.getElementById('map'), width: innerWidth, height: innerHeight, useDevicePixels: 1, controller: false,
        views: new MapView({ repeat: false }), viewState: { ...look('far'), maxPitch: 75 }, layers: [layer()],
        parameters: { cullMode: 'back' }, deviceProps: { webgl: { antialias: false } }, onError: reject,
        onAfterRender: () => { if (deck.layerManager?.getLayers()[0]?.isLoaded) resolve(); },
      });
    });
    gl = deck.device.gl;
    finish(gl);
    const ms = performance.now() - start;
    deck.setProps({ onAfterRender: () => {} });
    return ms;
  },
  /** Its layer reads the cells' boxes and fills again at every change: it keeps them. */
  drop() {},
  async look(which) {
    deck.setProps({ viewState: { ...look(which), maxPitch: 75 } });
    await nextTask();
  },
  frames: (count) => timeFrames(count, () => deck.redraw('bench'), gl),
  inked: () => inked(gl, () => deck.redraw('bench')),
  /** Microseconds of one change, the update of the colour buffer included, the frame not. */
  recolourOne(calls) {
    const us = timeCall(calls, (i) => {
      const cell = (i * 7919) % cells.count;
      fill[cell] = 1 + (i % 6);
      data = { length: cells.count };
      apply({ _dataDiff: () => [{ startRow: cell, endRow: cell + 1 }] });
    });
    finish(gl);
    return us;
  },
  recolourAll(given) {
    const start = performance.now();
    round += 1;
    for (let cell = 0; cell < cells.count; cell += 1) fill[cell] = nextFill(cell, given);
    apply();
    const ms = performance.now() - start;
    finish(gl);
    return ms;
  },
};
