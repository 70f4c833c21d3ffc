// A community's office takes a list of people in: template, a list with faults, the corrected list, written, undone. Plain pages,
// without script; what they say is held against the database.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 390, height: 844 };

const [[community]] = rows("select area from post where role = 'community' and is_demo limit 1");
const doors = rows(`select e.name, b.number, d.unit, d.floor * 100 + d.door, d.id
  from dwelling d
  join building b on b.id = d.building_id
  join estate e on e.id = b.estate_id
  where d.area > ${community} and d.area < ${community} + 1000 and d.cell is not null
    and (select count(*) from building o where o.estate_id = b.estate_id and o.number = b.number) = 1
  order by d.id limit 12`);

const HEADINGS = "小区,楼号,单元,房号,姓名,出生日期,与户主关系,联系电话,民族,备注";

/** A list with somebody behind each door; `wrong` spoils lines by their number. */
function list(wrong = {}) {
  const lines = doors.map(([estate, building, unit, door], at) => {
    const cells = [estate, building, unit, door, `试入${"甲乙丙丁戊己庚辛壬癸子丑"[at]}`, "1988-08-08", "其他", "", "汉族", ""];
    for (const [column, text] of Object.entries(wrong[at] ?? {})) cells[column] = text;
    return cells.join(",");
  });
  return Buffer.from(`\ufeff${[HEADINGS, ...lines].join("\r\n")}\r\n`);
}

async function upload(page, name, buffer) {
  await page.goto("/import");
  await page.locator("#field-file").setInputFiles({ name, mimeType: "text/csv", buffer });
  await page.locator("form[action='/import'] button").click();
  await page.waitForURL("**/import/*");
  await settled(page);
}

/** The page loads itself again while a step is running. */
async function settled(page) {
  await page.locator("progress").waitFor({ state: "detached", timeout: 60_000 });
}

async function counts(page) {
  return (await page.locator("dl.facts dd").allTextContents()).map((text) => Number(text.replaceAll(",", "")));
}

const people = () => Number(value("select count(*) from resident where name like '试入%'"));
const living = () => value(`select sum(residents) from household where id in (${doors.map((door) => door[4]).join(",")})`);

test("a list is checked, corrected, written and undone", async () => {
  const page = await browser.page({ role: "community" });
  await page.setViewportSize(PHONE);
  await page.goto("/import");
  const [template] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("a[href='/import/template.xlsx']").click(),
  ]);
  assert.equal(template.suggestedFilename(), "gezhi-people.xlsx");
  const before = living();

  await upload(page, "有错.csv", list({ 2: { 3: "9999" }, 5: { 7: "12345" }, 7: { 4: "", 8: "火星族" } }));

  assert.deepEqual(await counts(page), [12, 9, 0, 0, 3]);
  const faults = await page.locator("section[aria-labelledby=faults] tbody tr").count();
  assert.equal(faults, 4, "every fault at once");
  assert.match(await page.locator("section[aria-labelledby=faults]").textContent(), /99999/, "the shape, not the number");
  await page.locator("form[action='/form/import-write'] button").click();
  await page.locator(".form__error[role=alert]").waitFor();
  assert.equal(people(), 0, "faulty rows keep all from being written");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} px too wide`);

  await upload(page, "改好.csv", list());
  assert.deepEqual(await counts(page), [12, 12, 0, 0, 0]);
  await page.locator("form[action='/form/import-write'] button").click();
  await settled(page);
  assert.equal(people(), 12);

  await page.locator("form[action='/form/import-undo'] button").click();
  await settled(page);
  assert.equal(people(), 0);
  assert.equal(living(), before, "households count as before");
  assert.equal(await page.locator("form[action='/form/import-undo']").count(), 0, "once is enough");
  // The answer to the refused form is a failed request on purpose.
  page.faults = page.faults.filter((fault) => !fault.includes("422"));
  await closeClean(page);
});
