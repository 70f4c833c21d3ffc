// Collects the served files: names them by their content, compresses them, lists them in manifest.json.
//
//   node xtask/pack.mjs --out DIR --bundle DIR --style DIR --leaflet DIR --public DIR [--font FILE]… [--compress]
//
// manifest.json maps a logical name to where it is served:
//   { "desk.js": { "path": "/pkg/desk.1a2b3c4d5e.js", "sha256": "…", "bytes": 1, "gzip": 1, "brotli": 1 }, … }
// Files of public/ are also served under their own names, for those that browsers ask for by name.
import { createHash } from "node:crypto";
import { constants, brotliCompressSync, gzipSync } from "node:zlib";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, posix } from "node:path";
import { parseArgs } from "node:util";

const { values: option } = parseArgs({
  options: {
    out: { type: "string" }, bundle: { type: "string" }, style: { type: "string" },
    leaflet: { type: "string" }, public: { type: "string" }, font: { type: "string", multiple: true, default: [] }, compress: { type: "boolean", default: false },
  },
});

const SHRINKABLE = new Set([".js", ".mjs", ".css", ".wasm", ".svg", ".json", ".webmanifest", ".txt", ".html", ".xml", ".ico"]);
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

function files(folder, below = "") {
  if (!existsSync(folder)) return [];
  return readdirSync(join(folder, below), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = posix.join(below, entry.name);
      return entry.isDirectory() ? files(folder, name) : [name];
    });
}

const staging = `${option.out}.new`;
rmSync(staging, { recursive: true, force: true });
mkdirSync(join(staging, "pkg"), { recursive: true });
const manifest = {};

/** Writes a file and, for release, its compressed twins; returns the sizes. */
function put(path, bytes) {
  const target = join(staging, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, bytes);
  const size = { bytes: bytes.length };
  if (option.compress && SHRINKABLE.has(extname(path))) {
    const gzip = gzipSync(bytes, { level: 9 });
    const brotli = brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    });
    // The smallest files grow.
    if (brotli.length < bytes.length && gzip.length < bytes.length) {
      writeFileSync(`${target}.gz`, gzip);
      writeFileSync(`${target}.br`, brotli);
      Object.assign(size, { gzip: gzip.length, brotli: brotli.length });
    }
  }
  return size;
}

/** Puts a file under a name that contains its content's hash. */
function putHashed(logical, bytes) {
  const digest = sha256(bytes);
  const extension = extname(logical);
  const path = `pkg/${logical.slice(0, logical.length - extension.length)}.${digest.slice(0, 10)}${extension}`;
  manifest[logical] = { path: `/${path}`, sha256: digest, ...put(path, bytes) };
}

// Static files, under both names.
for (const name of files(option.public)) {
  const bytes = readFileSync(join(option.public, name));
  put(name, bytes);
  putHashed(name, bytes);
}

// Fonts that style sheets name; loaded where their script is used, and nowhere else.
for (const file of option.font) putHashed(posix.join("font", basename(file)), readFileSync(file));

// Leaflet, without its sources and maps.
for (const name of files(option.leaflet).filter((name) => name === "leaflet.js" || name.startsWith("images/"))) {
  let bytes = readFileSync(join(option.leaflet, name));
  if (name === "leaflet.js") bytes = Buffer.from(bytes.toString().replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
  putHashed(posix.join("leaflet", name), bytes);
}

// The bundle. Its snippets are imported by relative path, so their folder carries the hash of them all.
const snippets = files(option.bundle, "").filter((name) => name.startsWith("snippets/"));
const snippetHash = sha256(snippets.map((name) => name + readFileSync(join(option.bundle, name))).join()).slice(0, 10);
for (const name of snippets) {
  put(`pkg/snippets.${snippetHash}/${name.slice("snippets/".length)}`, readFileSync(join(option.bundle, name)));
}
for (const name of files(option.bundle).filter((name) => !name.startsWith("snippets/") && /\.(js|wasm)$/.test(name))) {
  let bytes = readFileSync(join(option.bundle, name));
  if (name.endsWith(".js")) bytes = Buffer.from(bytes.toString().replaceAll("./snippets/", `./snippets.${snippetHash}/`));
  putHashed(name, bytes);
}

// Style sheets last: their url(…) point at files that have their final names by now.
function rewriteUrls(css, folder) {
  return css.replace(/url\((['"]?)(?!data:|https?:|#)([^'")]+)\1\)/g, (whole, _quote, target) => {
    const logical = target.startsWith("/") ? target.slice(1) : posix.join(folder, target);
    return manifest[logical] ? `url(${manifest[logical].path})` : whole;
  });
}
if (existsSync(join(option.leaflet, "leaflet.css"))) {
  const css = readFileSync(join(option.leaflet, "leaflet.css"), "utf8");
  putHashed("leaflet/leaflet.css", Buffer.from(rewriteUrls(css, "leaflet")));
}
for (const name of files(option.style)) {
  putHashed(basename(name), Buffer.from(rewriteUrls(readFileSync(join(option.style, name), "utf8"), "")));
}

writeFileSync(join(staging, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
// A page that is open keeps asking for the files it was made with: the last build's stay until the next.
const before = join(option.out, "manifest.json");
if (existsSync(before)) {
  for (const { path } of Object.values(JSON.parse(readFileSync(before, "utf8")))) {
    for (const twin of [path, `${path}.gz`, `${path}.br`]) {
      if (existsSync(join(option.out, twin)) && !existsSync(join(staging, twin))) cpSync(join(option.out, twin), join(staging, twin), { recursive: true });
    }
  }
}
rmSync(option.out, { recursive: true, force: true });
renameSync(staging, option.out);
