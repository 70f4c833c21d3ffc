// The language of the pages that work without signal (public/sw.js): that of the pages that are seen, whatever the worker's own requests
// would ask for. The server decides as app/ui/src/preference.rs does: address, else cookie, else Accept-Language, else Chinese.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeDisk, makeWorker, ORIGIN } from "./phone.mjs";

/** A server and a browser of one language; a choice in the address becomes a cookie. A worker's requests ask for `ofWorker`. */
function world({ ofBrowser, ofWorker }) {
  const world = { cookie: undefined, isOnline: true, asked: [] };
  const spoken = (header) => ({ zh: "zh-CN", en: "en" })[header?.slice(0, 2)];
  world.fetch = async (request, init) => {
    if (!world.isOnline) throw new TypeError("no signal");
    const url = new URL(typeof request === "string" ? ORIGIN + request : request.url);
    const isOfPage = typeof request !== "string";
    const chosen = url.searchParams.get("lang");
    if (chosen) world.cookie = chosen;
    const accepted = isOfPage ? ofBrowser : (init?.headers?.["Accept-Language"] ?? ofWorker);
    const lang = spoken(chosen ?? world.cookie ?? accepted) ?? "zh-CN";
    if (!isOfPage) world.asked.push(url.pathname);
    const answer = new Response(`<!DOCTYPE html><html lang="${lang}"><p>${url.pathname}</p>`, { headers: { "content-type": "text/html; charset=utf-8" } });
    // As an answer that came over the line.
    Object.defineProperty(answer, "type", { value: "basic" });
    return answer;
  };
  return world;
}

/** In which languages the two pages are that are shown without signal. */
async function withoutSignal(world, worker) {
  world.isOnline = false;
  const pages = await Promise.all(["/m/offline", "/m/outbox?saved"].map(async (path) => (await worker.open(path)).text()));
  world.isOnline = true;
  return pages.map((page) => /lang="([^"]+)"/.exec(page)?.[1]);
}

test("the pages are kept in the language of the page that installs the worker, also when its own requests ask for another", async () => {
  for (const [ofBrowser, ofWorker, lang] of [["zh-CN", "en-US", "zh-CN"], ["en-GB", "zh-CN", "en"]]) {
    const web = world({ ofBrowser, ofWorker });
    const disk = makeDisk();
    await disk.put("own", "lang", lang); // As public/outbox.js does before it registers the worker.
    const worker = makeWorker({ disk, fetch: web.fetch });
    await worker.install();
    assert.deepEqual(await withoutSignal(web, worker), [lang, lang]);
  }
});

test("after the language was changed they follow with the first page that is seen, and are fetched once", async () => {
  const web = world({ ofBrowser: "en-US", ofWorker: "en-US" });
  const worker = makeWorker({ fetch: web.fetch });
  await worker.install();
  assert.deepEqual(await withoutSignal(web, worker), ["en", "en"]);

  await worker.open("/m/me?lang=zh");
  assert.deepEqual(await withoutSignal(web, worker), ["zh-CN", "zh-CN"]);
  web.asked = [];
  await worker.open("/m");
  await worker.open("/m/plan");
  assert.deepEqual(web.asked, [], "nothing is fetched anew while the language stays");
  await worker.open("/m/me?lang=en");
  assert.deepEqual(await withoutSignal(web, worker), ["en", "en"]);
});

test("a page of the shell that was opened in another language does not come back in that", async () => {
  const web = world({ ofBrowser: "en-US", ofWorker: "en-US" });
  const worker = makeWorker({ fetch: web.fetch });
  await worker.install();
  await worker.open("/m/outbox");
  await worker.open("/m/offline");
  await worker.open("/m?lang=zh");
  assert.deepEqual(await withoutSignal(web, worker), ["zh-CN", "zh-CN"]);
  assert.deepEqual(await worker.disk.keys("page"), ["/m?lang=zh"]);
});

test("what an earlier version remembered of the shell has it fetched anew", async () => {
  const web = world({ ofBrowser: "zh-CN", ofWorker: "en-US" });
  const disk = makeDisk();
  await disk.put("own", "shell", Date.now());
  const worker = makeWorker({ disk, fetch: web.fetch });
  await worker.open("/m");
  assert.deepEqual(await withoutSignal(web, worker), ["zh-CN", "zh-CN"]);
});
