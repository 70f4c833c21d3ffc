// A list is taken out: masked at once; unmasked after somebody of the community granted it, once; and a higher level's form is
// filled. Plain pages, without script; what they say is held against the database.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 390, height: 844 };
const PASSWORD = "demo-gezhi-2026";

const [[grid]] = rows("select area from post where role = 'grid_worker' and is_demo order by account_id limit 1");
const [[name]] = rows(`select r.name from resident r join stay s on s.resident_id = r.id
  where s.area = ${grid} and s.to_on is null and s.kind in ('both', 'actual') and length(r.name) > 2 limit 1`);

/** Clicks something that downloads, and reads the file. */
async function download(page, locator) {
  const [file] = await Promise.all([page.waitForEvent("download"), locator.click()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

async function narrow(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${page.url()} is ${wide} px too wide`);
}

test("a masked list is there at once, and one without masks once after a second person granted it", async () => {
  const worker = await browser.page({ role: "grid_worker" });
  await worker.setViewportSize(PHONE);
  await worker.goto("/filter?f=age:60-");
  await worker.locator("a[href^='/exports/new']").click();
  await narrow(worker);
  await worker.locator("[name=format]").selectOption("csv");
  await worker.locator("button", { hasText: "生成文件" }).click();
  await worker.waitForURL(/\/exports\/\d+$/);
  const masked = await download(worker, worker.locator("a[href$='/file']"));
  const text = masked.bytes.toString();
  assert.match(masked.name, /^gezhi-people-\d+\.csv$/);
  assert.match(text, /已脱敏/);
  assert.ok(!text.includes(name), "no name in full");
  assert.match(text, /\*/);

  await worker.goto(`/exports/new?list=people&area=${grid}&f=age:60-`);
  await worker.locator("summary", { hasText: "申请未脱敏名单" }).click();
  await worker.locator("[name=reason]").fill("高龄津贴年审，交街道民政");
  await worker.locator("[name=password]").fill("not the password");
  await worker.locator("button[name=unmasked]").click();
  await worker.locator(".form__error").waitFor();
  assert.equal(await worker.locator("[name=reason]").inputValue(), "高龄津贴年审，交街道民政", "what was typed is kept");
  await worker.locator("[name=format]").selectOption("csv");
  await worker.locator("[name=password]").fill(PASSWORD);
  await worker.locator("button[name=unmasked]").click();
  await worker.waitForURL(/\/exports\/\d+$/);
  const page = worker.url();
  assert.equal(await worker.locator("a[href$='/file']").count(), 0, "nothing to fetch yet");

  const community = await browser.page({ role: "community" });
  await community.goto("/exports");
  await community.locator(`section[aria-labelledby=waiting] a[href='${new URL(page).pathname}']`).click();
  await community.locator("[name=password]").fill(PASSWORD);
  await community.locator("button[name=granted][value='1']").click();
  await community.locator("[data-state=granted]").waitFor();
  assert.equal(await community.locator("a[href$='/file']").count(), 0, "who grants sees nothing of it");
  await closeClean(community);

  await worker.goto(page);
  await narrow(worker);
  const open = await download(worker, worker.locator("a[href$='/file']"));
  assert.match(open.bytes.toString(), /未脱敏/);
  await worker.goto(page);
  assert.equal(await worker.locator("[data-state=fetched]").count(), 1);
  assert.equal(await worker.locator("a[href$='/file']").count(), 0, "once");
  const id = page.split("/").pop();
  const told = Number(value(`select count(*) from audit where action = 'export_resident' and detail ->> 'export' = '${id}'`));
  const made = Number(value(`select rows_made from export where id = ${id}`));
  assert.ok(told > 0 && told <= made, `${told} of ${made} rows`);
  // A refused form answers 422, which the browser's console calls a fault.
  await worker.context().close();
});

test("a form of a higher level is mapped once and filled", async () => {
  const page = await browser.page({ role: "community" });
  await page.goto("/exports/templates");
  await page.locator("[name=name]").fill("老年人登记表");
  const form = Buffer.from("\ufeff某街道老年人登记表\r\n序号,姓名,年龄,家庭住址,联系电话,帮扶人\r\n1,例,80,例,例,例\r\n");
  await page.locator("#field-file").setInputFiles({ name: "表.csv", mimeType: "text/csv", buffer: form });
  await page.locator("form[action='/exports/templates'] button").click();
  await page.waitForURL(/\/exports\/templates\/\d+$/);
  const template = page.url().split("/").pop();
  assert.match(await page.locator("[data-unknown='1']").textContent(), /帮扶人/);
  await page.locator("[name=column-5]").selectOption("key_groups");
  await page.locator("form[action='/form/template-columns'] button").click();
  await page.locator("[data-unknown]").waitFor({ state: "detached" });

  await page.goto(`/exports/new?list=people&area=${grid}&f=age:60-&template=${template}`);
  await page.locator("[name=format]").selectOption("csv");
  await page.locator("button", { hasText: "生成文件" }).click();
  await page.waitForURL(/\/exports\/\d+$/);
  const filled = await download(page, page.locator("a[href$='/file']"));
  const lines = filled.bytes.toString().split("\r\n");
  assert.match(lines[0], /某街道老年人登记表/);
  assert.equal(lines[1], "序号,姓名,年龄,家庭住址,联系电话,帮扶人");
  assert.match(lines[2], /^1,.\*+,\d+,/);
  assert.ok(!lines.join("").includes("例"), "the sender's example is gone");
  await page.goto(`/exports/templates/${template}`);
  await page.locator("form[action='/form/template-remove'] button").click();
  await page.waitForURL("**/exports/templates");
  await closeClean(page);
});
