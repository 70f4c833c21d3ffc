// How long queues take among a million cases.
import { percentile } from '../figure.mjs';
import { durations } from '../server/capture.mjs';

/** Adds the figures of queues. */
export async function queues(program, figures, quick) {
  const looks = quick ? 50 : 300;
  const told = await program.ask(`queue ${looks}`);
  figures.add('queue_cases', program.cases, 'cases');
  for (const [name, key] of [['red_list', 'red'], ['mine_list', 'mine']]) {
    figures.add(`${name}_p50_ms`, told[key].p50_ms, 'ms');
    figures.add(`${name}_p99_ms`, told[key].p99_ms, 'ms');
    for (const role of ['grid_worker', 'community', 'street', 'city']) figures.add(`${name}_${role}_p99_ms`, told[`${key}_${role}`].p99_ms, 'ms');
  }
  // The counts come with every list; by themselves they are what PostgreSQL says of their statement.
  const counts = await durations(program, () => program.ask(`queue ${looks}`), (sql) => /count\(\*\)[\s\S]*from case_file/.test(sql));
  figures.add('queue_counts_p50_ms', percentile(counts, 0.5), 'ms');
  figures.add('queue_counts_p99_ms', percentile(counts, 0.99), 'ms');
}
