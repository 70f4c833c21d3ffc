// A server of the benchmark's own: `gezhi up` on a fresh data folder.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { TARGET } from '../figure.mjs';
import { Place } from './place.mjs';

const PROGRAM = process.env.GEZHI_BIN ?? join(TARGET, 'release/gezhi');
// It stands on the log-in page of every demo city.
const DEMO_PASSWORD = 'demo-gezhi-2026';
const START_DEADLINE_MS = 600_000;

const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

export class City extends Place {
  constructor(profile) {
    if (!existsSync(PROGRAM)) throw new Error(`there is no ${PROGRAM}; run \`cargo xtask bench server\`, which builds it`);
    super(mkdtempSync(join(tmpdir(), 'gezhi-bench-server-')));
    this.profile = profile;
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
}
