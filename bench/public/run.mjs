// `cargo xtask bench public`: what a resident's page weighs, when it is seen on a slow telephone, and what it costs the server. What each
// figure means: bench/README.md.
import { execFile, execFileSync } from 'node:child_process';
import { get } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { publicPages, somePlace } from '../../end2end/fixture/public_page.mjs';
import { Figures, ROOT, TARGET, median, note } from '../figure.mjs';
import { launch } from '../map/browser.mjs';
import { City } from '../server/city.mjs';

const run = promisify(execFile);
const quick = Boolean(process.env.BENCH_QUICK) || process.argv.includes('--quick');
const LOOKS = quick ? 1 : 5;
const ROUNDS = quick ? 1 : 5;
const SECONDS = 3;
const CONNECTIONS = 4;
/** A telephone of some years ago (Lighthouse's "slow 4G" and its processor). */
const TELEPHONE = { width: 360, height: 640 };
const SLOW_4G = { offline: false, latency: 150 * 3.75, downloadThroughput: 1.6e6 * 0.9 / 8, uploadThroughput: 750e3 * 0.9 / 8 };
const SLOWER = 4;
/** As long as somebody without script takes at least (domain::gate). */
const PATIENCE_MS = 11_000;

/** Pages whose addresses hold a code: how often they are asked for is limited, so that nobody guesses. */
const LIMITED = new Set(['done', 'follow']);

const figures = new Figures('public');
if (!process.env.BENCH_BUILT) execFileSync('cargo', ['build', '--release', '--package', 'bench-load'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
const LOAD = join(TARGET, 'release/bench-load');
const city = new City('demo');
try {
  await city.start();
  const place = somePlace((question) => city.rows(question));
  const pages = publicPages({ ...place, code: await report(place.building) });
  const browser = await launch();
  try {
    await worst('page_br_kb', 'kB', pages, (page) => weigh(browser, page));
    await worst('lcp_ms', 'ms', pages, (page) => look(browser, page));
  } finally {
    await browser.close();
  }
  await worst('ssr_cpu_us', 'us', pages.filter(({ name }) => !LIMITED.has(name)), cost);
} finally {
  await city.stop();
  city.remove();
}
figures.save();

/** One figure a page, and the largest of all. */
async function worst(name, unit, pages, measure) {
  let most = 0;
  for (const page of pages) {
    const value = await measure(page);
    figures.add(`${page.name}.${name}`, value, unit);
    most = Math.max(most, value);
  }
  figures.add(name, most, unit);
}

/** Bytes on the line of a page and of all that a browser asks for because of it, in brotli. */
async function weigh(browser, { path }) {
  const context = await browser.newContext({ viewport: TELEPHONE });
  const page = await context.newPage();
  const asked = new Set();
  page.on('request', (request) => { if (request.url().startsWith('http')) asked.add(request.url()); });
  await page.goto(origin() + path, { waitUntil: 'networkidle' });
  await context.close();
  for (const url of asked) {
    if (/\.wasm(\?|$)/.test(url)) throw new Error(`${path} asks for WebAssembly: ${url}`);
    if (!url.startsWith(origin())) throw new Error(`${path} asks somebody else: ${url}`);
  }
  let bytes = 0;
  for (const url of asked) bytes += await fetchRaw(url);
  return bytes / 1000;
}

function fetchRaw(url) {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'br' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk) => { bytes += chunk.length; });
      answer.once('end', () => { resolve(bytes); });
    }).once('error', reject);
  });
}

/** The largest contentful paint of a telephone that was never here: the median of some. */
async function look(browser, { path }) {
  const times = [];
  for (let at = 0; at < LOOKS; at += 1) {
    const context = await browser.newContext({ viewport: TELEPHONE, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', SLOW_4G);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.addInitScript(() => {
      window.lcp = 0;
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.lcp = entry.startTime; })
        .observe({ type: 'largest-contentful-paint', buffered: true });
    });
    await page.goto(origin() + path, { waitUntil: 'load' });
    await page.waitForTimeout(500);
    times.push(await page.evaluate(() => window.lcp));
    await context.close();
  }
  return median(times);
}

/** Processor time of the server a page, in microseconds: the median of some rounds. PostgreSQL's is its own figure. */
async function cost({ name, path }) {
  const [ours, database] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = city.used();
    const { stdout } = await run(LOAD, ['get', String(city.port), 'lang=zh', String(CONNECTIONS), String(SECONDS), path]);
    const after = city.used();
    const { requests, refused } = JSON.parse(stdout);
    if (requests === 0 || refused > 0) throw new Error(`${refused} of ${requests} requests for ${path} were refused`);
    ours.push((after.gezhiUs - before.gezhiUs) / requests);
    database.push((after.postgresUs - before.postgresUs) / requests);
  }
  figures.add(`${name}.postgres_cpu_us`, median(database), 'us');
  return median(ours);
}

/** Reports something as a browser without script does; the code of its link. */
async function report(building) {
  const path = `/report?b=${building}`;
  const form = await (await fetch(origin() + path)).text();
  const field = (name) => {
    const tag = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(form)?.[0] ?? '';
    return /value="([^"]*)"/.exec(tag)?.[1] ?? '';
  };
  await new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); });
  const body = new FormData();
  for (const name of ['operation', 'ticket', 'proof', 'back', 'building']) body.append(name, field(name));
  body.append('words', '楼门口的路灯不亮了');
  const headers = { 'sec-fetch-site': 'same-origin' };
  const answer = await fetch(`${origin()}/report`, { method: 'POST', body, headers, redirect: 'manual' });
  const code = /\/report\/done\/(\w+)/.exec(answer.headers.get('location') ?? '')?.[1];
  if (!code) note(`a report was answered with ${answer.status}: pages by its link are left out`);
  return code;
}

function origin() {
  return `http://127.0.0.1:${city.port}`;
}
