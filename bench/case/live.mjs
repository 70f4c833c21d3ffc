// The live stream of a real server with many subscribers: how soon after the commit the last of them knows, and what a delivery and
// a connection cost beside nginx with nchan.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { median, note, percentile } from '../figure.mjs';
import { openCases, step } from '../server/case.mjs';
import { City } from '../server/city.mjs';
import { Fan } from './fan.mjs';
import { Nchan, missing } from './nchan.mjs';

const ROUNDS = 5;
const CHANGES = 10;
/** Between two changes: four frames a second are the most that a screen is sent. */
const PACE_MS = 250;

const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Adds the figures of the live stream. */
export async function live(figures, quick) {
  const subscribers = quick ? 200 : 2000;
  files(2 * subscribers);
  const city = new City('demo');
  const peer = { lacks: missing() };
  if (peer.lacks) note(peer.lacks);
  try {
    await city.start();
    // Then PostgreSQL tells when a change was committed.
    city.rows('alter system set track_commit_timestamp = on');
    await city.stop();
    await city.start();
    if (!peer.lacks) peer.nchan = await Nchan.start(subscribers);
    await measure(city, peer.nchan, subscribers, figures);
  } finally {
    await peer.nchan?.stop();
    await city.stop();
    city.remove();
  }
}

/** Every stream is a file of the server's and one of the load's. */
function files(count) {
  const most = Number(execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }));
  if (most < count + 256) throw new Error(`${count + 256} open files are needed and ${most} are allowed: \`ulimit -n\` before the benchmark`);
}

async function measure(city, nchan, subscribers, figures) {
  const cookie = await city.session();
  const cases = openCases(city, (ROUNDS + 1) * CHANGES);
  const before = { ours: city.used().gezhiMb, nchan: nchan?.used().mb };
  note(`${subscribers} subscribers`);
  const ours = { fan: await Fan.open(city.port, '/live', sessions(city, subscribers)), rounds: [] };
  const theirs = nchan && { fan: await Fan.open(nchan.port, '/sub', nobody(city, subscribers)), rounds: [] };
  const change = () => ourRound(city, cookie, cases.splice(0, CHANGES), ours.fan);
  // The first round makes what both allocate once, and says how long a frame is.
  const { bytes } = await change();
  if (nchan) await theirRound(nchan, theirs.fan, bytes);
  figures.add('kb_per_conn', (city.used().gezhiMb - before.ours) * 1000 / subscribers, 'kB');
  if (nchan) figures.add('nchan_kb_per_conn', (nchan.used().mb - before.nchan) * 1000 / subscribers, 'kB');
  const idle = await atRest(city, nchan, subscribers);
  for (let round = 0; round < ROUNDS; round += 1) {
    const turns = [async () => { ours.rounds.push(await change()); }];
    if (nchan) turns.push(async () => { theirs.rounds.push(await theirRound(nchan, theirs.fan, bytes)); });
    for (const turn of round % 2 ? turns.reverse() : turns) await turn();
  }
  const lost = await ours.fan.close();
  await theirs?.fan.close();
  if (lost > 0) note(`${lost} streams were ended by the server`);
  tell(figures, ours.rounds, theirs?.rounds, subscribers);
  figures.add('idle_cpu_us_per_conn_s', idle.ours, 'us/s');
  if (nchan) figures.add('nchan_idle_cpu_us_per_conn_s', idle.theirs, 'us/s');
  figures.add('frame_bytes', bytes, 'bytes');
}

function tell(figures, ours, theirs, subscribers) {
  const waits = ours.flatMap((round) => round.waits);
  const delivered = ours.reduce((sum, round) => sum + round.delivered, 0);
  figures.add('commit_to_last_ms', percentile(waits, 0.99), 'ms');
  figures.add('commit_to_last_p50_ms', percentile(waits, 0.5), 'ms');
  figures.add('commit_to_first_p50_ms', median(ours.flatMap((round) => round.firsts)), 'ms');
  figures.add('changes', waits.length, 'changes');
  figures.add('delivered', delivered / (ROUNDS * CHANGES * subscribers), 'share');
  figures.add('subscribers', subscribers, 'streams');
  const of = (rounds, key) => median(rounds.map((round) => round[key]));
  figures.add('cpu_us_per_delivery', of(ours, 'us'), 'us');
  figures.add('postgres_cpu_us_per_delivery', of(ours, 'postgresUs'), 'us');
  if (!theirs) return;
  figures.add('nchan_cpu_us_per_delivery', of(theirs, 'us'), 'us');
  figures.ratio('cpu_vs_nchan', ours.map((round) => round.us), theirs.map((round) => round.us));
  figures.add('nchan_sent_to_last_p50_ms', median(theirs.flatMap((round) => round.waits)), 'ms');
}

/** Changes one after the other; everything that the server does meanwhile counts, the changes and its beats too. */
async function ourRound(city, cookie, cases, fan) {
  await fan.report();
  const [[from]] = city.rows("select last_seq from sequencer where name = 'outbox'");
  const before = city.used();
  for (const change of cases) {
    const status = await step(city, cookie, change);
    if (status !== 303) throw new Error(`a case could not be moved on (${status})`);
    await sleep(PACE_MS);
  }
  await sleep(PACE_MS);
  const after = city.used();
  const events = (await fan.report()).map((event) => ({ ...event, seq: Number(event.id) })).sort((a, b) => a.seq - b.seq);
  const delivered = events.reduce((sum, event) => sum + event.count, 0);
  if (delivered === 0) throw new Error('nobody was told of a change');
  const commits = city.rows(`select seq, round(extract(epoch from pg_xact_commit_timestamp(w.xmin)) * 1000000)
    from outbox o join case_event w on w.case_id = o.case_id and w.at = o.created_at where o.seq > ${from} order by o.seq`);
  const told = commits.map(([seq, at]) => ({ at: Number(at), event: events.find((event) => event.seq >= Number(seq)) })).filter(({ event }) => event);
  return {
    waits: told.map(({ at, event }) => (event.last_us - at) / 1000), firsts: told.map(({ at, event }) => (event.first_us - at) / 1000), delivered,
    us: (after.gezhiUs - before.gezhiUs) / delivered, postgresUs: (after.postgresUs - before.postgresUs) / delivered,
    bytes: Math.round(events.reduce((sum, event) => sum + event.bytes, 0) / events.length),
  };
}

/** As many messages of the same length, at the same pace. */
async function theirRound(nchan, fan, bytes) {
  await fan.report();
  const before = nchan.used();
  const sent = [];
  for (let number = 0; number < CHANGES; number += 1) {
    sent.push(Date.now() * 1000);
    await nchan.publish('x'.repeat(bytes));
    await sleep(PACE_MS);
  }
  await sleep(PACE_MS);
  const after = nchan.used();
  const events = (await fan.report()).sort((a, b) => a.first_us - b.first_us);
  const delivered = events.reduce((sum, event) => sum + event.count, 0);
  return { us: (after.us - before.us) / delivered, waits: events.map((event, i) => (event.last_us - sent[i]) / 1000), delivered };
}

/** What streams cost when nothing happens, each second and connection. */
async function atRest(city, nchan, subscribers) {
  const seconds = 10;
  const before = { ours: city.used().gezhiUs, theirs: nchan?.used().us };
  await sleep(seconds * 1000);
  const each = (us) => us / seconds / subscribers;
  return { ours: each(city.used().gezhiUs - before.ours), theirs: nchan && each(nchan.used().us - before.theirs) };
}

/** A file of cookies: a session of the command centre's post for each subscriber, begun without a password's price. */
function sessions(city, count) {
  const secret = randomBytes(16).toString('hex');
  city.rows(`
    insert into session (
      key, account_id, post_id, area, area_end, may_see_people, may_audit, desk, sees_cases, idle_s, absolute_until, expires_at, device
    )
    select sha256(convert_to('${secret}-' || n, 'UTF8')), p.account_id, p.id, p.area, p.area_end, p.may_see_people, p.may_audit, p.desk, p.sees_cases,
      36000, now() + interval '10 hours', now() + interval '10 hours', 'bench'
    from post p, generate_series(1, ${count}) as n
    where p.role = 'city' and p.is_demo`);
  return written(city, 'cookies', Array.from({ length: count }, (_, n) => `__Host-session=${secret}-${n + 1}`));
}

function nobody(city, count) {
  return written(city, 'nobody', Array.from({ length: count }, (_, n) => `n=${n}`));
}

function written(city, name, lines) {
  const file = join(city.folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
