// Steps through the service beside the identical statements through pgbench.
import { median, note } from '../figure.mjs';
import { statements } from '../server/capture.mjs';
import { warmPgbench } from '../server/pgbench.mjs';

const STEPS = 4;

/** Adds the figures of transitions. */
export async function transitions(program, figures, quick) {
  const rounds = quick ? 2 : 5;
  const seconds = quick ? 4 : 8;
  const warm = quick ? 2 : 4;
  const { made } = program;
  await program.ask('cycle');
  await program.ask('reset');
  const logged = await statements(program, () => program.ask('cycle'));
  note(`four steps are ${logged.length} statements`);
  const alike = script(logged, made);
  const [ours, bare] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const turns = [
      async () => {
        await program.ask('reset');
        const asked = program.ask(`run ${warm} ${seconds}`);
        await new Promise((resolve) => { setTimeout(resolve, warm * 1000); });
        const before = program.used();
        const told = await asked;
        ours.push({ ...told, postgresUs: (program.used().postgresUs - before.postgresUs) / told.transitions });
      },
      async () => {
        await program.ask('reset');
        const cycles = await warmPgbench(program, alike, made.clients.length, warm, seconds);
        bare.push({ perSecond: cycles.perSecond * STEPS, postgresUs: cycles.postgresUs / STEPS });
      },
    ];
    for (const turn of round % 2 ? turns.reverse() : turns) await turn();
  }
  await program.ask('reset');
  const of = (list, key) => median(list.map((each) => each[key]));
  const ratios = ours.map((each, i) => each.per_second / bare[i].perSecond);
  figures.add('transition_per_second', of(ours, 'per_second'), '1/s');
  figures.add('transition_pgbench_per_second', of(bare, 'perSecond'), '1/s');
  figures.add('transition_vs_pgbench', median(ratios), 'ratio');
  figures.add('transition_vs_pgbench_worst', Math.min(...ratios), 'ratio');
  figures.add('transition_p50_ms', of(ours, 'p50_ms'), 'ms');
  figures.add('transition_p99_ms', of(ours, 'p99_ms'), 'ms');
  figures.add('transition_cpu_us', of(ours, 'cpu_us'), 'us');
  figures.add('transition_postgres_cpu_us', of(ours, 'postgresUs'), 'us');
  figures.add('transition_pgbench_postgres_cpu_us', of(bare, 'postgresUs'), 'us');
  figures.add('transition_statements', logged.length / STEPS, 'statements');
}

/**
 * A pgbench script of the logged statements, and its `-D` arguments. Each client takes its own cases in turn, as the product's
 * clients do: ids, doors, grids and versions are put in where the log has the first case's.
 */
function script(logged, { clients, cases, version }) {
  const [first] = clients;
  const places = new Map([[first.case, ':case'], [first.door, ':door'], [first.area, ':area']]);
  for (let step = 1; step <= STEPS; step += 1) places.set(String(version + step), `:v${step}`);
  const defined = ['k=0', `v=${version}`];
  const perClient = (key) => clients.slice(1).reduceRight((rest, client, i) => `case when :client_id = ${i + 1} then ${client[key]} else ${rest} end`, first[key]);
  const lines = [
    `\\set case ${perClient('case')} + :k`, `\\set door ${perClient('door')} + :k`, `\\set area ${perClient('area')}`, `\\set k (:k + 1) % ${cases}`,
    ...Array.from({ length: STEPS }, (_, step) => `\\set v${step + 1} :v + ${step + 1}`), `\\set v :v + ${STEPS}`,
  ];
  const used = new Set();
  logged.forEach(({ sql, parameters }, number) => {
    const text = sql.replace(/\$(\d+)/g, (_, position) => {
      const value = parameters[position - 1];
      if (value === null || value === undefined) return 'null';
      // pgbench has no variable without a value.
      if (value === '') return "''";
      const place = places.get(value);
      if (place) {
        used.add(place);
        return place;
      }
      const name = `s${number}p${position}`;
      if (!defined.some((argument) => argument.startsWith(`${name}=`))) defined.push(`${name}=${value}`);
      return `:${name}`;
    });
    lines.push(`${text.trim().replace(/;$/, '').replace(/\s*\n\s*/g, ' ')};`);
  });
  const missing = [...places.values()].filter((place) => !used.has(place));
  if (missing.length > 0) throw new Error(`the product's statements do not name ${missing.join(', ')}`);
  return { text: `${lines.join('\n')}\n`, defines: defined.flatMap((argument) => ['-D', argument]) };
}
