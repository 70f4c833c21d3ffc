// 居民上报: from the code at a building to the number in at most six taps on a telephone; the same place then shows that it is
// known, and a neighbour joins instead of reporting again. And 小区群转录: a pasted chat becomes cases.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../fixture/axe.mjs";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { stickingOut } from "../fixture/label.mjs";
import { png } from "../fixture/png.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 390, height: 844 };
const PHOTO = { name: "lamp.png", mimeType: "image/png", buffer: png() };
const [[own]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
const [[building]] = rows(
  `select b.id from building b where b.area = ${own} and b.number > 0 and b.units > 0 order by b.id desc limit 1`,
);
const caseOf = (id) => rows(`select phase, source, holder, light, x_dm is not null from case_file where id = ${id}`)[0];

test("a resident reports with a photo in at most six taps from the code to the number", async () => {
  const page = await browser.page({ role: null, viewport: PHONE });
  let taps = 0;
  const tap = async (what) => {
    taps += 1;
    await what.click();
  };

  await page.goto(`/report?b=${building}`);
  await assertAccessible(page);
  assert.deepEqual(await stickingOut(page), []);
  taps += 1;
  await page.locator("#report-photo").setInputFiles(PHOTO);
  await page.locator("li[data-state='sent']").waitFor();
  await tap(page.locator("#report-words"));
  await page.locator("#report-words").fill("楼门口的路灯不亮了");
  await tap(page.getByRole("button", { name: "发送" }));
  await page.waitForURL("**/report/done/*");

  const number = await page.locator(".report__number [data-case]").getAttribute("data-case");
  assert.ok(taps <= 6, `${taps} taps`);
  await assertAccessible(page);
  assert.deepEqual(await stickingOut(page), []);
  const [phase, source, holder, light, hasPoint] = caseOf(number);
  assert.deepEqual([phase, source, light, hasPoint], ["waiting", "resident", "1", "t"]);
  assert.equal(BigInt(holder), BigInt(own) - (BigInt(own) % 1000n), "its community");
  assert.equal(value(`select count(*) from media where case_id = ${number}`), "1");
  const drawn = await page.locator("img.scan").evaluate((image) => image.complete && image.naturalWidth > 0);
  assert.ok(drawn, "the code of the link is drawn");
  await page.getByRole("link", { name: "查看进度" }).click();
  await page.waitForURL("**/t/*");

  // Strangers know of it once somebody at the community accepted it.
  await page.goto(`/report?b=${building}`);
  assert.equal(await page.locator(`.report__line[data-case='${number}']`).count(), 0);
  value(`update case_file set phase = 'working', light = 2 where id = ${number} returning id`);
  await page.goto(`/report?b=${building}`);
  const known = page.locator(`.report__line[data-case='${number}']`);
  await known.getByRole("button", { name: "我也遇到" }).click();
  await page.waitForURL(`**/report/met/${number}`);
  await assertAccessible(page);
  assert.equal(value(`select count(*) from case_event where case_id = ${number} and step = 'join'`), "1");
  await closeClean(page);
});

test("without script one chooses street, community and building, and the form brings its photo along", async () => {
  const page = await browser.page({ role: null, viewport: PHONE, javaScriptEnabled: false });
  await page.goto("/");
  await page.locator("main a[href='/report']").first().click();
  for (const step of ["street", "community", "building"]) {
    await page.locator("#pick").waitFor();
    assert.equal(await page.locator("[data-here]").isVisible().catch(() => false), false, "the device is not asked");
    const choices = page.locator("a.report__choice[href^='/report?']");
    await (step === "building" ? page.locator("a.report__choice[href^='/report?b=']") : choices).first().click();
  }
  await page.locator("#report-photo").setInputFiles(PHOTO);
  // Without script nobody is taken for a person sooner (domain::gate).
  await page.waitForTimeout(10_500);
  await page.getByRole("button", { name: "发送" }).click();
  await page.waitForURL("**/report/done/*");
  const number = await page.locator(".report__number [data-case]").getAttribute("data-case");
  assert.equal(value(`select count(*) from media where case_id = ${number}`), "1");
  await page.context().close();
});

test("a form that says nothing comes back with what is missing", async () => {
  const page = await browser.page({ role: null, viewport: PHONE });
  await page.goto(`/report?b=${building}`);
  await page.getByRole("button", { name: "发送" }).click();
  await page.getByText("请写一句话，或者加一张照片。").waitFor();
  await assertAccessible(page);
  // Chromium reports the form that came back as if it were a fault.
  page.faults.length = 0;
  await closeClean(page);
});

test("a pasted chat becomes cases, and its members are not named", async () => {
  const page = await browser.page({ role: "grid_worker", viewport: PHONE });
  await page.goto("/cases/chat");
  await assertAccessible(page);
  await page.locator("#chat-text").fill("欧阳小试 10:30\n楼门口的路灯不亮了\n李四 10:31\n我们这也是 @欧阳小试\n王五 10:35\n谢谢\n");
  await page.getByRole("button", { name: "拆成消息" }).click();
  await page.locator(".chat__message").nth(2).waitFor();
  await assertAccessible(page);
  assert.deepEqual(await stickingOut(page), []);
  await page.locator("input[name='lot-1'][value='previous']").check();
  await page.getByRole("button", { name: "登记选中的事件" }).click();
  await page.waitForURL("**/cases/chat?done=*");
  const number = new URL(page.url()).searchParams.get("done");
  const [[source, detail]] = rows(`select source, replace(detail, chr(10), '|') from case_file where id = ${number}`);
  assert.equal(source, "chat");
  assert.ok(detail.includes("住户A") && !detail.includes("欧阳小试"), detail);
  await closeClean(page);
});
