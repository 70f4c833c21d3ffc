// Writes the last results (target/bench/*.json) into README.md: `node bench/record.mjs`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { BENCH, OUT } from './figure.mjs';

const BEGIN = '<!-- results:begin (written by `node bench/record.mjs`) -->';
const END = '<!-- results:end -->';
/** The benchmarks with a table of their own, in the order of the page. */
const BENCHMARKS = ['map', 'people', 'server', 'case', 'live', 'gps', 'field', 'public'];
/** What must hold on the machine that CI has: name, comparison, goal. */
const GOALS = {
  'map.pack_br_kb': 800, 'map.pick_us': 1000, 'map.idle_frames': 0, 'map.frame_far_vs_maplibre': 0.3, 'map.frame_near_vs_maplibre': 0.4,
  'map.frame_far_vs_deckgl': 0.05, 'map.load_vs_maplibre': 0.1, 'map.recolour_one_vs_maplibre': 0.1, 'map.memory_vs_maplibre': 0.2,
  'people.search2_p99_ms': 5, 'people.search2_vs_trgm': 0.01, 'people.search2_vs_gin_rls': 0.01, 'people.reindex_s': 60, 'people.rls_cost': 1.3,
  'people.card_cpu_us': 250,
  'case.red_list_p99_ms': 10, 'live.commit_to_last_ms': 250, 'live.cpu_vs_nchan': 1.5, 'live.kb_per_conn': 24,
  'gps.sealed_bytes_per_point': 8, 'gps.day_read_ms': 5, 'field.first_load_br_kb': 450,
  'public.page_br_kb': 60, 'public.ssr_cpu_us': 400,
};
/** The same where more is better. */
const LEAST = { 'case.transition_vs_pgbench': 0.6, 'gps.ingest_vs_copy': 0.6, 'gps.ingest_vs_node': 15 };

function table({ at, machine, lines }) {
  const rows = lines.map(({ name, value, unit }) => {
    const [goal, least] = [GOALS[name], LEAST[name]];
    const mark = (isMet) => (isMet ? '✓' : '✗ missed');
    let verdict = goal === undefined ? '' : `≤ ${goal} ${mark(value <= goal)}`;
    if (least !== undefined) verdict = `≥ ${least} ${mark(value >= least)}`;
    return `| ${name} | ${value} | ${unit} | ${verdict} |`;
  });
  return `${at.slice(0, 16).replace('T', ' ')} UTC on ${machine}\n\n| figure | value | unit | goal |\n|---|---:|---|---|\n${rows.join('\n')}\n`;
}

const readme = join(BENCH, 'README.md');
const text = readFileSync(readme, 'utf8');
const [head, rest] = text.split(BEGIN);
if (rest === undefined || !rest.includes(END)) throw new Error(`${readme} has no place for results`);
const [old, tail] = rest.split(END);
// A table stands under the benchmark that its figures are called by; what was not run on this machine stays as it was.
const tables = new Map();
for (const kept of old.split(/^(?=\d{4}-\d\d-\d\d )/m)) {
  const name = /^\| (\w+)\./m.exec(kept)?.[1];
  if (name !== undefined) tables.set(name, `${kept.trim()}\n`);
}
for (const name of BENCHMARKS) {
  const file = join(OUT, `${name}.json`);
  if (existsSync(file)) tables.set(name, table(JSON.parse(readFileSync(file, 'utf8'))));
}
const written = BENCHMARKS.filter((name) => tables.has(name)).map((name) => tables.get(name));
writeFileSync(readme, `${head}${BEGIN}\n${written.join('\n')}${END}${tail}`);
