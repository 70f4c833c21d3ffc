// The command screen: crisp and whole on every wall, its figures are those of the lists, it changes when the city does, says when
// it stands still, and tells a wall of nobody.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../fixture/axe.mjs";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { overlaps, stickingOut } from "../fixture/label.mjs";
import { mapReady } from "../fixture/map.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const [[own]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
const [[dwelling]] = rows(`select id from household where area = ${own} and cell is not null order by id limit 1`);
const root = value("select min(area) from area where level = 1");

const SIZES = [
  [1440, 900],
  [1920, 1080],
  [3840, 2160],
  [5120, 1440],
];

const light = (page, number) => page.locator(`.screen-lights li[data-light='${number}']`);

/** What the screen shows of a light. */
async function count(page, number) {
  return Number(await light(page, number).getAttribute("data-count"));
}

async function screen(address, options = {}) {
  const page = await browser.page({ viewport: { width: 1920, height: 1080 }, ...options });
  await page.goto(address);
  await light(page, 1).waitFor();
  return page;
}

/** Waits until the page in the browser has heard of the server. */
async function awake(page) {
  await page.locator(".screen .live-chip.is-live").waitFor({ timeout: 90_000 });
}

/** Figures and words that are cut off, by their class. */
function cut(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll(".screen-light__name, .screen-light__count, .screen-waiting__time, .screen-clock, .screen-figure dd, .screen-bars__value")]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== "inline")
      .map((element) => `${element.className || element.tagName}: ${element.textContent}`),
  );
}

for (const [width, height] of SIZES) {
  test(`at ${width} × ${height} pixels nothing overlaps, is cut off or sticks out, and everything can be read`, async () => {
    const page = await screen("/screen", { viewport: { width, height } });

    assert.deepEqual(await stickingOut(page), []);
    assert.deepEqual(await overlaps(page, ".screen-panel, .screen-head"), []);
    assert.deepEqual(await cut(page), []);
    const inside = await page.evaluate(() =>
      [...document.querySelectorAll(".screen-panel")].every((panel) => {
        const box = panel.getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight + 1 && box.left >= 0 && box.right <= innerWidth + 1;
      }),
    );
    assert.ok(inside, "every panel is on the screen");
    const letters = await page.locator(".screen-light__name").first().evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
    // 20 px on a wall of 1080 lines, more on a larger one.
    assert.ok(letters >= Math.min(width / 96, height / 54) - 0.5, `${letters} px`);
    await closeClean(page);
  });
}

test("on a phone it is a column that doesn't scroll sideways", async () => {
  const page = await screen("/screen", { viewport: { width: 390, height: 844 } });

  assert.deepEqual(await stickingOut(page), []);
  assert.deepEqual(await overlaps(page, ".screen-panel"), []);
  await closeClean(page);
});

test("the figures are those of the lists, and lead there", async () => {
  const page = await screen("/screen", { role: "community" });
  const red = await count(page, 1);

  const link = light(page, 1).locator("a");
  assert.match(await link.getAttribute("href"), /^\/cases\?axis=all&light=red&area=\d+$/);
  await link.click();
  await page.locator(".case-line").first().waitFor();
  const lines = await page.locator(".case-line").evaluateAll((all) => all.map((line) => line.dataset.light));
  assert.ok(lines.every((light) => light === "red"));
  // A page of the list has fifty lines at most.
  assert.equal(lines.length, Math.min(red, 50));
  await page.context().close();
});

test("a case that comes in changes the red light at once, without a reload", async () => {
  const page = await screen("/screen", { role: "community" });
  await mapReady(page);
  await awake(page);
  const before = await count(page, 1);
  await page.evaluate(() => (window.same = true));

  const worker = await browser.page({ role: "grid_worker" });
  await worker.goto(`/cases/new?h=${dwelling}`);
  await worker.getByLabel("什么问题").fill("大屏试件");
  await worker.locator("form[action='/form/case-report'] button[type=submit]").click();
  await worker.waitForURL("**/cases?case=*");

  await page.locator(`.screen-lights li[data-light='1'][data-count='${before + 1}']`).waitFor({ timeout: 10_000 });
  assert.ok(await page.evaluate(() => window.same), "the page was not loaded again");
  await worker.context().close();
  await closeClean(page);
});

test("it says since when nothing came, in words and with a frame, and recovers by itself", async () => {
  const page = await screen("/screen");
  await mapReady(page);
  await awake(page);

  await page.context().setOffline(true);

  await page.locator(".screen-stale:not([hidden])").waitFor({ timeout: 40_000 });
  assert.match(await page.locator(".screen-stale").innerText(), /数据停在 \d\d:\d\d:\d\d/);
  assert.equal(await page.locator(".screen.is-stale").count(), 1);
  await page.context().setOffline(false);
  await page.locator(".screen-stale[hidden]").waitFor({ state: "attached", timeout: 60_000 });
  await page.context().close();
});

test("it goes round the areas by itself, by keys, and stands still when told to", async () => {
  const page = await screen("/screen?rotate=5");
  await page.waitForFunction(() => new URL(location.href).searchParams.get("area"), undefined, { timeout: 60_000 });
  const of = new URL(page.url()).searchParams.get("of");
  assert.equal(of, root, "round the city");

  await page.keyboard.press(" ");
  await page.waitForURL(/pause=1/);
  const there = new URL(page.url()).searchParams.get("area");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((there) => new URL(location.href).searchParams.get("area") !== there, there);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !new URL(location.href).searchParams.get("area"));
  await closeClean(page);
});

test("a building that is clicked shows totals, and its people only elsewhere", async () => {
  const [[building]] = rows(`select d.building_id from dwelling d where d.id = ${dwelling}`);
  const page = await screen(`/screen?b=${building}`, { role: "community" });

  await page.locator(".screen-tower").waitFor();
  assert.match(await page.locator(".screen-tower").innerText(), /在住户/);
  assert.match(await page.locator(".screen-tower__open").getAttribute("href"), /^\/map\?/);
  await closeClean(page);
});

test("a wall's link opens its screen, which knows nobody and leads nowhere", async () => {
  const admin = await browser.page({ role: "system_admin" });
  await admin.goto("/admin/walls");
  await admin.locator("form[action='/admin/wall'] input[name=name]").fill("大厅");
  await admin.locator("form[action='/admin/wall'] button").click();
  const link = await admin.locator(".issued__password").first().innerText();
  await admin.context().close();

  const page = await browser.page({ role: null, viewport: { width: 1920, height: 1080 } });
  await page.goto(link.trim());
  await light(page, 1).waitFor();

  assert.equal(new URL(page.url()).pathname, "/screen");
  const told = await page.content();
  // Some are called like their category, which is told.
  const secret = rows(`select title from case_file where light < 3
    and title not in (select name_zh from case_category) order by holder_since limit 40`).map(([title]) => title);
  const names = rows("select name from resident order by id limit 200").map(([name]) => name);
  // Numbers of one kind may be those of another: a case's own is told.
  const doors = rows(`select dwelling_id from case_file where light < 3
    and dwelling_id not in (select id from case_file) order by id limit 40`).map(([id]) => id);
  for (const sign of [...secret, ...names, ...doors].filter((sign) => sign?.length > 1)) {
    assert.ok(!told.includes(sign), `${sign} is on the wall`);
  }
  const red = value(`select count(*) from case_file where light = 1`);
  assert.equal(await count(page, 1), Number(red));
  assert.equal(await page.locator(".screen a[href^='/cases'], .screen a[href*='h='], .screen a[href^='/map']").count(), 0);
  await assertAccessible(page);
  await closeClean(page);
});
