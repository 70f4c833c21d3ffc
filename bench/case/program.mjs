// `bench-case`, which works on a cluster of its own and is told line by line what to do.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { ROOT, TARGET } from '../figure.mjs';
import { Place } from '../server/place.mjs';

const CASES = { quick: 50_000, full: 1_000_000 };

export class Program extends Place {
  /** Makes the city with its cases, unless `BENCH_CASE_FOLDER` keeps them from an earlier run. */
  static async start(quick) {
    const folder = process.env.BENCH_CASE_FOLDER ?? mkdtempSync(join(tmpdir(), 'gezhi-bench-case-'));
    const cases = quick ? CASES.quick : CASES.full;
    const args = [join(ROOT, 'data'), folder, String(cases), ...(quick ? ['--quick'] : [])];
    const child = spawn(join(TARGET, 'release/bench-case'), args, { stdio: ['pipe', 'pipe', 2] });
    const program = new Program(folder, child);
    program.cases = cases;
    program.ended = new Promise((resolve) => { child.once('exit', (code, signal) => { resolve(code ?? signal); }); });
    program.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    // Before it says what it made, the city's own figures come, a line each.
    do program.made = await program.next(); while (program.made.name !== undefined);
    return program;
  }

  async next() {
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`bench-case ended with ${await this.ended}; its words are above`);
    return JSON.parse(value);
  }

  /** Tells it what to do and waits for the answer. */
  async ask(line) {
    this.child.stdin.write(`${line}\n`);
    return this.next();
  }

  async end() {
    this.child.stdin.end();
    await this.ended;
    if (!process.env.BENCH_CASE_FOLDER) rmSync(this.folder, { recursive: true, force: true });
  }
}
