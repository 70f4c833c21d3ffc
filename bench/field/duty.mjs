// Grid workers on duty who send batches over HTTP, as `public/patrol.js` does.
import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { join } from 'node:path';

import { note } from '../figure.mjs';

const WORKERS = 32;
const LANES = 8;
const BATCH = 1_000;
/** A duty that began so long ago, so that a whole day fits into its time. */
const HOURS = 11;
/** Seconds and metres between two fixes of a walk. */
const STEP_S = 10;
const STEP_M = 12;
const METRES_OF_DEGREE = 111_195;

export class Duty {
  constructor(city, workers) {
    this.city = city;
    this.workers = workers;
    this.agent = new Agent({ keepAlive: true, maxSockets: LANES });
  }

  /** Puts workers of the demo city on duty, where their own buildings are. */
  static async begin(city) {
    city.rows(`insert into trail_mode (area, mode, set_by, set_at)
      select min(area), 'duty_track', (select min(id) from account), now() from area where level = 1
      on conflict (area) do update set mode = 'duty_track'`);
    const secret = randomBytes(16).toString('hex');
    const found = city.rows(`
      with worker as (
        select p.*, row_number() over (order by p.id) as n from post p where p.role = 'grid_worker' and p.may_see_people order by p.id limit ${WORKERS}
      ), opened as (
        insert into session (
          key, account_id, post_id, area, area_end, may_see_people, may_audit, desk, sees_cases, idle_s, absolute_until, expires_at, device
        )
        select sha256(convert_to('${secret}-' || n, 'UTF8')), p.account_id, p.id, p.area, p.area_end, p.may_see_people, p.may_audit, p.desk,
          p.sees_cases, 36000, now() + interval '10 hours', now() + interval '10 hours', 'bench'
        from worker p
      )
      select w.n, w.account_id, w.area, c.origin_lon, c.origin_lat, b.x_dm, b.y_dm
      from worker w
      join city c on true
      join lateral (select x_dm, y_dm from building b where b.area = w.area order by b.id limit 1) b on true
      order by w.n`);
    const worker = ([n, account, area, lon, lat, x, y]) => ({
      account, area, cookie: `__Host-session=${secret}-${n}`, at: place(Number(lon), Number(lat), Number(x) / 10, Number(y) / 10),
    });
    const duty = new Duty(city, found.map(worker));
    for (const { cookie } of duty.workers) {
      const status = await duty.post('/m/duty', 'on=1&back=/m/patrol', cookie, 'application/x-www-form-urlencoded');
      if (status !== 303) throw new Error(`nobody could go on duty (${status})`);
    }
    city.rows(`update patrol_duty set began_at = now() - interval '${HOURS} hours'`);
    return duty;
  }

  /** Sends so many fixes in batches, on several connections at once. Answers with points a second. */
  async send(points) {
    const bodies = this.workers.map((worker) => walk(worker.at, BATCH));
    const batches = Math.ceil(points / BATCH);
    let next = 0;
    const began = performance.now();
    const lane = async () => {
      while (next < batches) {
        const turn = next;
        next += 1;
        const at = turn % this.workers.length;
        const status = await this.post('/m/fixes', `{"operation":"${randomUUID()}","fixes":${bodies[at]}}`, this.workers[at].cookie);
        if (status !== 200) throw new Error(`a batch was answered with ${status}`);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const seconds = (performance.now() - began) / 1000;
    const [[count]] = this.city.rows('select count(*) from trail_fix');
    if (Number(count) < points * 0.95) note(`only ${count} of ${points} points were kept`);
    return Number(count) / seconds;
  }

  post(path, body, cookie, type = 'application/json') {
    const origin = `http://127.0.0.1:${this.city.port}`;
    const headers = { cookie, origin, 'sec-fetch-site': 'same-origin', 'content-type': type, 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const sent = request(`${origin}${path}`, { method: 'POST', headers, agent: this.agent }, (answer) => {
        answer.resume();
        answer.once('end', () => { resolve(answer.statusCode); });
      });
      sent.once('error', reject);
      sent.end(body);
    });
  }

  /** Empties what was sent; the duties go on. */
  clear() {
    this.city.rows('truncate trail_fix, trail_batch');
  }

  /** Writes what was sent where PostgreSQL can read it again. */
  writeOut() {
    const file = join(this.city.folder, 'fixes.copy');
    this.psql(`\\copy (select * from trail_fix) to '${file}' (format binary)`);
    return file;
  }

  /** The same rows by COPY into the same table: points a second. */
  copyIn(file) {
    const idle = this.psql('select 1');
    // Starting psql is no part of COPY.
    const seconds = (this.psql(`\\copy trail_fix from '${file}' (format binary)`) - idle) / 1000;
    return Number(this.city.rows('select count(*) from trail_fix')[0][0]) / seconds;
  }

  /** Milliseconds that it took. */
  psql(command) {
    const began = performance.now();
    execFileSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', command], { env: this.city.door('gezhi_admin').env });
    return performance.now() - began;
  }

  /** Rows for a peer that knows nothing of duties. */
  sample(count) {
    const fixes = JSON.parse(walk(this.workers[0].at, count));
    return fixes.map(([lon, lat, at, accuracy]) => [this.workers[0].account, new Date(at), Math.round(lon * 1e7), Math.round(lat * 1e7), accuracy * 10]);
  }

  /** Sends one worker's day and ends the duty. Answers with what is left of it. */
  async seal(points) {
    const worker = this.workers[0];
    // What is sent joins the line that the made-up city has of the day, which is none of this worker's sending.
    this.city.rows(`delete from patrol_track where account_id = ${worker.account} and is_synthetic and day >= current_date - 1`);
    for (let from = 0; from < points; from += BATCH) {
      const body = walk(worker.at, Math.min(BATCH, points - from), from);
      await this.post('/m/fixes', `{"operation":"${randomUUID()}","fixes":${body}}`, worker.cookie);
    }
    await this.post('/m/duty', 'on=0&back=/m/patrol', worker.cookie, 'application/x-www-form-urlencoded');
    const [row] = this.city.rows(`select sum(length(fixes)), sum(fix_count), max(day)
      from patrol_track where account_id = ${worker.account} and not is_synthetic`);
    if (!row?.[0]) throw new Error('nothing was sealed');
    return { worker: { ...worker, day: row[2] }, bytes: Number(row[0]), points: Number(row[1]) };
  }

  /** How long the replay of a worker's day takes to arrive, in milliseconds. */
  async read(worker, times) {
    const waits = [];
    const path = `/api/patrol/track?worker=${worker.account}&day=${worker.day}`;
    for (let turn = 0; turn < times; turn += 1) {
      const began = performance.now();
      const answer = await fetch(`http://127.0.0.1:${this.city.port}${path}`, { headers: { cookie: worker.cookie, 'sec-fetch-site': 'same-origin' } });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
      if (turn >= times / 10) waits.push(performance.now() - began);
    }
    return waits;
  }
}

function place(lon, lat, east, north) {
  return { lon: lon + east / METRES_OF_DEGREE / Math.cos(lat * Math.PI / 180), lat: lat + north / METRES_OF_DEGREE };
}

/** A walk up and down the street as JSON: a fix in ten seconds, each a little beside the line, as a receiver's are. */
function walk(at, count, from = 0) {
  const start = Date.now() - (HOURS * 3600 - 600) * 1000;
  const fixes = [];
  for (let n = from; n < from + count; n += 1) {
    const phase = n % 20;
    const east = (phase < 10 ? phase : 20 - phase) * STEP_M - 5 * STEP_M;
    const north = noise(n) * 4;
    const { lon, lat } = place(at.lon, at.lat, east + noise(n + 7) * 4, north);
    // A day's seconds come again in a later batch of another day's worker: times only have to lie within the duty.
    fixes.push(`[${lon.toFixed(7)},${lat.toFixed(7)},${start + (n % 3_700) * STEP_S * 1000},${5 + (n % 7)}]`);
  }
  return `[${fixes.join(',')}]`;
}

/** Between −1 and 1, the same for the same number. */
function noise(n) {
  const x = Math.sin(n * 12.9898) * 43758.5453;
  return (x - Math.floor(x)) * 2 - 1;
}
