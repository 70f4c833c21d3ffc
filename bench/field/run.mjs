// `cargo xtask bench field`: what phones on duty send, against COPY into the same table and against one INSERT a fix; the sealed day; and
// the first load of the phone's pages. What each figure means: bench/README.md.
import { Figures, median, note } from '../figure.mjs';
import { City } from '../server/city.mjs';
import { Duty } from './duty.mjs';
import { firstLoad } from './load.mjs';
import { insertOneByOne } from './peer.mjs';

const quick = Boolean(process.env.BENCH_QUICK) || process.argv.includes('--quick');
/** A district's day: 1,600 workers with 2,000 fixes each. */
const POINTS = quick ? 320_000 : 3_200_000;
const ROUND = quick ? 100_000 : 400_000;
const ROUNDS = 5;
const PEER = quick ? 5_000 : 20_000;

const gps = new Figures('gps');
const field = new Figures('field');
const city = new City('demo');
try {
  await city.start();
  const duty = await Duty.begin(city);
  note(`${duty.workers.length} workers on duty`);
  await duty.send(ROUND / 4);
  duty.clear();
  await rounds(duty);
  await flat(duty);
  await sealed(duty);
  field.add('first_load_br_kb', await firstLoad(city, duty.workers[0].cookie), 'kB');
} finally {
  await city.stop();
  city.remove();
}
gps.save();
field.save();

/** HTTP, COPY and the peer take turns over the same number of points, each from an empty table and after a checkpoint. */
async function rounds(duty) {
  const rates = { ours: [], copy: [], node: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    city.rows('checkpoint');
    rates.ours.push(await duty.send(ROUND));
    const file = duty.writeOut();
    duty.clear();
    city.rows('checkpoint');
    rates.copy.push(duty.copyIn(file));
    duty.clear();
    city.rows('checkpoint');
    rates.node.push(await insertOneByOne(city, duty.sample(PEER)));
    duty.clear();
  }
  gps.add('ingest_points_per_second', median(rates.ours), 'points/s');
  gps.add('copy_points_per_second', median(rates.copy), 'points/s');
  gps.add('node_points_per_second', median(rates.node), 'points/s');
  const against = (peer) => rates.ours.map((rate, round) => rate / peer[round]);
  gps.add('ingest_vs_copy', median(against(rates.copy)), 'ratio');
  gps.add('ingest_vs_copy_worst', Math.min(...against(rates.copy)), 'ratio');
  gps.add('ingest_vs_node', median(against(rates.node)), 'ratio');
  gps.add('ingest_vs_node_worst', Math.min(...against(rates.node)), 'ratio');
}

/** A district's day in one go, and the server's memory meanwhile. */
async function flat(duty) {
  const before = city.used().gezhiMb;
  const seen = [];
  const timer = setInterval(() => seen.push(city.used().gezhiMb), 500);
  const rate = await duty.send(POINTS);
  clearInterval(timer);
  const half = seen.slice(seen.length >> 1);
  gps.add('day_points', POINTS, 'points');
  gps.add('day_points_per_second', rate, 'points/s');
  gps.add('day_memory_before_mb', before, 'MB');
  gps.add('day_memory_most_mb', Math.max(before, ...seen), 'MB');
  // The second half of the day against the first: growth would go on.
  gps.add('day_memory_growth_mb', Math.max(...half, 0) - Math.max(...seen.slice(0, seen.length >> 1), 0), 'MB');
  duty.clear();
}

/** One worker's day of 2,000 fixes, from the switch to the replay. */
async function sealed(duty) {
  const { worker, bytes, points } = await duty.seal(2_000);
  gps.add('sealed_points', points, 'points');
  gps.add('sealed_bytes_per_point', bytes / points, 'bytes');
  const waits = await duty.read(worker, quick ? 50 : 300);
  gps.add('day_read_ms', median(waits), 'ms');
}
