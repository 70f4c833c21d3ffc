// The gate's arithmetic as an old telephone does it: the same digests as everybody's SHA-256, and proofs that the server takes.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const text = readFileSync(new URL("../../public/gate.js", import.meta.url), "utf8");
const module = { exports: {} };
new Function("module", text)(module);
const { firstWords, worker } = module.exports;
const digest = (said) => createHash("sha256").update(said).digest().readInt32BE(0);

test("the first word of every short text's digest is SHA-256's", () => {
  for (const said of ["", "abc", "1790000000.14.0123456789abcdef:0", "x".repeat(55)]) {
    assert.equal(firstWords(said), digest(said), said);
  }
});

test("a proof has the zero bits that its ticket asks for, in slices as well as at once", () => {
  for (const bits of [8, 12, 14]) {
    const ticket = `1790000000.${bits}.0123456789abcdef`;
    const atOnce = worker(ticket, bits)(Infinity);
    assert.ok(Math.clz32(digest(`${ticket}:${atOnce}`)) >= bits);
    const work = worker(ticket, bits);
    let inSlices = null;
    while (inSlices === null) inSlices = work(0);
    assert.equal(inSlices, atOnce);
  }
});
