// Our renderer, through bench/map/harness: ground, roads, borders and labels are drawn too.
import init, { Harness } from '/built/harness.js';

import { finish, inked, timeCall, timeFrames } from './measure.js';

await init({ module_or_path: new URL('/built/harness_bg.wasm', location.href) });

let about;
let scene;
let state;
let map;
let gl;
const names = [];

/** The next task without the clamp that timers have. */
const channel = new MessageChannel();
const nextSlice = () => new Promise((resolve) => { channel.port1.onmessage = resolve; channel.port2.postMessage(0); });

function look(which) {
  const { x, y, distance, pitch, bearing } = about[which];
  map.look(x, y, distance, pitch, bearing);
}

/** Labels are elements of the page, as in the product. */
function writeLabels() {
  const list = map.labels();
  const parent = document.getElementById('map');
  for (let at = 0, used = 0; at < list.length; at += 4, used += 1) {
    if (!names[used]) names.push(parent.appendChild(Object.assign(document.createElement('span'), { className: 'name' })));
    const name = names[used];
    name.textContent = list[at];
    name.style.fontSize = `${list[at + 3]}px`;
    name.style.transform = `translate(${list[at + 1].toFixed(1)}px, ${list[at + 2].toFixed(1)}px) translate(-50%, -50%)`;
    name.hidden = false;
  }
  for (const name of names.slice(list.length / 4)) name.hidden = true;
}

function draw() {
  map.frame();
  writeLabels();
}

window.bench = {
  async prepare(given) {
    about = given;
    const bytes = async (part) => new Uint8Array(await (await fetch(`/data/${given.name}.${part}.bin`)).arrayBuffer());
    [scene, state] = await Promise.all([bytes('scene'), bytes('state')]);
    return scene.length + state.length;
  },
  /** From data in memory (scene and state pack) to the first complete picture, labels included. */
  async load() {
    const start = performance.now();
    const canvas = document.getElementById('map').appendChild(document.createElement('canvas'));
    map = new Harness(canvas, scene, state, innerWidth, innerHeight);
    look('far');
    while (!map.step()) await nextSlice();
    writeLabels();
    gl = canvas.getContext('webgl2');
    finish(gl);
    return performance.now() - start;
  },
  drop() {
    scene = null;
    state = null;
  },
  look: (which) => look(which),
  frames: (count) => timeFrames(count, draw, gl),
  /** The picture of a camera that rests: full detail, smooth edges. */
  restFrames(count) {
    map.smooth(true);
    const times = timeFrames(count + 1, draw, gl).slice(1);
    map.smooth(false);
    return times;
  },
  inked: () => inked(gl, draw),
  /** Microseconds of one change, the texel and the building's average included, the frame not. */
  recolourOne(calls) {
    const cells = map.cells();
    const us = timeCall(calls, (i) => map.recolour((i * 7919) % cells, 1 + (i % 6)));
    finish(gl);
    return us;
  },
  /** All bytes, and the averages of all buildings; the drawing itself goes on in the graphics process. */
  recolourAll(round) {
    const bytes = new Uint8Array(map.cells());
    for (let cell = 0; cell < bytes.length; cell += 1) bytes[cell] = 1 + ((cell * 7 + round) % 6);
    const start = performance.now();
    map.recolour_all(bytes);
    const ms = performance.now() - start;
    finish(gl);
    return ms;
  },
  /** Frames that the renderer draws in so many seconds when the browser asks it at every turn and nothing changes. */
  async idleFrames(seconds) {
    draw();
    const [before, until] = [map.drawn(), performance.now() + seconds * 1000];
    while (performance.now() < until) {
      await new Promise((resolve) => { requestAnimationFrame(resolve); });
      map.tick();
    }
    return map.drawn() - before;
  },
  /** Microseconds of single picks at random points of both cameras' pictures. */
  pick(points) {
    let seed = 12345;
    const random = () => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return seed / 2 ** 32; };
    const times = [];
    let hits = 0;
    for (const which of ['far', 'near']) {
      look(which);
      for (let i = 0; i < points / 2; i += 1) {
        const [x, y] = [random() * innerWidth, random() * innerHeight];
        const start = performance.now();
        const cell = map.pick(x, y);
        times.push((performance.now() - start) * 1000);
        if (cell >= 0) hits += 1;
      }
    }
    times.sort((a, b) => a - b);
    return { pick_us: times[times.length >> 1], pick_p99_us: times[Math.floor(times.length * 0.99)], pick_hits: hits / times.length };
  },
};
