// PostgreSQL's own client on the same statements.
import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Runs pgbench as the serving role, so that row-level security binds it too. */
export async function pgbench(city, scripted, clients, seconds) {
  const before = city.used();
  const { stdout } = await run('pgbench', words(city, scripted, clients, seconds), options(city));
  const after = city.used();
  const done = processed(stdout);
  return {
    perSecond: Number(/tps = ([\d.]+)/.exec(stdout)[1]), latencyMs: Number(/latency average = ([\d.]+)/.exec(stdout)[1]),
    postgresUs: (after.postgresUs - before.postgresUs) / done,
  };
}

/**
 * The same, measured only when each connection has planned the script's statements, as the product's have long ago: what is done in
 * the first `warm` seconds does not count.
 */
export async function warmPgbench(city, scripted, clients, warm, seconds) {
  const child = spawn('pgbench', ['-P', '1', ...words(city, scripted, clients, warm + seconds)], { ...options(city), stdio: ['ignore', 'pipe', 'pipe'] });
  const told = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].on('data', (part) => { told[name] += part; });
  const ended = new Promise((resolve) => { child.once('close', resolve); });
  await Promise.race([sleep(warm * 1000), ended]);
  const before = city.used();
  await Promise.race([sleep((seconds - 1) * 1000), ended]);
  const after = city.used();
  if (await ended !== 0) throw new Error(`pgbench failed:\n${told.stderr.slice(-2000)}`);
  processed(told.stdout);
  // A line a second: its end, and how many transactions a second since the line before.
  const lines = [...told.stderr.matchAll(/progress: ([\d.]+) s, ([\d.]+) tps/g)].map(([, at, perSecond]) => ({ at: Number(at), perSecond: Number(perSecond) }));
  const counted = lines.filter(({ at }) => at > warm + 0.5);
  const perSecond = counted.reduce((sum, line) => sum + line.perSecond, 0) / counted.length;
  return { perSecond, postgresUs: (after.postgresUs - before.postgresUs) / (perSecond * (seconds - 1)) };
}

function options(city) {
  return { env: city.door('gezhi_app').env, maxBuffer: 1 << 26 };
}

function words(city, { text, defines }, clients, seconds) {
  const file = join(city.folder, 'bench.sql');
  writeFileSync(file, text);
  return ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds), ...defines, '-f', file];
}

function processed(stdout) {
  const done = Number(/transactions actually processed: (\d+)/.exec(stdout)?.[1] ?? 0);
  const failed = Number(/failed transactions: (\d+)/.exec(stdout)?.[1] ?? 0);
  if (done === 0 || failed > 0) throw new Error(`pgbench failed:\n${stdout}`);
  return done;
}
