// `cargo xtask bench map`: our renderer, MapLibre GL and deck.gl draw the same cells in one headless Chromium.
// What each figure means and how it is taken: bench/README.md.
import { join } from 'node:path';

import { BENCH, Figures, median, note } from '../figure.mjs';
import { graphics, launch, open, processorMs, renderers, residentKb, serve } from './browser.mjs';
import { BUILT, DATA, SCENES, about, build } from './build.mjs';
import { idleFrames } from './idle.mjs';
import { packSizes } from './size.mjs';

const ENGINES = ['ours', 'maplibre', 'deckgl'];
/** One round of everything: to look whether it works, or on a machine that is too busy for more. */
const isQuick = Boolean(process.env.BENCH_QUICK);
const LOAD_ROUNDS = isQuick ? 1 : 3;
/** Forced frames per round: deck.gl needs seconds for one. */
const FRAMES = { ours: 3, maplibre: 2, deckgl: 1 };
const FRAME_ROUNDS = isQuick ? { ours: 3, maplibre: 3, deckgl: 1 } : { ours: 5, maplibre: 5, deckgl: 3 };
const IDLE_S = 3;
const RECOLOURED = { ours: 2000, maplibre: 20, deckgl: 20 };
const RECOLOUR_ROUNDS = isQuick ? 1 : 3;

const only = new Set((process.env.BENCH_ENGINES ?? ENGINES.join()).split(','));
const engines = ENGINES.filter((engine) => only.has(engine));
const figures = new Figures('map');
const named = (engine, figure) => (engine === 'ours' ? figure : `${engine}.${figure}`);
const call = ({ page }, method, ...args) => page.evaluate(([name, given]) => window.bench[name](...given), [method, args]);

if (!process.env.BENCH_BUILT) build();
const web = await serve({ '/': join(BENCH, 'map/page'), '/npm/': join(BENCH, 'node_modules'), '/data/': DATA, '/built/': BUILT });
const browser = await launch();
try {
  sizes();
  const pages = await loadAll();
  await frames(pages);
  await recolour(pages);
  await idle(pages);
  await Promise.all(Object.values(pages).map(({ close }) => close()));
  if (only.has('ours')) for (const scene of SCENES.filter((each) => each !== 'cut')) await alone(scene);
  figures.save();
} finally {
  await browser.close();
  web.close();
}

function sizes() {
  for (const scene of ['demo', 'district', 'million']) {
    const { scene: city, state, both } = packSizes(scene);
    const prefix = scene === 'million' ? '' : `${scene}.`;
    for (const form of ['raw', 'gz', 'br']) figures.add(`${prefix}pack_${form}_kb`, both[form], 'kB');
    figures.add(`${prefix}scene_br_kb`, city.br, 'kB');
    figures.add(`${prefix}state_br_kb`, state.br, 'kB');
    figures.add(`${prefix}pack_cells`, about(scene).cells, 'cells');
  }
}

/** Memory of the page's own process and of the graphics process, after a collection. */
async function memory({ page }, pid) {
  await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 300); }));
  for (const isolate of [page, ...page.workers()]) await isolate.evaluate(() => { globalThis.gc(); globalThis.gc(); });
  return { page: residentKb(pid) / 1000, graphics: residentKb(await graphics(browser)) / 1000 };
}

/** Opens an engine's page in a new process, gives it the data and times its first picture. */
async function load(engine, scene) {
  const before = new Set(await renderers(browser));
  const opened = await open(browser, web.origin, engine, note);
  const pid = await ownProcess(before);
  const empty = await memory(opened, pid);
  await call(opened, 'prepare', { ...about(scene), name: scene });
  const ms = await call(opened, 'load');
  await call(opened, 'drop');
  const full = await memory(opened, pid);
  const grown = { page: full.page - empty.page, graphics: full.graphics - empty.graphics };
  note(`${engine} ${scene}: first picture ${ms.toFixed(0)} ms, memory +${grown.page.toFixed(1)} MB, graphics process +${grown.graphics.toFixed(1)} MB`);
  return { ...opened, pid, ms, grown };
}

/** The one renderer process that is new and has grown to hold a page. */
async function ownProcess(before) {
  const fresh = (await renderers(browser)).filter((pid) => !before.has(pid));
  if (fresh.length === 0) throw new Error('the page got no process of its own');
  return fresh.map((pid) => [residentKb(pid), pid]).sort((a, b) => b[0] - a[0])[0][1];
}

async function loadAll() {
  const pages = {};
  const ms = Object.fromEntries(engines.map((engine) => [engine, []]));
  const mb = structuredClone(ms);
  const graphicsMb = structuredClone(ms);
  for (let round = 0; round < LOAD_ROUNDS; round += 1) {
    for (const engine of engines) {
      await pages[engine]?.close();
      pages[engine] = await load(engine, 'cut');
      ms[engine].push(pages[engine].ms);
      mb[engine].push(pages[engine].grown.page);
      graphicsMb[engine].push(pages[engine].grown.graphics);
    }
  }
  figures.add('cut_cells', about('cut').cells, 'cells');
  for (const engine of engines) {
    figures.add(named(engine, 'first_picture_ms'), median(ms[engine]), 'ms');
    figures.add(named(engine, 'memory_mb'), median(mb[engine]), 'MB');
    figures.add(named(engine, 'graphics_memory_mb'), median(graphicsMb[engine]), 'MB');
  }
  compare('load', ms);
  compare('memory', mb);
  return pages;
}

/** Ratios of ours to each peer, round by round. */
function compare(what, rounds) {
  for (const peer of engines.filter((engine) => engine !== 'ours')) {
    if (rounds.ours) figures.ratio(`${what}_vs_${peer}`, rounds.ours, rounds[peer]);
  }
}

async function frames(pages) {
  for (const place of ['far', 'near']) {
    const taken = Object.fromEntries(engines.map((engine) => [engine, []]));
    for (const engine of engines) {
      await pages[engine].page.bringToFront();
      await call(pages[engine], 'look', place);
      await call(pages[engine], 'frames', 1);
      const share = await call(pages[engine], 'inked');
      note(`${engine} ${place}: ${(share * 100).toFixed(0)} % of the picture is drawn`);
      if (share < 0.02) throw new Error(`${engine} drew nothing at the ${place} camera`);
      if (process.env.BENCH_PICTURES) await pages[engine].page.screenshot({ path: join(process.env.BENCH_PICTURES, `${engine}-${place}.png`) });
    }
    const processor = structuredClone(taken);
    const rest = [];
    for (let round = 0; round < Math.max(...Object.values(FRAME_ROUNDS)); round += 1) {
      for (const engine of engines.filter((each) => round < FRAME_ROUNDS[each])) {
        const { ms, processorMs: used } = await timedFrames(pages[engine], FRAMES[engine]);
        taken[engine].push(ms);
        processor[engine].push(used);
      }
      if (pages.ours) rest.push(median(await call(pages.ours, 'restFrames', 2)));
    }
    for (const engine of engines) {
      figures.add(named(engine, `frame_${place}_ms`), median(taken[engine]), 'ms');
      figures.add(named(engine, `frame_${place}_worst_ms`), Math.max(...taken[engine]), 'ms');
      figures.add(named(engine, `frame_${place}_cpu_ms`), median(processor[engine]), 'ms');
    }
    if (pages.ours) figures.add(`frame_${place}_rest_ms`, median(rest), 'ms');
    if (pages.ours && pages.maplibre) figures.ratio(`frame_${place}_rest_vs_maplibre`, rest, taken.maplibre);
    compare(`frame_${place}`, taken);
    compare(`frame_${place}_cpu`, processor);
  }
}

/** Milliseconds of a frame by the clock, and of the processor in the page's and the graphics process together. */
async function timedFrames(opened, count) {
  await opened.page.bringToFront();
  const used = async () => processorMs(opened.pid) + processorMs(await graphics(browser));
  const before = await used();
  const ms = median(await call(opened, 'frames', count));
  return { ms, processorMs: (await used() - before) / count };
}

async function recolour(pages) {
  const one = Object.fromEntries(engines.map((engine) => [engine, []]));
  const all = structuredClone(one);
  for (const engine of engines) await call(pages[engine], 'look', 'far');
  for (let round = 0; round < RECOLOUR_ROUNDS; round += 1) {
    for (const engine of engines) {
      one[engine].push(await call(pages[engine], 'recolourOne', RECOLOURED[engine]));
      all[engine].push(await call(pages[engine], 'recolourAll', round));
    }
  }
  for (const engine of engines) {
    figures.add(named(engine, 'recolour_one_us'), median(one[engine]), 'us');
    figures.add(named(engine, 'recolour_all_ms'), median(all[engine]), 'ms');
  }
  compare('recolour_one', one);
  compare('recolour_all', all);
}

/** Ours on a scene of a size of its own. The figures without a scene's name are those of the cut, but pick is the million's. */
async function alone(scene) {
  const opened = await load('ours', scene);
  const add = (name, value, unit) => figures.add(`${scene}${scene === 'million' ? '_' : '.'}${name}`, value, unit);
  add('first_picture_ms', opened.ms, 'ms');
  add('memory_mb', opened.grown.page, 'MB');
  add('graphics_memory_mb', opened.grown.graphics, 'MB');
  for (const place of ['far', 'near']) {
    await call(opened, 'look', place);
    add(`frame_${place}_ms`, median(await call(opened, 'frames', 3)), 'ms');
  }
  add('recolour_one_us', await call(opened, 'recolourOne', RECOLOURED.ours), 'us');
  add('recolour_all_ms', await call(opened, 'recolourAll', 1), 'ms');
  const picks = await call(opened, 'pick', 1000);
  for (const [name, value] of Object.entries(picks)) {
    add(name, value, name === 'pick_hits' ? 'share' : 'us');
    if (scene === 'million') figures.add(name, value, name === 'pick_hits' ? 'share' : 'us');
  }
  await opened.close();
}

/** Of the product's page, and of the renderer alone when it is asked to draw though nothing changed. */
async function idle(pages) {
  if (pages.ours) figures.add('renderer_idle_frames', await call(pages.ours, 'idleFrames', IDLE_S), 'frames');
  try {
    const seen = await idleFrames(browser, note);
    if (seen !== undefined) figures.add('idle_frames', seen, 'frames');
  } catch (error) {
    note(`idle frames of the product's page could not be counted: ${error.message.split('\n')[0]}`);
  }
}
