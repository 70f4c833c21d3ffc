// What a phone keeps: one IndexedDB, and the keys that seal what lies in it. The keys can't be taken out of the browser; what that
// does not protect is in docs/threat-model.md. For pages of /m and the service worker alike.
"use strict";
(() => {
  const NAME = "gezhi-field";
  const STORES = ["own", "key", "item", "kept", "page"];
  const SHELL = "gezhi-shell";
  const DAY_MS = 24 * 3600 * 1000;
  let opened;

  function open() {
    opened ??= new Promise((done, failed) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => STORES.forEach((name) => asked.result.createObjectStore(name));
      asked.onsuccess = () => {
        asked.result.onversionchange = () => { asked.result.close(); opened = undefined; };
        done(asked.result);
      };
      asked.onerror = () => { opened = undefined; failed(asked.error); };
    });
    return opened;
  }

  /** One transaction on one store; `work` returns what has the result once all of it is on the disk. */
  async function run(name, mode, work) {
    const db = await open();
    return new Promise((done, failed) => {
      const tx = db.transaction(name, mode, { durability: "strict" });
      const asked = work(tx.objectStore(name));
      tx.oncomplete = () => done(asked?.result);
      tx.onerror = () => failed(tx.error);
      tx.onabort = () => failed(tx.error);
    });
  }

  const get = (name, key) => run(name, "readonly", (store) => store.get(key));
  const all = (name) => run(name, "readonly", (store) => store.getAll());
  const keys = (name) => run(name, "readonly", (store) => store.getAllKeys());
  const put = (name, key, value) => run(name, "readwrite", (store) => store.put(value, key));
  const remove = (name, key) => run(name, "readwrite", (store) => store.delete(key));
  const clear = (name) => run(name, "readwrite", (store) => store.clear());

  /** Changes a value in one transaction; nothing comes between reading and writing. */
  const change = (name, key, make) => run(name, "readwrite", (store) => {
    const box = {};
    const asked = store.get(key);
    asked.onsuccess = () => {
      box.result = make(asked.result);
      if (box.result === undefined) store.delete(key);
      else store.put(box.result, key);
    };
    return box;
  });

  /** Numbers in the order of asking, whatever the clock says. */
  const next = () => change("own", "order", (last) => (last ?? 0) + 1);

  async function key(which) {
    const known = await get("key", which);
    if (known) return known;
    const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    // Another tab may have been faster.
    return change("key", which, (other) => other ?? fresh);
  }

  /** Seals what JSON can say, and bytes beside it. */
  async function seal(which, meta, buffers = []) {
    const head = new TextEncoder().encode(JSON.stringify({ meta, sizes: buffers.map((buffer) => buffer.byteLength) }));
    const parts = [new Uint8Array(new Uint32Array([head.length]).buffer), head, ...buffers.map((buffer) => new Uint8Array(buffer))];
    const plain = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => { plain.set(part, at); return at + part.length; }, 0);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(which), plain) };
  }

  /** Opens what `seal` made; throws when the key is another one. */
  async function unseal(which, { iv, data }) {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(which), data);
    const length = new Uint32Array(plain.slice(0, 4))[0];
    const { meta, sizes } = JSON.parse(new TextDecoder().decode(plain.slice(4, 4 + length)));
    let at = 4 + length;
    const buffers = sizes.map((size) => { at += size; return plain.slice(at - size, at); });
    return { meta, buffers };
  }

  /** Throws away what was kept for looking up, with its key. What waits to be sent stays, sealed under another one. */
  async function wipe() {
    await remove("key", "cache");
    await Promise.all([clear("kept"), clear("page"), remove("own", "scope"), remove("own", "shell")]);
    if (self.caches) await caches.delete(SHELL);
  }

  /** Whom the phone serves now; another scope than before finds nothing of it. */
  async function serve(scope, account) {
    const before = await get("own", "scope");
    if (before !== undefined && before !== scope) await wipe();
    await put("own", "scope", scope);
    await put("own", "account", account);
  }

  /** Whether something of that moment is still to be shown. A clock that is a day wrong locks nobody out. */
  const isFresh = (at, now = Date.now()) => Math.abs(now - at) < DAY_MS;

  function operation() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  const works = typeof indexedDB !== "undefined" && Boolean(self.crypto?.subtle);
  self.fieldStore = { works, SHELL, get, all, keys, put, remove, clear, change, next, seal, unseal, wipe, serve, isFresh, operation };
})();
