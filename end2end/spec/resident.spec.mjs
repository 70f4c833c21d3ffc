// The resident's side of a case: 拍拍板 by a link without log-in, and Yubei's 危岩: what is done anyway is known before anybody reports it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../fixture/axe.mjs";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { hearsKeys, showsLight, takeStep } from "../fixture/case.mjs";
import { stickingOut } from "../fixture/label.mjs";
import { rows } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 390, height: 844 };
const [[own]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
const [[dwelling]] = rows(`select id from household where area = ${own} and cell is not null order by id desc limit 1`);
// Ended on the spot by one person: green at once.
const [[onTheSpot]] = rows("select code from case_category where closing = 'on_the_spot' order by code limit 1");

test("a resident says by the link that it is not solved, and the desk that is open sees it at once", async () => {
  const staff = await browser.page({ role: "community" });
  await staff.goto(`/cases/new?h=${dwelling}`);
  await staff.getByLabel("什么问题").fill("一键评价试件");
  await staff.locator("#report-category").selectOption(onTheSpot);
  const sendIt = staff.locator("form[action='/form/case-report'] > button[type=submit]");
  await sendIt.click();
  await Promise.race([staff.waitForURL("**/cases?case=*"), staff.locator(".form__error").waitFor()]);
  if (!staff.url().includes("/cases?case=")) {
    await sendIt.click();
    await staff.waitForURL("**/cases?case=*");
    staff.faults.length = 0;
  }
  await showsLight(staff, "red");
  await hearsKeys(staff);
  await takeStep(staff, "accept");
  await takeStep(staff, "finish");
  await showsLight(staff, "green");
  const href = await staff.locator(".sheet__link a").getAttribute("href");

  const resident = await browser.page({ role: null, viewport: PHONE });
  await resident.goto(href);
  await assertAccessible(resident);
  assert.deepEqual(await stickingOut(resident), []);
  assert.ok(!(await resident.locator("main").innerText()).includes("一键评价试件"), "no words of staff");
  const sizes = await resident.locator(".follow__word").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
  assert.ok(sizes.length === 4 && sizes.every((height) => height >= 60), `for every thumb: ${sizes}`);
  await resident.getByRole("button", { name: "未解决" }).click();
  await resident.getByText("未解决", { exact: false }).first().waitFor();
  assert.match(await resident.locator(".follow__state").innerText(), /待处理|处理中/);
  await closeClean(resident);

  await showsLight(staff, "yellow");
  assert.match(await staff.locator(".timeline li").first().innerText(), /居民：未解决/);
  await closeClean(staff);
});

test("what is done anyway is shown before a report is sent, so that nobody asks twice", async () => {
  const [[building]] = rows(`select building_id from dwelling where id = ${dwelling}`);
  const [[area]] = rows("select area from post where role = 'community' and is_demo limit 1");
  const community = await browser.page({ role: "community" });
  await community.goto(`/works/new?area=${area}`);
  await community.locator("[name=work_title]").fill("危岩清理加固");
  await community.locator("[name=reason]").fill("专业队正在清理，月底前完工");
  await community.locator("[name=building]").selectOption(building);
  await community.locator("[name=starts_on]").fill("2026-11-01");
  await community.locator("form[action='/form/work'] button[type=submit]").click();
  await community.waitForURL(/\/works\/\d+/);
  await closeClean(community);

  const worker = await browser.page({ role: "grid_worker", viewport: PHONE });
  await worker.goto(`/cases/new?h=${dwelling}`);
  const known = worker.locator(".report-hints__work", { hasText: "危岩清理加固" });
  await known.waitFor();
  assert.match(await known.innerText(), /月底前完工/);
  assert.deepEqual(await stickingOut(worker), []);
  await assertAccessible(worker);
  await closeClean(worker);
});

test("without script the same is said when the report is sent, and it is sent with the second press", async () => {
  const before = rows("select count(*) from case_file where title = '无脚本提示试件'")[0][0];
  const page = await browser.page({ role: "grid_worker", viewport: PHONE, javaScriptEnabled: false });
  for (const at of [1, 2]) {
    await page.goto(`/cases/new?h=${dwelling}`);
    await page.locator("#report-title").fill(`无脚本提示试件`);
    await page.locator("#report-category").selectOption(onTheSpot);
    await page.locator("form[action='/form/case-report'] > button[type=submit]").click();
    if (page.url().includes("/cases?case=")) continue;
    await page.locator(".report-hints__panel").waitFor();
    assert.equal(await page.locator("#report-title").inputValue(), "无脚本提示试件", "what was typed is there");
    if (at === 2) {
      // The likest case is the one that was just sent: it is joined instead.
      await page.locator(".report-hints__line button").first().click();
      await page.waitForURL("**/cases?case=*");
      assert.match(await page.locator(".timeline").innerText(), /我也遇到/);
    } else {
      await page.locator("form[action='/form/case-report'] > button[type=submit]").click();
      await page.waitForURL("**/cases?case=*");
    }
  }
  const after = rows("select count(*) from case_file where title = '无脚本提示试件'")[0][0];
  assert.equal(Number(after) - Number(before), 1, "one case, joined once");
  await page.context().close();
});
