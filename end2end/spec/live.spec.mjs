// Two browsers on one city: what changes in one shows in the other within a second, and nothing is missed when the
// server is killed and started again in between.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { launch, watch } from "../fixture/browser.mjs";
import { CONTAINER, mapReady } from "../fixture/map.mjs";

let browser;
let server;
let dataDir;
let base;

/** Starts the program on its own data folder; the port stays the same over restarts. */
async function start(port) {
  const portFile = path.join(dataDir, "port");
  rmSync(portFile, { force: true });
  const flags = ["up", "--no-open", "--profile", "small", "--data-dir", dataDir, "--port", port, "--port-file", portFile];
  const { DATABASE_URL: _, ...environment } = process.env;
  server = spawn(process.env.GEZHI_BIN, flags, { stdio: "ignore", env: environment });
  for (let tries = 0; tries < 600 && !existsSync(portFile); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  base = `http://127.0.0.1:${readFileSync(portFile, "utf8").trim()}`;
}

function kill(signal) {
  return new Promise((resolve) => {
    server.once("exit", resolve);
    server.kill(signal);
  });
}

before(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), "gezhi-live-"));
  browser = await launch();
  await start("0");
});

after(async () => {
  await browser?.close();
  if (server) await kill("SIGTERM");
  rmSync(dataDir, { recursive: true, force: true });
});

async function open(address) {
  const context = await browser.newContext({ baseURL: base, viewport: { width: 1280, height: 800 }, locale: "zh-CN" });
  const page = await context.newPage();
  watch(page);
  await page.goto(address);
  await mapReady(page);
  await page.waitForFunction((selector) => document.querySelector(selector).dataset.seq !== undefined, CONTAINER);
  return page;
}

/** The first household with a case that can be moved on, as the case list names it. */
async function openCase(page) {
  await page.goto("/cases");
  const item = page.locator("[data-case][data-light='1']").first();
  const href = await item.locator("xpath=ancestor-or-self::*[descendant::a[contains(@href,'h=')]][1]").locator("a[href*='h=']").first().getAttribute("href");
  return new URL(href, base).search;
}

const badge = (page, selector) => page.locator(selector).first().getAttribute("data-byte");

test("a light that changes in one browser changes the cell in the other within a second", async () => {
  const actor = await open("/map");
  const state = await openCase(actor);
  await actor.goto(`/map${state}`);
  await mapReady(actor);
  const witness = await open(`/map${state}`);
  const dwelling = new URLSearchParams(state).get("h");
  const selector = `#cell-${dwelling}`;
  const before = await badge(witness, selector);

  await actor.locator("article.household form[action='/form/case-step'] button").first().click();
  await actor.waitForFunction(([s, b]) => document.querySelector(s)?.dataset.byte !== b, [selector, before]);
  const began = Date.now();
  await witness.waitForFunction(([s, b]) => document.querySelector(s)?.dataset.byte !== b, [selector, before], { timeout: 5_000 });

  assert.ok(Date.now() - began <= 1_000, `${Date.now() - began} ms`);
  await actor.context().close();
  await witness.context().close();
});

test("changes made while a browser could not hear are there when the server is back, without a reload", async () => {
  const witness = await open("/map");
  const seqBefore = Number(await witness.getAttribute(CONTAINER, "data-seq"));
  const state = await openCase(await open("/map"));
  const dwelling = new URLSearchParams(state).get("h");

  await kill("SIGKILL");
  await start(new URL(base).port);
  const actor = await open(`/map${state}`);
  await actor.locator("article.household form[action='/form/case-step'] button").first().click();

  await witness.waitForFunction(
    ([selector, before]) => Number(document.querySelector(selector).dataset.seq) > before,
    [CONTAINER, seqBefore],
    { timeout: 30_000 },
  );
  await actor.reload();
  await mapReady(actor);
  assert.equal(
    await witness.getAttribute(CONTAINER, "data-seq"),
    await actor.getAttribute(CONTAINER, "data-seq"),
    "both have seen the same last number",
  );
  assert.ok(dwelling);
});

test("the page says when its data stopped", async () => {
  const witness = await open("/map");

  await kill("SIGKILL");

  await witness.locator(".live-chip.is-stale").waitFor({ timeout: 30_000 });
  await start(new URL(base).port);
  await witness.locator(".live-chip.is-live").waitFor({ timeout: 30_000 });
  await witness.context().close();
});
