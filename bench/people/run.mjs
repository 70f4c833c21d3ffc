// `cargo xtask bench people`: finding people in a district of a million, beside pg_trgm and GIN under row-level security.
// What each figure means and how it is taken: bench/README.md.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { Figures, ROOT, TARGET } from '../figure.mjs';

const figures = new Figures('people');
if (!process.env.BENCH_BUILT) execFileSync('cargo', ['build', '--release', '--package', 'bench-people'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
const quick = process.env.BENCH_QUICK || process.argv.includes('--quick');
const folder = process.env.BENCH_PEOPLE_FOLDER ?? mkdtempSync(join(tmpdir(), 'gezhi-bench-people-'));
try {
  const child = spawn(join(TARGET, 'release/bench-people'), [join(ROOT, 'data'), folder, ...(quick ? ['--quick'] : [])], { stdio: ['ignore', 'pipe', 2] });
  const ended = new Promise((resolve) => { child.once('exit', (code, signal) => resolve(code ?? signal)); });
  for await (const line of createInterface({ input: child.stdout })) {
    const { name, value, unit } = JSON.parse(line);
    figures.add(name, value, unit);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`bench-people ended with ${code}; its words are above`);
} finally {
  if (!process.env.BENCH_PEOPLE_FOLDER) rmSync(folder, { recursive: true, force: true });
}
figures.save();
