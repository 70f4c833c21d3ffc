// The citywide board, answer templates and before-and-after: a department looks at other areas' cases without a word of them, a chosen
// template fills the words of a step, and the edge between two pictures moves with the keys.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../fixture/axe.mjs";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { hearsKeys } from "../fixture/case.mjs";
import { stickingOut } from "../fixture/label.mjs";
import { png } from "../fixture/png.mjs";
import { rows } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 390, height: 844 };
const [[own]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
const [[dwelling]] = rows(`select id from household where area = ${own} and cell is not null order by id limit 1`);

test("a department drills down on the board and no case says a word there", async () => {
  const page = await browser.page({ role: "department", viewport: PHONE });
  await page.goto("/board");
  await page.locator("tr[data-case]").first().waitFor();
  assert.equal(await page.locator("a[href^='/cases?axis=all']").count(), 0);
  assert.deepEqual(await stickingOut(page), []);
  await assertAccessible(page);

  const row = page.locator("tr[data-area]").nth(1);
  const [area, count] = [await row.getAttribute("data-area"), await row.getAttribute("data-count")];
  await row.locator("th a").click();
  await page.waitForURL(`**/board/${area}`);
  assert.equal(await page.locator("[data-total]").getAttribute("data-total"), count);
  await page.locator("select[name=light]").selectOption("green");
  await page.locator("form.filter button").click();
  await page.waitForURL("**light=green**");
  const total = Number(await page.locator("[data-total]").getAttribute("data-total"));
  assert.ok(total <= Number(count));
  assert.equal(await page.locator("tr[data-case]").count(), Math.min(total, 50));
  await closeClean(page);
});

test("the bar leads to figures, calls, supervision and the board, and stays inside a phone", async () => {
  for (const [role, ways] of [
    ["city", ["/screen", "/statistics", "/supervision", "/hotline", "/board", "/cases/answers", "/months", "/spot-checks", "/emergencies"]],
    ["grid_worker", ["/m", "/board", "/cases/answers", "/spot-checks", "/emergencies"]],
  ]) {
    for (const lang of ["zh", "en"]) {
      const page = await browser.page({ role, viewport: PHONE });
      await page.goto(`/cases?lang=${lang}`);
      const more = page.locator("details.more");
      await more.waitFor();
      await more.locator("summary").click();
      const links = await more.locator("a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
      assert.deepEqual(links, ways, role);
      assert.deepEqual(await stickingOut(page), []);
      await assertAccessible(page);
      await more.locator("a[href='/board']").click();
      await page.locator("h1").waitFor();
      assert.ok(new URL(page.url()).pathname === "/board");
      await closeClean(page);
    }
  }
});

/** A case at the first worker's door, reported by the community with a picture. Answers with its number. */
async function report(page, title) {
  await page.goto(`/cases/new?h=${dwelling}`);
  await page.getByLabel("什么问题").fill(title);
  await page.locator("#report-photo").setInputFiles({ name: "before.png", mimeType: "image/png", buffer: png() });
  const send = page.locator("form[action='/form/case-report'] > button[type=submit]");
  await send.click();
  const held = page.locator(".form__error");
  await Promise.race([page.waitForURL("**/cases?case=*"), held.waitFor()]);
  if (!page.url().includes("/cases?case=")) {
    await page.locator("input[name=seen]").waitFor({ state: "attached" });
    await send.click();
    await page.waitForURL("**/cases?case=*");
    page.faults.length = 0;
  }
  return new URL(page.url()).searchParams.get("case");
}

test("a template fills the words of a remark's answer, and the edge between before and after moves with the keys", async () => {
  const page = await browser.page({ role: "community" });
  await page.goto("/cases/answers");
  const name = `模板${Date.now() % 100000}`;
  await page.locator("#field-name").fill(name);
  await page.locator("#answer-body").fill("您好，{编号}号事件已处理。");
  await page.locator("form[action='/form/answer'] button").click();
  await page.locator("tr[data-answer]", { hasText: name }).waitFor();
  await assertAccessible(page);

  const id = await report(page, `模板与对比 ${Date.now() % 100000}`);
  await page.goto(`/cases?axis=all&case=${id}`);
  await hearsKeys(page);
  const version = await page.locator("article.sheet").getAttribute("data-version");
  const accept = page.locator(".case-steps button[data-step='accept']");
  if (await accept.count()) {
    await accept.click();
    await page.locator(`article.sheet:not([data-version='${version}'])`).waitFor();
  }
  await page.goto(`/cases?axis=all&case=${id}&step=finish`);
  await hearsKeys(page);
  const choice = page.locator("#step-template");
  await choice.waitFor();
  await choice.selectOption({ label: name });
  assert.equal(await page.locator("#step-note").inputValue(), `您好，${id}号事件已处理。`);
  await page.locator("#step-photo").setInputFiles({ name: "after.png", mimeType: "image/png", buffer: png() });
  const form = page.locator("form[data-step-form='finish']");
  await form.locator("#step-send").click();
  await form.waitFor({ state: "detached" });

  const pair = page.locator("details.pair");
  await pair.waitFor();
  await pair.locator("summary").click();
  await page.locator("details.pair.is-over").waitFor();
  const [after, range] = [pair.locator(".pair__after"), pair.locator("input[type=range]")];
  assert.equal(await after.getAttribute("data-at"), "50");
  await range.focus();
  await page.keyboard.press("ArrowRight");
  await page.locator(".pair__after[data-at='55']").waitFor();
  await page.waitForFunction(() => getComputedStyle(document.querySelector(".pair__after")).clipPath.includes("55%"));
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.locator(".pair__after[data-at='45']").waitFor();
  await assertAccessible(page);
  await closeClean(page);
});
