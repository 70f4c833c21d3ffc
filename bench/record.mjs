// Writes the last results (target/bench/*.json) into README.md: `node bench/record.mjs`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { BENCH, OUT } from './figure.mjs';

const BEGIN = '<!-- results:begin (written by `node bench/record.mjs`) -->';
const END = '<!-- results:end -->';
/** What must hold on the machine that CI has: name, comparison, goal. */
const GOALS = {
  'map.pack_br_kb': 800, 'map.pick_us': 1000, 'map.idle_frames': 0, 'map.frame_far_vs_maplibre': 0.3, 'map.frame_near_vs_maplibre': 0.4,
  'map.frame_far_vs_deckgl': 0.05, 'map.load_vs_maplibre': 0.1, 'map.recolour_one_vs_maplibre': 0.1, 'map.memory_vs_maplibre': 0.2,
  'people.search2_p99_ms': 5, 'people.search2_vs_trgm': 0.01, 'people.search2_vs_gin_rls': 0.01, 'people.reindex_s': 60, 'people.rls_cost': 1.3,
  'people.card_cpu_us': 250,
  'case.red_list_p99_ms': 10, 'live.commit_to_last_ms': 250, 'live.cpu_vs_nchan': 1.5, 'live.kb_per_conn': 24,
};
/** The same where more is better. */
const LEAST = { 'case.transition_vs_pgbench': 0.6 };

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
const kept = ['map', 'people', 'server', 'case', 'live'].map((name) => join(OUT, `${name}.json`)).filter(existsSync);
const tables = kept.map((file) => table(JSON.parse(readFileSync(file, 'utf8'))));
writeFileSync(readme, `${head}${BEGIN}\n${tables.join('\n')}${END}${rest.split(END)[1]}`);
