// How many keys and taps the everyday work on cases takes: accepted and dispatched in four keys, finished with a picture in three taps,
// reported with a picture in six. Choosing the file in the system's own dialogue counts as the tap that opens it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { hearsKeys, openSheet, showsLight } from "../fixture/case.mjs";
import { png } from "../fixture/png.mjs";
import { rows } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 390, height: 844 };
const picture = { name: "picture.png", mimeType: "image/png", buffer: png() };
// Lamps are the city management bureau's, by the owner table.
const LAMP = "0102";

/** A page whose presses are counted. */
async function counted(role, options = {}) {
  const page = await browser.page({ role, ...options });
  page.presses = 0;
  page.tap = (target) => {
    page.presses += 1;
    return page.locator(target).first().click();
  };
  page.key = (name) => {
    page.presses += 1;
    return page.keyboard.press(name);
  };
  page.choose = async (target) => {
    page.presses += 1;
    await page.locator(target).setInputFiles(picture);
  };
  return page;
}

async function report(dwelling, title, category) {
  const page = await browser.page({ role: "grid_worker", viewport: PHONE });
  await page.goto(`/cases/new?h=${dwelling}`);
  await page.locator("#report-title").fill(title);
  await page.locator("#report-category").selectOption(category);
  await page.locator("form[action='/form/case-report'] > button[type=submit]").click();
  await Promise.race([page.waitForURL("**/cases?case=*"), page.locator("input[name=seen]").waitFor({ state: "attached" })]);
  if (!page.url().includes("/cases?case=")) {
    await page.locator("form[action='/form/case-report'] > button[type=submit]").click();
    await page.waitForURL("**/cases?case=*");
    page.faults.length = 0;
  }
  const id = new URL(page.url()).searchParams.get("case");
  await closeClean(page);
  return id;
}

const [[own]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
const doors = rows(`select id from household where area = ${own} and cell is not null order by id limit 3`).flat();

test("a case is accepted and dispatched to the department that answers for it in four keys, and finished with a picture in three taps", async () => {
  const id = await report(doors[1], "计数：路灯不亮", LAMP);
  const community = await openSheet(await counted("community"), id);
  await showsLight(community, "red");
  await community.key("a");
  await showsLight(community, "yellow");
  await community.key("p");
  await community.waitForFunction(() => document.activeElement?.id === "step-send");
  await community.key("Enter");
  await showsLight(community, "red");
  assert.ok(community.presses <= 4, `${community.presses} keys`);
  await closeClean(community);

  const department = await openSheet(await counted("department", { viewport: PHONE }), id);
  await department.locator(".case-steps button[data-step='accept']").click();
  await showsLight(department, "yellow");
  await department.tap(".case-steps a[data-step='finish']");
  await department.choose("form[data-step-form='finish'] #step-photo");
  await department.tap("form[data-step-form='finish'] #step-send");
  await showsLight(department, "blue");
  assert.ok(department.presses <= 3, `${department.presses} taps`);
  await closeClean(department);
});

test("a worker reports with a picture and nothing else in six taps, from the page that the phone opens on", async () => {
  const worker = await counted("grid_worker", { viewport: PHONE });
  await worker.goto("/cases");
  await hearsKeys(worker);
  const before = rows("select count(*) from case_file")[0][0];
  await worker.tap("a[href='/cases/new']");
  await worker.locator("#report-photo").waitFor();
  await worker.choose("#report-photo");
  await worker.tap("form[action='/form/case-report'] > button[type=submit]");
  await worker.waitForURL("**/cases?case=*");
  await showsLight(worker, "red");
  assert.equal(Number(rows("select count(*) from case_file")[0][0]), Number(before) + 1);
  assert.ok(worker.presses <= 6, `${worker.presses} taps`);
  await closeClean(worker);
});
