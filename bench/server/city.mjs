// A server of the benchmark's own: `gezhi up` on a fresh data folder, its database's door, and what its processes use.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { TARGET } from '../figure.mjs';

const PROGRAM = process.env.GEZHI_BIN ?? join(TARGET, 'release/gezhi');
const DATABASE = 'gezhi';
// It stands on the log-in page of every demo city.
const DEMO_PASSWORD = 'demo-gezhi-2026';
const TICK_US = 10_000;
const START_DEADLINE_MS = 600_000;

const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

export class City {
  constructor(profile) {
    if (!existsSync(PROGRAM)) throw new Error(`there is no ${PROGRAM}; run \`cargo xtask bench server\`, which builds it`);
    this.profile = profile;
    this.folder = mkdtempSync(join(tmpdir(), 'gezhi-bench-server-'));
  }

  /** Starts the server and waits until it can show a city. Returns the milliseconds from the start of the process. */
  async start() {
    const portFile = join(this.folder, 'port');
    rmSync(portFile, { force: true });
    const began = performance.now();
    const args = ['up', '--no-open', '--port', '0', '--profile', this.profile, '--data-dir', this.folder, '--port-file', portFile];
    const env = { ...process.env };
    delete env.DATABASE_URL;
    delete env.GEZHI_DATA_DIR;
    this.child = spawn(PROGRAM, args, { env, stdio: ['ignore', 2, 2] });
    let ended;
    this.child.once('exit', (code, signal) => { ended = code ?? signal; });
    while (performance.now() - began < START_DEADLINE_MS) {
      if (ended !== undefined) throw new Error(`gezhi up ended with ${ended}; its words are above`);
      const port = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0;
      if (port > 0) {
        this.port = port;
        const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
        if (ready?.ok) return performance.now() - began;
      }
      await sleep(20);
    }
    throw new Error('gezhi up was not ready in time');
  }

  async stop() {
    if (!this.child || this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => { this.child.once('exit', resolve); });
    this.child.kill('SIGTERM');
    await ended;
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The environment with which PostgreSQL's own programs enter the private cluster as a role. */
  door(role) {
    const cluster = existsSync(join(this.folder, 'cluster.path')) ? readFileSync(join(this.folder, 'cluster.path'), 'utf8').trim() : join(this.folder, 'cluster');
    const pid = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const password = readFileSync(join(this.folder, 'secret', `${role}.password`), 'utf8').trim();
    return { log: join(cluster, 'server.log'), postmaster: Number(pid[0]), env: { ...process.env, PGHOST: pid[4], PGPORT: pid[3], PGUSER: role, PGPASSWORD: password, PGDATABASE: DATABASE } };
  }

  /** Rows of a query as arrays of texts, seen by the cluster's administrator. */
  rows(sql) {
    const text = execFileSync('psql', ['-XAtq', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-c', sql], { env: this.door('gezhi_admin').env, encoding: 'utf8', maxBuffer: 1 << 28 });
    return text.split('\n').filter(Boolean).map((line) => line.split('\t'));
  }

  /** A browser's session: the cookie that the log-in gives to the widest demo account. */
  async session() {
    const [[login]] = this.rows("select a.login from account a join post p on p.account_id = a.id where p.is_demo and p.role = 'city' limit 1");
    const body = new URLSearchParams({ login, password: DEMO_PASSWORD, next: '/map' });
    const headers = { 'sec-fetch-site': 'same-origin' };
    const response = await fetch(`http://127.0.0.1:${this.port}/login`, { method: 'POST', body, headers, redirect: 'manual' });
    const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0]).find((pair) => pair.startsWith('__Host-session='));
    if (!cookie) throw new Error(`/login answered ${response.status} without a session`);
    return cookie;
  }

  /** Processor microseconds used so far by the server and by PostgreSQL, and their memory. */
  used() {
    const postmaster = this.door('gezhi_admin').postmaster;
    const backends = [postmaster, ...children(postmaster)];
    const sum = (pids, read) => pids.reduce((total, pid) => total + read(pid), 0);
    return {
      gezhiUs: processorUs(this.child.pid), postgresUs: sum(backends, processorUs) + endedChildrenUs(postmaster),
      gezhiMb: proportionalMb(this.child.pid), postgresMb: sum(backends, proportionalMb),
    };
  }
}

function stat(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').map(Number);
  } catch {
    return [];
  }
}

const processorUs = (pid) => { const fields = stat(pid); return ((fields[11] ?? 0) + (fields[12] ?? 0)) * TICK_US; };
const endedChildrenUs = (pid) => { const fields = stat(pid); return ((fields[13] ?? 0) + (fields[14] ?? 0)) * TICK_US; };
const children = (pid) => readdirSync('/proc').filter((name) => /^\d+$/.test(name) && stat(name)[1] === pid).map(Number);

/** Pages that are shared, as PostgreSQL's buffers are, count in parts. */
function proportionalMb(pid) {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1000;
  } catch {
    return 0;
  }
}
