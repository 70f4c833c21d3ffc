// The map in the hand and under strain: fingers instead of a mouse, a lost graphics context, words typed into the search.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { CONTAINER, colourAt, frames, locate, mapReady, query, resting } from "../fixture/map.mjs";
import { rows } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

const [[dwelling, building, cell, short, estate]] = rows(`select d.id, d.building_id, d.cell,
    b.number || '-' || d.unit || '-' || (d.floor * 100 + d.door), e.name
  from dwelling d join building b on b.id = d.building_id join estate e on e.id = b.estate_id
  where b.floors >= 4 and d.floor = 4 and d.cell is not null order by d.id limit 1`);

/** Distance and direction of the camera: `[x, y, distance, yaw, pitch]`. */
async function camera(page) {
  return (await page.getAttribute(CONTAINER, "data-camera")).split(",").map(Number);
}

/** Moves fingers from one place to another in steps, as a hand would. */
async function fingers(page, from, to) {
  const session = await page.context().newCDPSession(page);
  const send = (type, points) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  await send("touchStart", from);
  for (let step = 1; step <= 8; step += 1) {
    const at = from.map(([x, y], n) => [x + ((to[n][0] - x) * step) / 8, y + ((to[n][1] - y) * step) / 8]);
    await send("touchMove", at);
    await page.waitForTimeout(30);
  }
  await send("touchEnd", []);
}

test("a tap opens a household, one finger moves the map, two fingers come closer", async () => {
  const page = await browser.page(PHONE);
  await page.goto(`/map?b=${building}`);
  await mapReady(page);
  const spot = await locate(page, Number(cell));
  assert.ok(spot.visible);

  await page.touchscreen.tap(spot.x, spot.y);
  await page.locator(`article.household[data-dwelling='${dwelling}']`).waitFor();
  await resting(page);
  const before = await camera(page);
  await fingers(page, [[190, 400]], [[120, 340]]);
  await resting(page);
  const moved = await camera(page);
  await fingers(page, [[170, 350], [220, 350]], [[90, 350], [300, 350]]);
  await resting(page);
  const closer = await camera(page);

  assert.ok(Math.hypot(moved[0] - before[0], moved[1] - before[1]) > 1, `${before} → ${moved}`);
  assert.ok(closer[2] < moved[2] * 0.8, `${moved} → ${closer}`);
  await closeClean(page);
});

test("a lost graphics context comes back with the same picture", async () => {
  const page = await browser.page();
  await page.goto(`/map?b=${building}&h=${dwelling}`);
  await mapReady(page);
  const spot = await locate(page, Number(cell));
  const before = await colourAt(page, spot.x, spot.y);
  const drawn = await frames(page);

  await page.evaluate((selector) => {
    const context = document.querySelector(`${selector} canvas`).getContext("webgl2");
    const loss = context.getExtension("WEBGL_lose_context");
    loss.loseContext();
    setTimeout(() => loss.restoreContext(), 300);
  }, CONTAINER);
  await page.waitForFunction(
    ([selector, drawn]) => Number(document.querySelector(selector).dataset.frames) > drawn,
    [CONTAINER, drawn],
  );
  await resting(page);

  assert.deepEqual(await colourAt(page, spot.x, spot.y), before);
  await page.context().close();
});

test("a door typed into the search is found and opened, with hyphens or without", async () => {
  const page = await browser.page();
  await page.goto("/map");
  await mapReady(page);

  for (const written of [`${estate} ${short}`, short, short.replaceAll("-", "")]) {
    const box = page.locator("input[name='q']");
    await box.fill(written);
    const hit = page.locator(".search a[href*='h=']").filter({ hasText: short }).first();
    await hit.waitFor();
  }
  await page.locator("input[name='q']").fill(`${estate} ${short}`);
  await page.locator(`.search a[href*='h=${dwelling}']`).first().click();
  await page.locator(`article.household[data-dwelling='${dwelling}']`).waitFor();

  assert.equal(query(page, "h"), dwelling);
  await closeClean(page);
});
