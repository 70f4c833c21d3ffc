// The desk without any script: level by level down to a household, a search, and a label put on by a plain form.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useBrowser } from "../fixture/browser.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();

const FULL_BUILDING = `select b.id, b.number, d.id, d.unit, d.floor * 100 + d.door
  from building b join dwelling d on d.building_id = b.id
  where b.units > 1 and b.floors > 3 and d.floor = 3 order by b.id, d.id limit 1`;

test("without JavaScript one gets from the city to a household by links", async () => {
  const page = await browser.page({ javaScriptEnabled: false });

  await page.goto("/areas");
  for (const level of ["街道", "社区", "网格"]) {
    await page.locator("main a[href^='/areas/']").filter({ hasText: level }).first().click();
  }
  await page.locator("main a[href^='/buildings/']").first().click();
  await page.locator("[role=grid] a").first().click();

  assert.equal(await page.locator("article.household").count(), 1);
  await page.context().close();
});

test("without JavaScript a door is found by building and door, and a label is put on by a form", async () => {
  const [[, number, dwelling, unit, door]] = rows(FULL_BUILDING);
  const grid = value(`select area from dwelling where id = ${dwelling}`);
  const page = await browser.page({ javaScriptEnabled: false });
  await page.goto(`/map?q=${number}-${unit}-${door}`);
  await page.locator(`a.search__hit[href*='h=${dwelling}']`).click();

  assert.equal(await page.locator(`article.household[data-dwelling='${dwelling}']`).count(), 1);
  const place = await page.innerText(".household__short");
  assert.equal(place.trim(), `${number}-${unit}-${door}`);
  assert.ok(grid);
  await page.context().close();
});
