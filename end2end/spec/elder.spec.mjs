// 长辈版 after the ministry's numbers, measured in the browser: letters, lines, targets, one column; the form that asks one thing a page; and
// the languages that the residents' pages are prepared for, without boxes and torn words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../fixture/axe.mjs";
import { closeClean, URL_BASE, useBrowser } from "../fixture/browser.mjs";
import { stickingOut } from "../fixture/label.mjs";
import { publicPages, somePlace } from "../fixture/public_page.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 390, height: 844 };
const place = somePlace(rows);
const pages = publicPages(place);
const POINT = 4 / 3;
/** Somebody without script waits for so long at least (domain::gate). */
const PATIENCE_MS = 10_500;

async function reading(cookies, options = {}) {
  const page = await browser.page({ role: null, viewport: PHONE, ...options });
  const { hostname } = new URL(URL_BASE);
  const set = Object.entries(cookies).map(([name, text]) => ({ name, value: text, domain: hostname, path: "/" }));
  await page.context().addCookies(set);
  return page;
}

/** Texts that are too small, lines that are too close, and targets that are too small for a thumb. */
function faults(page, points) {
  return page.evaluate((leastPx) => {
    const wrong = [];
    const shown = (element) => element.getClientRects().length > 0 && !element.closest("[aria-hidden=true], .visually-hidden, .skip-link");
    const name = (element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 20)}`;
    for (const element of document.querySelectorAll("main p, main li, main td, main dd, main label, main h1, main h2, main a, main button, main input, main textarea, header a")) {
      if (!shown(element) || element.textContent.trim() === "") continue;
      const style = getComputedStyle(element);
      const size = Number.parseFloat(style.fontSize);
      if (size < leastPx - 0.1) wrong.push(`${name(element)}: ${size} px`);
      const line = Number.parseFloat(style.lineHeight);
      if (line / size < 1.29) wrong.push(`${name(element)}: lines of ${line / size}`);
    }
    for (const element of document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")) {
      if (!shown(element)) continue;
      const box = element.getBoundingClientRect();
      const label = element.closest("label")?.getBoundingClientRect() ?? box;
      if (Math.max(box.height, label.height) < 59.5 || Math.max(box.width, label.width) < 59.5) wrong.push(`${name(element)}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
    }
    return wrong;
  }, points * POINT);
}

for (const { name, path } of pages) {
  for (const points of [18, 30]) {
    test(`the page ${name} keeps the ministry's numbers at ${points} points`, async () => {
      const page = await reading({ elder: String(points) });
      await page.goto(path);
      assert.deepEqual(await faults(page, points), []);
      assert.deepEqual(await stickingOut(page), []);
      await assertAccessible(page);
      assert.equal(await page.locator("dialog, [role=dialog]").count(), 0, "nothing lies over the page");
      await closeClean(page);
    });
  }

  test(`the page ${name} passes in high contrast, and in large print at twice its size`, async () => {
    const page = await reading({ elder: "18", theme: "outdoor" }, { viewport: { width: 195, height: 422 }, deviceScaleFactor: 2 });
    await page.goto(path);
    assert.deepEqual(await stickingOut(page), []);
    await assertAccessible(page);
    await closeClean(page);
  });
}

test("large print is offered once, in the page, and one tap leads there and back", async () => {
  const page = await browser.page({ role: null, viewport: PHONE });
  await page.goto("/ongoing");
  const elder = page.locator(".top__elder");
  const box = await elder.boundingBox();
  assert.ok(box.x + box.width <= PHONE.width && box.x > PHONE.width / 2 && box.y < 80, "at the top right, without pushing anything");
  await page.getByRole("link", { name: "换成长辈版" }).click();
  assert.equal(await page.locator("html").getAttribute("data-elder"), "18");
  assert.equal(new URL(page.url()).pathname, "/ongoing", "the same page");
  assert.equal(await page.locator(".elder-ask").count(), 0);
  await page.getByRole("link", { name: "字再大些" }).click();
  assert.equal(await page.locator("html").getAttribute("data-elder"), "21");
  await page.goto("/report");
  assert.equal(await page.locator("html").getAttribute("data-elder"), "21", "remembered");
  await page.locator(".top__elder").click();
  assert.equal(await page.locator("html").getAttribute("data-elder"), null);
  await closeClean(page);
});

test("reading aloud is offered where the browser can speak, and nowhere else", async () => {
  const page = await reading({ elder: "18" });
  await page.addInitScript(() => { window.said = []; speechSynthesis.speak = (utterance) => window.said.push(utterance.text); });
  await page.goto("/report");
  await page.getByRole("button", { name: "读给我听" }).click();
  assert.ok((await page.evaluate(() => window.said.join(""))).includes("居民上报"));
  await page.getByRole("button", { name: "停止朗读" }).click();
  await closeClean(page);
  const mute = await reading({ elder: "18" });
  await mute.addInitScript(() => { Object.defineProperty(window, "speechSynthesis", { value: undefined }); });
  await mute.goto("/report");
  assert.equal(await mute.locator("[data-read-aloud]").isVisible(), false);
  await closeClean(mute);
});

for (const javaScriptEnabled of [true, false]) {
  test(`an elder answers one question a page ${javaScriptEnabled ? "with" : "without"} script, goes back, and nothing typed is in an address`, async () => {
    const page = await reading({ elder: "18" }, { javaScriptEnabled });
    const seen = [];
    page.on("request", (request) => seen.push(request.url()));
    await page.goto(`/report?b=${place.building}`);
    assert.equal(await page.locator("main textarea, main input:not([type=hidden]):visible").count(), 1, "one question");
    const words = `楼道第${javaScriptEnabled ? "三" : "五"}层的灯坏了`;
    await page.locator("textarea").fill(words);
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByText("有照片吗？").waitFor();
    await page.getByRole("button", { name: "上一步" }).click();
    assert.equal(await page.locator("textarea").inputValue(), words);
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByRole("button", { name: "下一步" }).click();
    await page.locator("input[type=tel]").fill("13812341234");
    await page.waitForTimeout(javaScriptEnabled ? 3_000 : PATIENCE_MS);
    await page.getByRole("button", { name: "发送" }).click();
    await page.waitForURL("**/report/done/*");
    const number = await page.locator(".report__number [data-case]").getAttribute("data-case");
    assert.equal(value(`select detail from case_file where id = ${number}`), words);
    assert.ok(seen.every((url) => !decodeURIComponent(url).includes("楼道") && !url.includes("1381234")), "addresses hold nothing typed");
    assert.equal(seen.some((url) => url.includes(".wasm")), false);
    await page.context().close();
  });
}

test("fonts of Tibetan and Mongolian are asked for by pages in these scripts, and by no other", async () => {
  for (const [lang, font] of [["zh", null], ["ko", null], ["bo", "tibetan"], ["mn", "mongolian"]]) {
    const page = await reading({ lang });
    const fonts = [];
    page.on("request", (request) => { if (request.resourceType() === "font") fonts.push(request.url()); });
    await page.goto("/report");
    await page.evaluate(() => document.fonts.ready);
    const named = fonts.map((url) => /noto-\w+-(\w+)-/.exec(url)?.[1]);
    assert.deepEqual(named, font ? [font] : [], lang);
    await closeClean(page);
  }
});

for (const lang of ["ko", "bo", "mn"]) {
  for (const width of [360, 390, 1440]) {
    test(`a page in ${lang} at ${width} pixels has its marks, and nothing sticks out`, async () => {
      const page = await reading({ lang }, { viewport: { width, height: 900 } });
      await page.goto("/report");
      const heading = page.locator("h1 [lang]").first();
      const style = await heading.evaluate((element) => {
        const { wordBreak, writingMode, lineHeight, fontSize } = getComputedStyle(element);
        return { wordBreak, writingMode, line: Number.parseFloat(lineHeight) / Number.parseFloat(fontSize) };
      });
      if (lang === "ko") assert.equal(style.wordBreak, "keep-all");
      if (lang === "bo") assert.ok(style.line >= 1.89, String(style.line));
      if (lang === "mn") assert.equal(style.writingMode, "vertical-lr");
      assert.deepEqual(await stickingOut(page), []);
      await assertAccessible(page);
      await closeClean(page);
    });
  }
}
