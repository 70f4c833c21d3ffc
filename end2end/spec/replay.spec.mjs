// A worker's day on the map: chosen, played, dragged, and found again at its address, in 3D and in 2D.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { mapReady, query } from "../fixture/map.mjs";
import { rows } from "../fixture/sql.mjs";

const browser = useBrowser();

const [[worker, day]] = rows(`select account_id, day from patrol_track
  where day < (select max(day) from patrol_track) order by length_m desc limit 1`);

for (const mode of ["3d", "2d"]) {
  test(`a day is chosen, played and stopped in ${mode}, and its time is in the address`, async () => {
    const page = await browser.page();
    await page.goto(`/map?mode=${mode}`);
    await mapReady(page, mode);
    await page.locator("details.track summary").click();

    await page.selectOption("select[name='worker']", worker);
    await page.waitForURL(/worker=/);
    await page.selectOption("select[name='day']", day);
    await page.waitForURL((url) => url.searchParams.get("day") === day);
    const time = page.locator(".player__time");
    await time.waitFor();
    const first = await time.innerText();
    await page.locator(".player__bar button").click();
    await page.waitForFunction((first) => document.querySelector(".player__time").textContent !== first, first);
    await page.locator(".player__bar button").click();
    await page.waitForURL(/[?&]t=/);

    const stopped = await time.innerText();
    await page.reload();
    await mapReady(page, mode);
    await time.waitFor();
    assert.equal(await time.innerText(), stopped, "the same time after a reload");
    const stops = page.locator(".map-frame .stop, .map-frame [class*='stop']");
    assert.ok((await stops.count()) > 0, "stops are on the map");
    assert.equal(query(page, "worker"), worker);
    await closeClean(page);
  });
}

test("the bar is dragged by keyboard, and the map follows", async () => {
  const page = await browser.page();
  await page.goto(`/map?worker=${worker}&day=${day}`);
  await mapReady(page);
  const time = page.locator(".player__time");
  await time.waitFor();
  const first = await time.innerText();

  await page.locator(".player__range").focus();
  for (let step = 0; step < 6; step += 1) await page.keyboard.press("PageUp");

  await page.waitForFunction((first) => document.querySelector(".player__time").textContent !== first, first);
  await page.waitForURL(/[?&]t=/);
  await closeClean(page);
});

const [[first, second, together]] = rows(`select a.account_id, b.account_id, a.day from patrol_track a
  join patrol_track b on b.day = a.day and b.account_id > a.account_id order by a.day desc, a.account_id, b.account_id limit 1`);

for (const mode of ["3d", "2d"]) {
  test(`two workers go round on one timeline in ${mode}, each under a letter, and the address says who`, async () => {
    const page = await browser.page();
    await page.goto(`/map?mode=${mode}&worker=${first}&day=${together}`);
    await mapReady(page, mode);
    await page.locator(".player__time").waitFor();
    assert.equal(await page.locator(".map-head").count(), 0, "one alone needs no letter");

    await page.locator(`.together a[href*="${second}"]`).click();
    await page.waitForURL((url) => url.searchParams.get("with") === second);
    await page.locator(".map-head").nth(1).waitFor({ state: "attached" });
    assert.deepEqual(await page.locator(".map-head").allInnerTexts().then((all) => all.length), 2);
    const range = page.locator(".player__range");
    const [from, until] = await range.evaluate((range) => [Number(range.min), Number(range.max)]);
    const [[start, end]] = rows(`select floor(extract(epoch from min(started_at)))::int8, floor(extract(epoch from max(ended_at)))::int8
      from patrol_track where day = '${together}' and account_id in (${first}, ${second})`);
    assert.deepEqual([from, until], [Number(start), Number(end)], "the timeline is both days'");

    await page.reload();
    await mapReady(page, mode);
    await page.locator(".map-head").nth(1).waitFor({ state: "attached" });
    await page.locator(".together a[aria-current]").click();
    await page.waitForURL((url) => !url.searchParams.has("with"));
    await closeClean(page);
  });
}
