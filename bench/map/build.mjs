// What the map benchmark is made of: scenes, deck.gl's bundle, and our renderer's harness as WebAssembly.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { BENCH, OUT, ROOT, TARGET, note } from '../figure.mjs';
import { decodeCells, geojson } from './page/cells.js';

export const DATA = join(OUT, 'data');
export const BUILT = join(OUT, 'built');
export const SCENES = ['cut', 'demo', 'district', 'million'];
const HARNESS = 'bench-harness';

const run = (program, args, options = {}) => execFileSync(program, args, { cwd: ROOT, stdio: ['ignore', 2, 2], ...options });

export function build() {
  mkdirSync(BUILT, { recursive: true });
  if (!existsSync(join(BENCH, 'node_modules/maplibre-gl'))) {
    note('installing the peers');
    run('npm', ['ci', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: BENCH });
  }
  note('building scenes, harness and bundle');
  run('cargo', ['build', '--release', '--package', 'bench-pack']);
  run(join(TARGET, 'release/bench-pack'), [join(ROOT, 'data'), DATA, ...SCENES]);
  const cells = decodeCells(new Uint8Array(readFileSync(join(DATA, 'cells.bin'))).buffer);
  writeFileSync(join(DATA, 'cells.geojson'), geojson(cells));
  bundlePeer();
  bindHarness();
}

/** esbuild reads its standard input unless that is closed. */
function bundlePeer() {
  const entry = join(BENCH, 'map/page/deckgl-entry.js');
  const output = join(BUILT, 'deckgl-bundle.js');
  const stamp = `${readFileSync(join(BENCH, 'package-lock.json'), 'utf8').length}:${readFileSync(entry, 'utf8')}`;
  const stampFile = join(BUILT, 'deckgl-bundle.stamp');
  if (existsSync(output) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const esbuild = join(BENCH, 'node_modules/esbuild-wasm/bin/esbuild');
  run('node', [esbuild, entry, '--bundle', '--minify', '--format=esm', '--main-fields=module,main', `--outfile=${output}`, '--log-level=warning']);
  writeFileSync(stampFile, stamp);
}

function bindHarness() {
  run('cargo', ['build', '--profile', 'wasm-release', '--target', 'wasm32-unknown-unknown', '--package', HARNESS]);
  const bundler = join(TARGET, 'tool/bundle');
  if (!existsSync(bundler)) run('cargo', ['build', '--profile', 'tool', '--package', 'bundle']);
  run(bundler, [join(TARGET, 'wasm32-unknown-unknown/wasm-release/bench_harness.wasm'), 'harness', BUILT]);
  const wasm = join(BUILT, 'harness_bg.wasm');
  run('node', [join(ROOT, 'node_modules/binaryen/bin/wasm-opt'), '-Oz', '--strip-debug', '--strip-producers', wasm, '-o', wasm]);
}

export const about = (scene) => JSON.parse(readFileSync(join(DATA, `${scene}.json`), 'utf8'));
