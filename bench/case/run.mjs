// `cargo xtask bench case`: transitions and queues through the product's own service with a million cases, and the live stream of a
// real server with two thousand subscribers beside nginx with nchan. What each figure means: bench/README.md.
import { execFileSync } from 'node:child_process';

import { Figures, ROOT } from '../figure.mjs';
import { live } from './live.mjs';
import { Program } from './program.mjs';
import { queues } from './queue.mjs';
import { transitions } from './transition.mjs';

const quick = Boolean(process.env.BENCH_QUICK) || process.argv.includes('--quick');
// `BENCH_CASE_PARTS=transition,queue,live` leaves parts out.
const parts = (process.env.BENCH_CASE_PARTS ?? 'transition,queue,live').split(',');
const packages = ['--package', 'bench-case', '--package', 'bench-load'];
if (!process.env.BENCH_BUILT) execFileSync('cargo', ['build', '--release', ...packages], { cwd: ROOT, stdio: ['ignore', 2, 2] });

if (parts.some((part) => part !== 'live')) {
  const figures = new Figures('case');
  const program = await Program.start(quick);
  try {
    if (parts.includes('transition')) await transitions(program, figures, quick);
    if (parts.includes('queue')) await queues(program, figures, quick);
  } finally {
    await program.end();
  }
  figures.save();
}
if (parts.includes('live')) {
  const figures = new Figures('live');
  await live(figures, quick);
  figures.save();
}
