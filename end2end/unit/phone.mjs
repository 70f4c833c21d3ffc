// A phone without a browser: the scripts of public/ over a store in memory that survives a killed tab, and a
// server that knows operations. Chance and clock are given, so that a history can be played again.
import { readFileSync } from "node:fs";
import { webcrypto } from "node:crypto";

const PUBLIC = new URL("../../public/", import.meta.url);
/** Where the phone's pages come from. */
export const ORIGIN = "https://gezhi.example";

/** Runs scripts of public/ outside of any page and returns what they offer. */
export function load(...names) {
  const self = { crypto: webcrypto };
  for (const name of names) {
    const script = new Function("self", "document", "indexedDB", readFileSync(new URL(name, PUBLIC), "utf8"));
    script(self, undefined, undefined);
  }
  return self;
}

/** What the disk holds. Values are copied in and out, as IndexedDB does; `sealed` counts what lies there in clear. */
export function makeDisk() {
  const stores = new Map();
  const of = (name) => stores.get(name) ?? stores.set(name, new Map()).get(name);
  const copy = (value) => (value === undefined ? undefined : structuredClone(value));
  const disk = {
    dies: () => false,
    get: async (name, key) => copy(of(name).get(key)),
    all: async (name) => [...of(name).values()].map(copy),
    keys: async (name) => [...of(name).keys()],
    put: async (name, key, value) => { if (disk.dies()) throw new Error("killed"); of(name).set(key, copy(value)); },
    remove: async (name, key) => { if (disk.dies()) throw new Error("killed"); of(name).delete(key); },
    change: async (name, key, make) => {
      if (disk.dies()) throw new Error("killed");
      const next = make(copy(of(name).get(key)));
      if (next === undefined) of(name).delete(key);
      else of(name).set(key, copy(next));
      return copy(next);
    },
    next: () => disk.change("own", "order", (last) => (last ?? 0) + 1),
    seal: async (which, meta, buffers = []) => ({ iv: which, data: structuredClone({ meta: JSON.parse(JSON.stringify(meta)), buffers }) }),
    unseal: async (which, { iv, data }) => {
      if (iv !== which) throw new Error("another key");
      return structuredClone(data);
    },
  };
  return disk;
}

/** The browser's cache of files and pages. */
export function makeCaches() {
  const kept = new Map();
  const nameOf = (request) => (typeof request === "string" ? request : new URL(request.url).pathname);
  const cache = {
    match: async (request) => kept.get(nameOf(request))?.clone(),
    put: async (request, answer) => { kept.set(nameOf(request), answer); },
    add: async (request) => { kept.set(nameOf(request), new Response("")); },
  };
  return { open: async () => cache, match: cache.match };
}

/**
 * The service worker (public/sw.js) over a disk and a cache. `fetch` is the line: it throws where there is no signal. What it returns
 * fires events at the worker and waits until it has nothing left to do.
 */
export function makeWorker({ disk = makeDisk(), caches = makeCaches(), fetch }) {
  const heard = {};
  const fieldStore = { ...disk, SHELL: "shell", isFresh: () => true, operation: () => "number" };
  const self = { fieldStore, location: { origin: ORIGIN }, addEventListener: (name, act) => { heard[name] = act; }, skipWaiting: () => {} };
  const names = ["self", "importScripts", "caches", "fetch"];
  new Function(...names, readFileSync(new URL("sw.js", PUBLIC), "utf8"))(self, () => {}, caches, fetch);
  const fire = async (name, more = {}) => {
    const work = [];
    let answer;
    heard[name]({ ...more, waitUntil: (promise) => work.push(promise), respondWith: (promise) => { answer = promise; } });
    const given = await answer;
    await Promise.all(work);
    return given;
  };
  const open = (path) => fire("fetch", { request: { url: ORIGIN + path, method: "GET", mode: "navigate" } });
  return { disk, install: () => fire("install"), open };
}

/** Numbers that look random and come out the same for a seed (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The server in small, as service::sync and service::contact are: a register, one value a person, an inbox, and rows. */
export function makeServer() {
  const server = { known: new Map(), values: new Map(), rows: [], inbox: [], overwritten: [] };
  server.take = (account, { url, fields }) => {
    const { operation, person } = fields;
    const key = `${account}|${operation}`;
    const before = server.known.get(key);
    if (before) return answer(operation, before.outcome === "conflict" ? "conflict" : "again");
    let outcome = "done";
    let now = null;
    if (url === "/m/contact") {
      const current = server.values.get(person) ?? "0";
      const own = server.known.get(`${account}|${fields.after}`)?.now;
      const base = own !== undefined && own === current ? own : fields.base;
      if (current !== fields.phone && current !== base) {
        outcome = "conflict";
        now = undefined;
        server.inbox.push({ operation, mine: fields.phone, theirs: current });
      } else {
        now = fields.phone;
        server.values.set(person, fields.phone);
      }
    }
    server.known.set(key, { outcome, now });
    if (outcome === "done") server.rows.push({ operation, url });
    return answer(operation, outcome);
  };
  return server;
}

function answer(operation, outcome) {
  return { status: outcome === "conflict" ? 409 : 200, body: { operation, outcome, next: "/m" } };
}
