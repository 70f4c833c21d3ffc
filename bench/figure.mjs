// Figures: collected, printed one a line as `name value unit`, and kept for the table in README.md.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const BENCH = dirname(fileURLToPath(import.meta.url));
export const ROOT = dirname(BENCH);
export const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
export const OUT = join(TARGET, 'bench');

export const note = (text) => process.stderr.write(`bench: ${text}\n`);

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Three digits are enough for anything that is measured, and all for what is counted. */
function round(value) {
  if (Number.isInteger(value)) return value;
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return Number(value.toFixed(Math.min(digits, 6)));
}

/** The figures of one benchmark. */
export class Figures {
  constructor(name) {
    this.name = name;
    this.lines = [];
    this.began = loadavg()[0];
    this.start = Date.now();
  }

  add(name, value, unit) {
    const line = { name: `${this.name}.${name}`, value: round(value), unit };
    this.lines.push(line);
    process.stdout.write(`${line.name} ${line.value} ${line.unit}\n`);
  }

  /** Ours over a peer's, run by run: the median, and the worst run. `ours` and `peers` are of the same rounds. */
  ratio(name, ours, peers) {
    const ratios = ours.map((value, i) => value / peers[i]).filter(Number.isFinite);
    this.add(name, median(ratios), 'ratio');
    this.add(`${name}_worst`, Math.max(...ratios), 'ratio');
  }

  /** Keeps the figures for `node bench/record.mjs`. */
  save() {
    const seconds = (Date.now() - this.start) / 1000;
    this.add('load_at_start', this.began, 'load');
    this.add('took_s', seconds, 's');
    mkdirSync(OUT, { recursive: true });
    const kept = { at: new Date().toISOString(), machine: machine(), lines: this.lines };
    writeFileSync(join(OUT, `${this.name}.json`), JSON.stringify(kept, null, 1));
    if (this.began > cpus().length + 2) note(`the machine was busy (load ${this.began.toFixed(1)}): compare ratios, not times`);
  }
}

function machine() {
  const os = /PRETTY_NAME="(.*)"/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform;
  return `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${os}, no graphics card (SwiftShader)`;
}
