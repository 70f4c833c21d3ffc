// The service worker of /m: pages when there is no signal, and forms that failed to be sent. Plain, so that it survives whatever else
// is broken. Files that everybody may have lie in the browser's cache; pages about the worker's own grid lie sealed (field-store.js).
"use strict";
importScripts("/field-store.js", "/field-queue.js");
(() => {
  const store = self.fieldStore;
  const SHELL_PAGES = ["/m/offline", "/m/outbox"];
  const APART = ["/m/sw.js", "/m/snapshot", "/m/scope", "/m/manifest.webmanifest"];
  const PATIENCE_MS = 6000;
  const MOST_PAGES = 60;
  const VARY = { ignoreVary: true };
  const DAY_MS = 24 * 3600 * 1000;
  const BARE = "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'><title>离线 Offline</title><p>离线，本页没有存下来。 Offline: this page is not kept. <p><a href='/m'>/m</a>";

  const isOurs = (path) => path === "/m" || path.startsWith("/m/");
  const isFile = (path) => path.startsWith("/pkg/") || /^\/field-[a-z]+\.js$/.test(path) || path === "/favicon.svg";

  const languageOf = (text) => /<html[^>]*\slang="([^"]+)"/.exec(text)?.[1];

  /**
   * Fetches the pages that work without signal, and the files that they name, in the language of the pages that were seen last: a
   * worker's own requests may ask for another one than those of the page do. What somebody chose is a cookie, which wins.
   */
  async function keepShell(seen) {
    const lang = seen ?? (await store.get("own", "lang"));
    const cache = await caches.open(store.SHELL);
    const files = new Set();
    for (const page of SHELL_PAGES) {
      const headers = lang ? { "Accept-Language": lang } : {};
      const answer = await fetch(page, { credentials: "same-origin", redirect: "error", headers });
      if (!answer.ok) return;
      for (const [, file] of (await answer.clone().text()).matchAll(/(?:href|src)="(\/pkg\/[^"]+)"/g)) files.add(file);
      await cache.put(page, answer);
    }
    for (const file of files) if (!(await cache.match(file))) await cache.add(file);
    await store.put("own", "shell", { at: Date.now(), lang });
  }

  async function file(request) {
    const kept = await caches.match(request, VARY);
    if (kept) return kept;
    const answer = await fetch(request);
    if (answer.ok && new URL(request.url).pathname.startsWith("/pkg/")) (await caches.open(store.SHELL)).put(request, answer.clone());
    return answer;
  }

  const nameOf = (url) => url.pathname + url.search;

  /** Keeps a page, sealed, unless it says that it is not to be kept or is of the shell anyway. Returns the page's language. */
  async function keep(url, answer) {
    if (!answer.ok || answer.redirected || !(answer.headers.get("content-type") ?? "").startsWith("text/html")) return undefined;
    const bytes = await answer.arrayBuffer();
    const text = new TextDecoder().decode(bytes);
    if (!text.includes("data-not-kept") && !SHELL_PAGES.includes(url.pathname)) await keepSealed(url, answer, bytes);
    return languageOf(text);
  }

  async function keepSealed(url, answer, bytes) {
    const headers = ["content-type", "content-security-policy"].map((name) => [name, answer.headers.get(name) ?? ""]);
    await store.put("page", nameOf(url), { at: Date.now(), order: await store.next(), ...(await store.seal("cache", { headers }, [bytes])) });
    const names = await store.keys("page");
    if (names.length <= MOST_PAGES) return;
    const pages = await Promise.all(names.map(async (name) => ({ name, order: (await store.get("page", name))?.order ?? 0 })));
    pages.sort((a, b) => b.order - a.order);
    for (const { name } of pages.slice(MOST_PAGES)) await store.remove("page", name);
  }

  /** A page that was kept today. A form on it gets a number of its own: the kept one may have been used. */
  async function keptPage(url) {
    const page = await store.get("page", nameOf(url));
    if (!page || !store.isFresh(page.at)) return null;
    const { meta, buffers } = await store.unseal("cache", page).catch(() => ({}));
    if (!meta) return null;
    const text = new TextDecoder().decode(buffers[0]).replace(/(name="operation"[^>]*value=")[^"]*/g, (_whole, head) => head + store.operation());
    return new Response(text, { headers: meta.headers.filter(([, value]) => value) });
  }

  async function withoutSignal(url) {
    const kept = await keptPage(url).catch(() => null);
    if (kept) return kept;
    const shell = (await caches.match(url.pathname, VARY)) ?? (await caches.match("/m/offline", VARY));
    return shell ?? new Response(BARE, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
  }

  async function page(event) {
    const url = new URL(event.request.url);
    const asked = fetch(event.request);
    const slow = new Promise((done) => { setTimeout(done, PATIENCE_MS, null); });
    try {
      // A bad line is worse than none: what is kept is shown when nothing comes for a while.
      const answer = (await Promise.race([asked, slow])) ?? (await keptPage(url).catch(() => null)) ?? (await asked);
      if (answer.type !== "default") event.waitUntil(keep(url, answer.clone()).then(renew).catch(() => {}));
      return answer;
    } catch {
      return withoutSignal(url);
    }
  }

  /** Fetches the shell anew when it is a day old, or of another language than the page that was just shown. */
  async function renew(lang) {
    const last = await store.get("own", "shell");
    if (!last?.at || Math.abs(Date.now() - last.at) > DAY_MS || (lang && last.lang !== lang)) await keepShell(lang);
  }

  /** A form without script: sent, or kept and answered with the list of what waits. */
  async function write(event) {
    const copy = event.request.clone();
    try {
      return await fetch(event.request);
    } catch {
      const [account, fields, photos] = [await store.get("own", "account"), {}, []];
      if (!account) return withoutSignal(new URL(event.request.url));
      for (const [name, value] of await copy.formData()) {
        if (!(value instanceof File)) fields[name] = name in fields ? [fields[name], value].flat() : value;
        else if (value.size > 0) photos.push({ name: value.name, type: value.type, bytes: await value.arrayBuffer() });
      }
      const queue = self.fieldQueue.makeQueue({ store, post: self.fieldQueue.post, account });
      await queue.add({ operation: fields.operation ?? store.operation(), url: new URL(event.request.url).pathname, fields, photos });
      return Response.redirect("/m/outbox?saved", 303);
    }
  }

  self.addEventListener("install", (event) => {
    self.skipWaiting();
    event.waitUntil(keepShell().catch(() => {}));
  });
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (url.origin !== self.location.origin) return;
    if (request.method === "GET" && isFile(url.pathname)) return event.respondWith(file(request));
    if (!isOurs(url.pathname) || APART.includes(url.pathname) || request.mode !== "navigate") return;
    if (request.method === "GET") event.respondWith(page(event));
    if (request.method === "POST") event.respondWith(write(event));
  });
})();
