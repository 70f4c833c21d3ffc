// The monthly report and the emergency mode: a worker reads the own month in three taps on a phone, objects without script, and the
// street's button to publish is not there while the objection is open; an emergency stands on every page of its area.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../fixture/axe.mjs";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { stickingOut } from "../fixture/label.mjs";
import { rows } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 390, height: 844 };
const [[grid]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
const community = BigInt(grid) - (BigInt(grid) % 1000n);

test("a worker's month is three taps away, and every number opens its records", async () => {
  const page = await browser.page({ role: "grid_worker", viewport: PHONE });
  await page.goto("/m");
  let taps = 0;
  const tap = async (target) => {
    taps += 1;
    await page.locator(target).first().click();
  };
  await tap("a[href='/m/me']");
  await page.waitForURL("**/m/me");
  await tap("a[href='/m/month']");
  await page.waitForURL("**/m/month");
  await page.locator("[data-measure=visits]").waitFor();
  assert.ok(taps <= 3, `${taps} taps`);
  assert.deepEqual(await stickingOut(page), []);
  await assertAccessible(page);
  const link = page.locator("[data-measure=complete] a");
  const count = Number((await page.locator("[data-measure=complete] small").innerText()).split("/")[1].replaceAll(",", ""));
  await link.click();
  await page.locator("h1").waitFor();
  const facts = await page.locator(".page__facts").innerText();
  assert.equal(Number(facts.split("n =")[1].replaceAll(",", "")), count);
  await closeClean(page);
});

test("offices read months with what they stand on, inside a phone and without a barrier", async () => {
  const page = await browser.page({ role: "community", viewport: PHONE });
  await page.goto("/months");
  await page.locator("tr[data-report]").first().waitFor();
  assert.deepEqual(await stickingOut(page), []);
  await assertAccessible(page);
  await page.locator("tr[data-report] a").last().click();
  await page.locator("tr[data-measure]").first().waitFor();
  await assertAccessible(page);
  assert.equal(await page.locator("form[action='/form/month-publish']").count(), 0, "the community publishes none");
  await page.goto("/months/formula");
  await page.locator("tr[data-version='1']").waitFor();
  await assertAccessible(page);
  await closeClean(page);
});

test("an emergency stands on the pages of its area until it is lifted", async () => {
  const street = await browser.page({ role: "street", viewport: PHONE });
  await street.goto("/emergencies");
  await street.locator("input[name=reason]").fill("河水上涨 end2end");
  await street.locator("input[name=unlock-watch_proof]").check();
  await street.locator("form[action='/form/emergency'] button").click();
  const row = street.locator("tr[data-emergency]", { hasText: "河水上涨 end2end" }).first();
  await row.waitFor();
  await assertAccessible(street);
  const worker = await browser.page({ role: "grid_worker", viewport: PHONE });
  for (const path of ["/m", "/works", "/cases"]) {
    await worker.goto(path);
    await worker.locator(".banner--warning", { hasText: "河水上涨 end2end" }).waitFor();
    assert.deepEqual(await stickingOut(worker), []);
  }
  await row.locator("form[action='/form/emergency-lift'] button").click();
  await street.locator("tr[data-emergency]", { hasText: "已解除" }).first().waitFor();
  await worker.goto("/works");
  assert.equal(await worker.locator(".banner--warning", { hasText: "河水上涨 end2end" }).count(), 0);
  await closeClean(worker);
  await closeClean(street);
});

test("training and the team stand beside the roster", async () => {
  const page = await browser.page({ role: "community", viewport: PHONE });
  await page.goto(`/areas/${grid}/roster`);
  await page.locator("#team").waitFor();
  await page.locator(`a[href='/areas/${grid}/training']`).click();
  await page.locator("table").first().waitFor();
  assert.deepEqual(await stickingOut(page), []);
  await assertAccessible(page);
  await page.goto(`/areas/${community}/training`);
  await page.locator("form[action='/form/training']").waitFor();
  await closeClean(page);
});
