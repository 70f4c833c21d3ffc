// Many cases at once: three are ticked with keys, one of them was changed meanwhile and says so, the others are accepted and
// dispatched with four keys at most and taken back. The same without script; filters as choices, kept lists, lists and slips on paper.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../fixture/axe.mjs";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { hearsKeys } from "../fixture/case.mjs";
import { stickingOut } from "../fixture/label.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const [[own]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
const [[dwelling]] = rows(`select id from household where area = ${own} and cell is not null order by id limit 1`);
// A category that no case is about yet, so that the lists below hold this journey's cases and no other.
const unused = rows(`select code from case_category k where not is_retired and closing = 'signed'
  and not exists (select 1 from case_file c where c.category = k.code) order by code desc limit 4`).map(([code]) => code);

const lines = (page) => page.locator(".case-line");
const ticked = (page, count) => page.locator(`.case-bulk[data-ticked='${count}']`).waitFor();
const holder = (id) => value(`select holder from case_file where id = ${id}`);

/** Waits until the page is awake. */
async function awake(page) {
  await hearsKeys(page);
  await page.locator(".case-narrow").waitFor();
}

/** A worker reports at a door; whoever is shown that somebody reported the like sends it anyway. */
async function report(title, category) {
  const page = await browser.page({ role: "grid_worker" });
  await page.goto(`/cases/new?h=${dwelling}`);
  await page.getByLabel("什么问题").fill(title);
  await page.locator("#report-category").selectOption(category);
  const send = page.locator("form[action='/form/case-report'] > button[type=submit]");
  await send.click();
  await Promise.race([page.waitForURL("**/cases?case=*"), page.locator(".form__error").waitFor()]);
  if (!page.url().includes("/cases?case=")) {
    await page.locator("input[name=seen]").waitFor({ state: "attached" });
    await send.click();
    await page.waitForURL("**/cases?case=*");
  }
  const id = new URL(page.url()).searchParams.get("case");
  await page.context().close();
  return id;
}

async function three(category) {
  const ids = [];
  for (const title of ["勾选试件一", "勾选试件二", "勾选试件三"]) ids.push(await report(title, category));
  return ids;
}

/** The community's list of these cases. */
async function list(category, options = {}) {
  const page = await browser.page({ role: "community", ...options });
  await page.goto(`/cases?axis=all&category=${category}`);
  await lines(page).nth(2).waitFor();
  return page;
}

test("three ticked with keys are accepted and dispatched with four more, and what was changed meanwhile says so", async () => {
  const category = unused[0];
  const ids = await three(category);
  const page = await list(category);
  await awake(page);
  for (let count = 1; count <= 3; count += 1) {
    await page.keyboard.press("x");
    await ticked(page, count);
  }
  await assertAccessible(page);

  // Somebody else is faster with one of them.
  const other = await list(category);
  await awake(other);
  await other.locator(`.case-line[data-case='${ids[1]}'] .case-line__link`).click();
  await other.locator(`article.sheet[data-case='${ids[1]}'] button[data-step='accept']`).waitFor();
  await other.keyboard.press("a");
  await other.locator(`article.sheet[data-case='${ids[1]}'][data-light='yellow']`).waitFor();
  await closeClean(other);

  let keys = 0;
  const press = async (key) => {
    keys += 1;
    await page.keyboard.press(key);
  };
  const holders = ids.map(holder);
  await press("a");
  await page.locator(".bulk-result[data-done='2']").waitFor();
  const changed = page.locator(`.bulk-result__line[data-case='${ids[1]}'][data-became='changed']`);
  assert.match(await changed.innerText(), /别人已经办理/);
  await ticked(page, 2);
  await press("p");
  await page.waitForFunction(() => ["bulk-send", "bulk-desk"].includes(document.activeElement?.id));
  // Without an owner in the tables nobody is suggested: the arrow chooses the first unit.
  if (await page.evaluate(() => document.activeElement.id === "bulk-desk")) await press("ArrowDown");
  await press("Enter");
  await page.locator(".bulk-result__title:has-text('派单')").waitFor();

  assert.ok(keys <= 4, `${keys} keys`);
  await page.locator(".bulk-result[data-done='2']").waitFor();
  for (const at of [0, 2]) assert.notEqual(holder(ids[at]), holders[at], "it lies elsewhere now");
  assert.equal(holder(ids[1]), holders[1]);

  await page.keyboard.press("z");
  await page.locator(".bulk-result__title:has-text('撤回')").waitFor();
  assert.deepEqual(ids.map(holder), holders);
  await closeClean(page);
});

test("Escape takes the ticks off before it closes anything else", async () => {
  const page = await browser.page({ role: "community" });
  await page.goto("/cases?axis=all");
  await lines(page).nth(1).waitFor();
  await awake(page);
  await page.keyboard.press("x");
  await ticked(page, 1);
  await page.locator("article.sheet").waitFor();

  await page.keyboard.press("Escape");
  await page.locator(".case-bulk[data-ticked='0']").waitFor({ state: "attached" });
  assert.equal(await page.locator(".case-bulk").isVisible(), false, "nothing to do without a tick");
  assert.notEqual(new URL(page.url()).searchParams.get("case"), null, "the case stays open");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !new URL(location.href).searchParams.has("case"));
  await closeClean(page);
});

test("without script the boxes are a form, each case says what became of it, and all is taken back", async () => {
  const category = unused[1];
  const ids = await three(category);
  const page = await list(category, { javaScriptEnabled: false });
  for (const id of ids.slice(0, 2)) await page.locator(`.case-line[data-case='${id}'] input[type=checkbox]`).check();
  const to = page.locator("#bulk-desk");
  await to.selectOption(await to.locator("option[value]:not([value=''])").first().getAttribute("value"));

  await page.locator("#bulk-send").click();

  await page.locator(".bulk-result[data-done='2']").waitFor();
  assert.equal(await page.locator(".bulk-result__line[data-became='done']").count(), 2);
  await page.locator(".bulk-result__undo button").click();
  await page.locator(".bulk-result__title:has-text('撤回')").waitFor();
  assert.equal(await page.locator(".bulk-result__line[data-became='done']").count(), 2);
  await page.context().close();
});

test("a choice of category and area is followed at once, and counts are the list's", async () => {
  const category = unused[2];
  const ids = await three(category);
  const page = await browser.page({ role: "community" });
  await page.goto("/cases?axis=all");
  await awake(page);

  await page.locator("#case-category").selectOption(category);
  await page.waitForURL(`**/cases?*category=${category}*`);
  await page.waitForFunction((count) => document.querySelectorAll(".case-line").length === count, ids.length);
  const chosen = page.locator(`#case-category option[value='${category}']`);
  assert.match(await chosen.innerText(), /（3）/);
  await page.locator("#case-area").selectOption(own);
  await page.waitForURL(`**/cases?*area=${own}*`);
  await page.waitForFunction((count) => document.querySelectorAll(".case-line").length === count, ids.length);

  // The list is kept under a name, found again, renamed, removed.
  await page.locator(".case-kept > summary").click();
  await page.locator("#view-name").fill("试件");
  await page.locator("form[action='/form/case-view'] button").click();
  await page.waitForLoadState();
  await awake(page);
  await page.goto("/cases");
  await awake(page);
  await page.locator(".case-kept > summary").click();
  await page.locator(".case-kept__line a:has-text('试件')").click();
  await page.waitForURL(`**/cases?*category=${category}*`);
  await page.waitForFunction((count) => document.querySelectorAll(".case-line").length === count, ids.length);
  assert.deepEqual(await stickingOut(page), []);

  // The same list on paper, and the slip of one of its cases.
  await page.locator("a[href^='/cases/print']").click();
  await page.locator(".case-paper tbody tr").nth(2).waitFor();
  assert.equal(await page.locator(".case-paper tbody tr").count(), ids.length);
  await page.goto(`/cases/${ids[0]}/print`);
  await page.waitForFunction(() => document.querySelector(".case-paper__code")?.naturalWidth > 0);
  assert.match(await page.locator(".case-paper").innerText(), new RegExp(`勾选试件一[^]*上报`));
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".top").isVisible(), false, "no chrome on paper");
  await page.emulateMedia({ media: "screen" });

  await page.goto("/cases");
  await awake(page);
  await page.locator(".case-kept > summary").click();
  await page.locator(".case-kept__change > summary").click();
  await page.locator("form[action='/form/case-view-remove'] button").click();
  await page.waitForLoadState();
  await awake(page);
  assert.equal(await page.locator(".case-kept__line").count(), 0);
  await closeClean(page);
});
