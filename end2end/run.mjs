// Runs all journeys in spec/ against the system that GEZHI_URL names, one after the other, and prints their count.
// `node end2end/run.mjs map` runs only the specs whose file name contains "map". `cargo xtask test --browser` calls this.
// `node end2end/run.mjs --unit` runs instead what tests scripts of public/ without a browser or a system; `cargo xtask test` calls it.
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const [isUnit, wanted] = [process.argv.includes("--unit"), process.argv.slice(2).filter((word) => word !== "--unit")];
const folder = fileURLToPath(new URL(isUnit ? "unit" : "spec", import.meta.url));
const ending = isUnit ? ".test.mjs" : ".spec.mjs";
const files = readdirSync(folder)
  .filter((name) => name.endsWith(ending))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  .map((name) => path.join(folder, name));

let passed = 0;
let failed = 0;
const isTest = (event) => event.details?.type !== "suite" && !event.name.endsWith(ending);
const results = run({ files, concurrency: 1, timeout: 600_000 });
results.on("test:pass", (event) => isTest(event) && (passed += 1));
results.on("test:fail", (event) => (failed += 1));
results.compose(new spec()).pipe(process.stdout);
results.on("end", () => {
  // The reporter's own text must be out before the line that xtask reads.
  setTimeout(() => {
    console.log(`\n${passed} passed, ${failed} failed`);
    process.exit(failed === 0 && passed > 0 ? 0 : 1);
  }, 200);
});
