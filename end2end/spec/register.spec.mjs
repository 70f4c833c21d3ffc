// Base data on the map: a class is switched on, its marks thin out from afar, one is clicked and opens its building, which lists
// what is in it; a search for a school flies there; departments' grids lie over the same ground. In 3D and in 2D.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { CONTAINER, mapReady, query, resting } from "../fixture/map.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();

// An organisation that is alone of its class in a building of a grid, in the grid where there are the fewest of them.
const [[grid, entry, name, building]] = rows(`
  select e.area, e.id, e.name, e.building_id
  from register_entry e
  where e.to_on is null and e.kind like 'organisation.%' and e.building_id is not null
    and (select count(*) from register_entry o
      where o.building_id = e.building_id and o.to_on is null and o.kind like 'organisation.%') = 1
  order by (select count(*) from register_entry o where o.area = e.area and o.kind like 'organisation.%'), e.id
  limit 1`);
const organisations = (where) =>
  Number(value(`select count(*) from register_entry where to_on is null and kind like 'organisation.%' and ${where}`));
const total = (page) =>
  page.locator("[data-mark]").evaluateAll((marks) =>
    marks.reduce((sum, mark) => sum + Number(mark.querySelector(".map-beacon__count")?.textContent ?? 1), 0),
  );
const layer = (page, key) => page.locator(`[data-layer='${key}']`);
const drawn = (page) => page.locator("[data-mark]").first().waitFor();

for (const mode of ["3d", "2d"]) {
  test(`organisations are switched on by key on the ${mode} map, and a mark opens its building`, async () => {
    const page = await browser.page();
    await page.goto(`/map?area=${grid}&mode=${mode}`);
    await mapReady(page, mode);
    assert.equal(await page.locator("[data-mark]").count(), 0, "nothing is marked that nobody asked for");
    assert.equal(await layer(page, "organisation").getAttribute("data-count"), String(organisations(`area = ${grid}`)));

    await layer(page, "organisation").focus();
    await page.keyboard.press("Space");
    await drawn(page);
    assert.equal(query(page, "layers"), "organisation");
    assert.equal(await layer(page, "organisation").getAttribute("aria-checked"), "true");

    await page.goto(`/map?area=${grid}&b=${building}&mode=${mode}&layers=organisation`);
    await mapReady(page, mode);
    await page.locator(".drawer__head a").click();
    await page.waitForFunction(() => !new URL(location.href).searchParams.has("b"));
    const mark = page.locator(`[data-mark='${entry}']`);
    await mark.focus();
    assert.match(await mark.getAttribute("aria-label"), new RegExp(name));
    await page.keyboard.press("Enter");
    await page.locator(`[data-building='${building}'] a[href='/register/${entry}']`).waitFor();
    assert.equal(query(page, "b"), building);
    await closeClean(page);
  });
}

test("from afar a mark stands for many, leads one level down, and all of them sum to the legend's count", async () => {
  const page = await browser.page();
  await page.goto("/map?layers=organisation");
  await mapReady(page);
  await drawn(page);
  await resting(page);

  const many = organisations("true");
  assert.equal(await layer(page, "organisation").getAttribute("data-count"), String(many));
  assert.equal(await total(page), many);
  const overlaps = await page.locator("[data-mark]").evaluateAll((marks) => {
    const boxes = marks.map((mark) => mark.getBoundingClientRect());
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    return boxes.flatMap((a, at) => boxes.slice(at + 1).filter((b) => meet(a, b))).length;
  });
  assert.equal(overlaps, 0, "marks never cover each other");
  await closeClean(page);
});

test("the search for an organisation flies to its building and lists it there", async () => {
  const page = await browser.page();
  await page.goto("/map");
  await mapReady(page);
  const before = await page.getAttribute(CONTAINER, "data-camera");

  await page.fill("#search", name);
  await page.locator(".search__hit", { hasText: name }).first().click();
  await page.locator(`[data-building='${building}'] a[href='/register/${entry}']`).waitFor();
  await resting(page);

  assert.equal(query(page, "b"), building);
  assert.notEqual(await page.getAttribute(CONTAINER, "data-camera"), before);
  await page.locator(`a[href='/register/${entry}']`).click();
  await page.waitForURL(`**/register/${entry}`);
  await closeClean(page);
});

test("a department's grids are outlined and named over the same ground, for posts without files as well", async () => {
  const [[unit, own]] = rows("select unit_id, name from unit_grid order by unit_id, name limit 1");
  const page = await browser.page({ role: "department" });
  await page.goto("/map");
  await mapReady(page);
  assert.equal(await layer(page, "organisation").count(), 0, "the register is for those who keep files");

  await layer(page, unit).click();
  await page.locator(".map-label--own", { hasText: own }).waitFor();

  assert.equal(query(page, "unit"), unit);
  await layer(page, unit).click();
  await page.waitForFunction(() => !new URL(location.href).searchParams.has("unit"));
  await closeClean(page);
});
