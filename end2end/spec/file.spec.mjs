// E-files at the door, at phone width: a tenant is replaced and the history kept; two files of one person are merged and the
// merge undone; a field group is changed in three taps and what is typed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 390, height: 844 };

const [[area]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
const lived = rows(`select s.dwelling_id, r.id, r.name, r.born_on
  from stay s join resident r on r.id = s.resident_id join dwelling d on d.id = s.dwelling_id
  where s.area = ${area} and s.to_on is null and s.kind in ('both', 'actual') and r.status = 'checked'
    and d.cell is not null and r.merged_into is null
    and not exists (select 1 from resident o where o.name = r.name and o.born_on = r.born_on and o.id <> r.id)
  order by s.dwelling_id desc, r.id limit 200`);
const homeOf = (skip) => lived.filter(([home], at) => lived.findIndex(([other]) => other === home) === at)[skip];

/** A page of the grid worker at phone width, and a counter of taps. */
async function atTheDoor() {
  const page = await browser.page({ role: "grid_worker" });
  await page.setViewportSize(PHONE);
  page.taps = 0;
  page.tapOn = async (selector) => {
    page.taps += 1;
    await page.locator(selector).first().click();
  };
  return page;
}

test("a tenant is replaced and the house and the person still know of each other", async () => {
  const [dwelling, old] = homeOf(0);
  const page = await atTheDoor();
  await page.goto(`/households/${dwelling}`);

  for (;;) {
    const line = page.locator("details[data-move]").first();
    if ((await line.count()) === 0) break;
    await line.locator("summary").click();
    await line.locator("form[action='/form/move-out'] button").click();
    await page.waitForLoadState("load");
  }
  await page.tapOn("details[data-form='move-in'] > summary");
  const form = page.locator("details[data-form='move-in'] form.entry");
  const fields = await form.locator("input:not([type=hidden]):not([type=checkbox]), select").count();
  assert.ok(fields <= 12, `${fields} fields for a new tenant`);
  await form.locator("[name=name]").fill("试新租");
  await form.locator("[name=id_number]").fill("999999195003010820");
  await form.locator("[name=is_checked]").check();
  await form.locator("button[type=submit]").click();
  await page.waitForLoadState("load");

  const people = rows(`select r.name, r.born_on, r.sex, s.relation from stay s join resident r on r.id = s.resident_id
    where s.dwelling_id = ${dwelling} and s.to_on is null and s.kind in ('both', 'actual')`);
  assert.deepEqual(people, [["试新租", "1950-03-01", "2", "tenant"]]);
  assert.ok((await page.locator(`.stays__line.is-over a[href='/people/${old}']`).count()) >= 1, "点房知人");
  assert.equal(value(`select residents from household where id = ${dwelling}`), "1");
  await page.goto(`/people/${old}`);
  assert.ok((await page.locator(`.stays__line a[href='/households/${dwelling}']`).count()) >= 1, "点人知房");
  await closeClean(page);
});

test("two files of one person are merged, and two again after the undo", async () => {
  const [, kept, name, born] = homeOf(1);
  const [second] = homeOf(2);
  const page = await atTheDoor();
  await page.goto(`/households/${second}`);
  await page.tapOn("details[data-form='move-in'] > summary");
  const fill = async () => {
    const form = page.locator("details[data-form='move-in'] form.entry");
    await form.locator("[name=name]").fill(name);
    await form.locator("[name=born_on]").fill(born);
    return form;
  };
  await (await fill()).locator("button[type=submit]").click();
  await page.waitForLoadState("load");
  assert.equal(await page.locator(`[data-duplicate='${kept}']`).count(), 1, "the namesake is shown inline");
  const again = page.locator("details[data-form='move-in'] form.entry");
  assert.equal(await again.locator("[name=name]").inputValue(), name, "what was typed is kept");
  await again.locator("[name=is_other]").check();
  await again.locator("button[type=submit]").click();
  await page.waitForLoadState("load");
  const duplicate = value(`select max(id) from resident where name = '${name}' and born_on = '${born}'`);
  assert.notEqual(duplicate, kept);
  const before = rows(`select id, to_on from stay where resident_id = ${duplicate} order by id`);

  await page.goto(`/people/${kept}`);
  await page.locator(`[data-namesake='${duplicate}'] button`).click();
  await page.waitForLoadState("load");
  assert.equal(value(`select merged_into from resident where id = ${duplicate}`), kept);
  await page.locator("[data-merge] button").first().click();
  await page.waitForLoadState("load");

  assert.equal(value(`select count(*) from resident where id = ${duplicate} and merged_into is null`), "1");
  assert.deepEqual(rows(`select id, to_on from stay where resident_id = ${duplicate} order by id`), before);
  // Chromium reports the refused form's own status as if it were a fault.
  page.faults = page.faults.filter((fault) => !fault.includes("status of 422"));
  await closeClean(page);
});

test("a field is changed at the door in three taps and what is typed, and says who verified it", async () => {
  const [, resident] = homeOf(3);
  const page = await atTheDoor();
  await page.goto(`/people/${resident}`);

  await page.tapOn("[data-edit='background']");
  const input = "section[data-group='background'] [name=occupation]";
  await page.locator(input).waitFor();
  await page.tapOn(input);
  await page.locator(input).fill("试新职业");
  await page.tapOn("section[data-group='background'] form.entry button[type=submit]");
  await page.waitForLoadState("load");

  assert.ok(page.taps <= 3, `${page.taps} taps`);
  assert.equal(value(`select occupation from resident where id = ${resident}`), "试新职业");
  assert.equal(
    value(`select method from verification where subject_id = ${resident} and field_group = 'background'`),
    "door",
  );
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, "nothing sticks out on a phone");
  await closeClean(page);
});
