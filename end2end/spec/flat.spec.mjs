// The 2D city: the same household at the same address, clicked on its board over the footprint.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { CONTAINER, locate, mapReady, query, resting } from "../fixture/map.mjs";
import { rows } from "../fixture/sql.mjs";

const browser = useBrowser();

const HOUSEHOLD = `select d.id, d.building_id, d.cell, b.number || '-' || d.unit || '-' || (d.floor * 100 + d.door)
  from dwelling d join building b on b.id = d.building_id
  where b.floors >= 4 and d.floor = 2 and d.cell is not null order by d.id`;

test("a household is clicked on the 2D map and opens its card", async () => {
  const [[dwelling, building, cell, short]] = rows(HOUSEHOLD);
  const page = await browser.page();
  await page.goto(`/map?b=${building}&h=${dwelling}&mode=2d`);
  await mapReady(page, "2d");
  const spot = await locate(page, Number(cell));
  assert.ok(spot.visible, "the household that the address names is in view");
  await page.locator("a[data-neighbour='above']").click();
  await page.locator(`article.household:not([data-dwelling='${dwelling}'])`).waitFor();
  await resting(page);

  const again = await locate(page, Number(cell));
  await page.mouse.click(again.x, again.y);
  await page.locator(`article.household[data-dwelling='${dwelling}']`).waitFor();

  assert.equal(query(page, "h"), dwelling);
  assert.equal(query(page, "mode"), "2d");
  assert.equal((await page.innerText(".household__short")).trim(), short);
  await closeClean(page);
});

test("one key changes between 3D and 2D and keeps what is selected", async () => {
  const [[dwelling, building]] = rows(HOUSEHOLD);
  const page = await browser.page();
  await page.goto(`/map?b=${building}&h=${dwelling}`);
  await mapReady(page, "3d");

  await page.focus(CONTAINER);
  await page.keyboard.press("t");
  await mapReady(page, "2d");

  assert.equal(query(page, "h"), dwelling);
  await closeClean(page);
});
