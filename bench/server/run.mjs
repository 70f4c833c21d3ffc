// `cargo xtask bench server`: the household card, the state pack and the live stream of a real server, beside pgbench
// with the identical statements. What each figure means and how it is taken: bench/README.md.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { Figures, ROOT, TARGET, median, note } from '../figure.mjs';
import { plainScript, script, transaction } from './capture.mjs';
import { openCases, step } from './case.mjs';
import { City } from './city.mjs';
import { pgbench } from './pgbench.mjs';

const run = promisify(execFile);
const ROUNDS = 5;
const SECONDS = 4;
const CONNECTIONS = 16;
const DWELLINGS = 64;
const STATE_CALLS = 20;
const SUBSCRIBERS = 200;
const CHANGES = 40;
const IDLE_S = 5;

const figures = new Figures('server');
if (!process.env.BENCH_BUILT) execFileSync('cargo', ['build', '--release', '--package', 'bench-load'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
const LOAD = join(TARGET, 'release/bench-load');
for (const profile of (process.env.BENCH_PROFILES ?? 'demo').split(',')) await measure(profile, profile === 'demo' ? '' : `${profile}.`);
figures.save();

async function measure(profile, prefix) {
  const city = new City(profile);
  const add = (name, value, unit) => figures.add(prefix + name, value, unit);
  try {
    add('first_start_s', await city.start() / 1000, 's');
    await city.stop();
    add('start_ms', await city.start(), 'ms');
    await sleep(IDLE_S * 1000);
    const idle = city.used();
    add('idle_rss_mb', idle.gezhiMb, 'MB');
    add('postgres_idle_mb', idle.postgresMb, 'MB');
    const cookie = await city.session();
    await scene(city, add);
    await statePack(city, cookie, add);
    await card(city, cookie, add);
    await live(city, cookie, add);
    add('loaded_rss_mb', city.used().gezhiMb, 'MB');
  } finally {
    await city.stop();
    city.remove();
  }
}

function sleep(ms) {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}

async function scene(city, add) {
  const [[version]] = city.rows('select scene_version from city');
  for (const [name, encoding] of [['raw', 'identity'], ['gz', 'gzip'], ['br', 'br']]) {
    const length = execFileSync('curl', ['-s', '-o', '/dev/null', '-w', '%{size_download}', '-H', `accept-encoding: ${encoding}`, `http://127.0.0.1:${city.port}/map/scene/${version}.bin`], { encoding: 'utf8' });
    add(`scene_${name}_kb`, Number(length) / 1000, 'kB');
  }
}

/** Runs a transaction again and again in one psql session as the serving role. */
async function psql(city, statements, times) {
  const { env } = city.door('gezhi_app');
  const file = join(city.folder, 'bench-psql.sql');
  writeFileSync(file, plainScript(statements).repeat(times));
  const before = city.used();
  const began = performance.now();
  await run('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-f', file], { env, maxBuffer: 1 << 30 });
  const ms = performance.now() - began;
  return { latencyMs: ms / times, postgresUs: (city.used().postgresUs - before.postgresUs) / times };
}

async function get(city, cookie, paths, connections, seconds) {
  const before = city.used();
  const { stdout } = await run(LOAD, ['get', String(city.port), cookie, String(connections), String(seconds), ...paths]);
  const after = city.used();
  const result = JSON.parse(stdout);
  if (result.requests === 0 || result.refused > 0) throw new Error(`${result.refused} of ${result.requests} requests were refused (${paths[0]})`);
  return { ...result, gezhiUs: (after.gezhiUs - before.gezhiUs) / result.requests, postgresUs: (after.postgresUs - before.postgresUs) / result.requests };
}

async function card(city, cookie, add) {
  const dwellings = city.rows(`select id from household where cell is not null order by hashint8(id) limit ${DWELLINGS}`).map(([id]) => id);
  const path = (id) => `/api/household/card?dwelling=${id}`;
  const ask = () => fetch(`http://127.0.0.1:${city.port}${path(dwellings[0])}`, { headers: { cookie } });
  await ask();
  const statements = await transaction(city, ask, ({ sql, parameters }) => /household/.test(sql) && parameters.includes(dwellings[0]));
  note(`the card is ${statements.length} statements`);
  const alike = script(statements, dwellings[0], dwellings);
  const paths = dwellings.map(path);
  const [ours, bare] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await pgbench(city, alike, CONNECTIONS, SECONDS));
    ours.push(await get(city, cookie, paths, CONNECTIONS, SECONDS));
  }
  const of = (list, key) => median(list.map((each) => each[key]));
  add('card_per_second', of(ours, 'per_second'), '1/s');
  add('card_pgbench_per_second', of(bare, 'perSecond'), '1/s');
  const ratios = ours.map((each, i) => each.per_second / bare[i].perSecond);
  add('card_vs_pgbench', median(ratios), 'ratio');
  add('card_vs_pgbench_worst', Math.min(...ratios), 'ratio');
  add('card_cpu_us', of(ours, 'gezhiUs'), 'us');
  add('card_postgres_cpu_us', of(ours, 'postgresUs'), 'us');
  add('card_pgbench_postgres_cpu_us', of(bare, 'postgresUs'), 'us');
  add('card_p50_ms', of(ours, 'p50_us') / 1000, 'ms');
  add('card_p99_ms', of(ours, 'p99_us') / 1000, 'ms');
  add('card_statements', statements.length, 'statements');
}

/** The first look after a change, which asks the database, and the looks after it, which don't have to. */
async function statePack(city, cookie, add) {
  const url = '/map/state?lens=visit';
  const ask = async () => (await fetch(`http://127.0.0.1:${city.port}${url}`, { headers: { cookie } })).arrayBuffer();
  const statements = await transaction(city, ask, ({ sql }) => /copy[\s\S]*household|household[\s\S]*visited_on/i.test(sql));
  const bytes = (await ask()).byteLength;
  const [fresh, bare] = [[], []];
  for (const change of openCases(city, STATE_CALLS)) {
    if (await step(city, cookie, change) !== 303) throw new Error('a case could not be moved on');
    await sleep(300);
    const before = city.used();
    const began = performance.now();
    await ask();
    const ms = performance.now() - began;
    const after = city.used();
    fresh.push({ ms, gezhiUs: after.gezhiUs - before.gezhiUs, postgresUs: after.postgresUs - before.postgresUs });
    if (fresh.length % 4 === 0) bare.push(await psql(city, statements, STATE_CALLS));
  }
  const kept = await get(city, cookie, [url], 1, 2);
  const mean = (list, key) => list.reduce((sum, each) => sum + each[key], 0) / list.length;
  const bareMs = median(bare.map(({ latencyMs }) => latencyMs));
  const ms = median(fresh.map((each) => each.ms));
  add('state_pack_ms', ms, 'ms');
  add('state_pack_kb', bytes / 1000, 'kB');
  add('state_pack_psql_ms', bareMs, 'ms');
  add('state_pack_vs_psql', ms / bareMs, 'ratio');
  add('state_pack_cpu_us', mean(fresh, 'gezhiUs'), 'us');
  add('state_pack_postgres_cpu_us', mean(fresh, 'postgresUs'), 'us');
  add('state_pack_psql_postgres_cpu_us', mean(bare, 'postgresUs'), 'us');
  add('state_pack_kept_ms', kept.p50_us / 1000, 'ms');
  add('state_pack_kept_cpu_us', kept.gezhiUs, 'us');
}

/** Moves cases on, one after the other, while subscribers listen; times begin when a change is sent. */
async function live(city, cookie, add) {
  const cases = openCases(city, CHANGES);
  const load = spawn(LOAD, ['live', String(city.port), cookie, String(SUBSCRIBERS), '60'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const output = new Promise((resolve) => { let text = ''; load.stdout.on('data', (part) => { text += part; }); load.on('close', () => resolve(text)); });
  await new Promise((resolve, reject) => {
    load.stderr.on('data', (part) => { if (String(part).includes('ready')) resolve(); else note(String(part).trim()); });
    load.once('close', () => reject(new Error('bench-load ended before it listened')));
  });
  await sleep(500);
  const before = city.used();
  let refused = 0;
  for (const change of cases) {
    load.stdin.write('mark\n');
    if (await step(city, cookie, change) !== 303) refused += 1;
    await sleep(250);
  }
  const after = city.used();
  load.stdin.end('end\n');
  const result = JSON.parse(await output);
  if (refused > 0) note(`${refused} of ${cases.length} changes were refused`);
  add('live_p50_ms', result.p50_us / 1000, 'ms');
  add('live_p99_ms', result.p99_us / 1000, 'ms');
  add('live_delivered', result.frames / Math.max(1, (cases.length - refused) * SUBSCRIBERS), 'share');
  add('live_subscribers', SUBSCRIBERS, 'streams');
  add('live_cpu_us_per_delivery', (after.gezhiUs - before.gezhiUs) / Math.max(1, result.frames), 'us');
}
