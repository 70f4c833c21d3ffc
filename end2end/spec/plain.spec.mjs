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
  await page.goto("/map");
  await page.locator("#search").fill(`${number}-${unit}-${door}`);
  await page.locator("#search").press("Enter");
  await page.locator(`a.search__hit[href*='h=${dwelling}']`).first().click();

  assert.equal(await page.locator(`article.household[data-dwelling='${dwelling}']`).count(), 1);
  const place = await page.innerText(".household__short");
  assert.equal(place.trim(), `${number}-${unit}-${door}`);
  assert.ok(grid);
  await page.context().close();
});

test("without JavaScript a person is found by name, reload and back work, and no address holds the name", async () => {
  const name = value(`select r.name from stay s join resident r on r.id = s.resident_id join post p on p.area = s.area
    where p.role = 'grid_worker' and p.is_demo and s.to_on is null and s.kind in ('both', 'actual') and r.merged_into is null
    order by r.id limit 1`);
  const page = await browser.page({ role: "grid_worker", javaScriptEnabled: false });
  const addresses = [];
  page.on("request", (request) => addresses.push(decodeURIComponent(request.url()), request.headers().referer ?? ""));
  await page.goto("/map");
  await page.locator("#search").fill(name);
  await page.locator("#search").press("Enter");
  await page.locator("a.search__hit").first().waitFor();
  await page.reload();
  assert.equal(await page.inputValue("#search"), name);
  await page.locator("a.search__hit").first().click();
  await page.waitForURL(/[?&]h=/);
  await page.goBack();

  assert.equal(await page.inputValue("#search"), name, "back leads to what was found");
  assert.ok(await page.locator("a.search__hit").count() > 0);
  assert.ok(addresses.length > 3 && addresses.every((address) => !decodeURIComponent(address).includes(name)));
  await page.context().close();
});
