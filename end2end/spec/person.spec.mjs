// People on a household's card: masked, and one at a time in full for who keeps the file and says why.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();

const [[area]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
const [[dwelling, building, resident, name]] = rows(`select d.id, d.building_id, r.id, r.name
  from dwelling d join stay s on s.dwelling_id = d.id join resident r on r.id = s.resident_id
  where d.area = ${area} and d.cell is not null and s.relation = 'head' and s.to_on is null
    and r.id_number_sealed is not null order by d.id limit 1`);

/** The database holds the number sealed: what is known of it is how made-up ones begin. */
const WHOLE = /999999(19|20)\d{9}[\dX]/;
const MASKED = /^999\*{11}\d{3}[\dX]$/;

test("an office sees the mask and no way behind it", async () => {
  const page = await browser.page();
  await page.goto(`/buildings/${building}?h=${dwelling}`);
  const person = page.locator(`[data-resident='${resident}']`);
  await person.waitFor();

  assert.equal(await person.locator(".person__name").innerText(), `${name[0]}${"*".repeat(Math.min(name.length - 1, 2))}`);
  assert.equal(await page.locator(".person__unmask").count(), 0);
  assert.match(await person.locator(".person__number").innerText(), MASKED);
  assert.doesNotMatch(await page.content(), WHOLE);
  await closeClean(page);
});

test("the grid worker says why, sees one person in full, hides it again, and the trail has a row", async () => {
  const page = await browser.page({ role: "grid_worker" });
  await page.goto(`/buildings/${building}?h=${dwelling}`);
  const person = page.locator(`[data-resident='${resident}']`);
  await person.locator("form.person__unmask select").selectOption("service");
  const before = Number(value(`select count(*) from audit where action = 'unmask_resident' and record_id = ${resident}`));

  await person.locator("form.person__unmask button").click();
  await person.locator(`.person__name:text-is('${name}')`).waitFor();

  assert.match(await person.locator(".person__number").innerText(), WHOLE);
  const after = rows(`select detail->>'reason' from audit where action = 'unmask_resident' and record_id = ${resident} order by id`);
  assert.equal(after.length, before + 1);
  assert.equal(after.at(-1)[0], "service");
  await person.locator(".person__hide").click();
  await person.locator(`.person__name:not(:text-is('${name}'))`).waitFor();
  assert.doesNotMatch(await page.content(), WHOLE, "nothing of it stays in the page");
  await closeClean(page);
});
