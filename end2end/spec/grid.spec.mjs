// A grid is split at phone width by its community's office: buildings are ticked, both sizes are seen, the change is confirmed,
// and the old grid's worker no longer sees what left.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { stickingOut } from "../fixture/label.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 390, height: 844 };
// A kept city may have been split before.
const NAME = `试分${Date.now() % 100_000}`;

const [[community]] = rows("select area from post where role = 'community' and is_demo limit 1");
// Not the grid of the demo worker: other journeys count in it.
const [[grid]] = rows(`select a.area from area a where a.level = 4 and a.to_on is null
  and a.area > ${community} and a.area < ${community} + 1000
  and not exists (select 1 from post p where p.area = a.area and p.is_demo)
  order by (select count(*) from building b where b.area = a.area and b.units > 0) desc, a.area limit 1`);
const lived = rows(`select b.id from building b where b.area = ${grid} and b.units > 0 order by b.id`).map(([id]) => id);

test("a grid is split, every door goes with its building, and the change stands in the history", async () => {
  const going = lived.slice(0, Math.ceil(lived.length / 3));
  const doors = value(`select count(*) from dwelling where building_id in (${going.join(",")})`);
  const before = value("select scene_version from city limit 1");
  const page = await browser.page({ role: "community" });
  await page.setViewportSize(PHONE);
  await page.goto(`/areas/${grid}/manage`);

  for (const id of going) await page.locator(`input[name=b][value='${id}']`).check();
  await page.locator("#grid-name").fill(NAME);
  await page.locator("section[aria-labelledby=move] button").click();
  await page.waitForLoadState("load");
  const sizes = await page.locator("section[aria-labelledby=effect] tbody tr").count();
  assert.equal(sizes, 2, "both grids before and after");
  await page.locator("form[action='/form/regrid'] button").click();
  await page.waitForLoadState("load");

  const [[made]] = rows(`select area from area where name = '${NAME}' and level = 4`);
  assert.equal(value(`select count(*) from dwelling where area = ${made}`), doors);
  assert.equal(value(`select count(*) from dwelling where area = ${grid} and building_id in (${going.join(",")})`), "0");
  assert.equal(Number(value("select scene_version from city limit 1")), Number(before) + 1);
  assert.ok((await page.locator(`section[aria-labelledby=changes] a[href='/areas/${made}/manage']`).count()) >= 1);
  assert.deepEqual(await stickingOut(page), []);
  await closeClean(page);
});

test("a grid worker is told that the post may not do that", async () => {
  const page = await browser.page({ role: "grid_worker" });
  const [[own]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
  const answer = await page.goto(`/areas/${own}/manage`);
  assert.equal(answer.status(), 403);
  // The refused page is a failed request on purpose.
  await page.close();
});
