// Bytes on the wire: raw, gzip and brotli, in kilobytes of 1,000 bytes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { DATA } from './build.mjs';

const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } };

function sizes(bytes) {
  return { raw: bytes.length / 1000, gz: gzipSync(bytes, { level: 9 }).length / 1000, br: brotliCompressSync(bytes, BROTLI).length / 1000 };
}

/** Sizes of a scene and of its state, each compressed for itself, as they are served. */
export function packSizes(scene) {
  const [city, state] = ['scene', 'state'].map((part) => sizes(readFileSync(join(DATA, `${scene}.${part}.bin`))));
  const both = Object.fromEntries(['raw', 'gz', 'br'].map((form) => [form, city[form] + state[form]]));
  return { scene: city, state, both };
}
