// A call: the number, who lives there and what they wait for, words that show what they repeat, and the work after the call. A hand and
// a mouse take the time that people take; what the page takes is measured and added.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../fixture/axe.mjs";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { rows } from "../fixture/sql.mjs";

const browser = useBrowser();
const KEY_MS = 280;
const CLICK_MS = 1_100;
const AFTER_CALL_MS = 45_000;

const [[area]] = rows("select area from post where role = 'community' and is_demo limit 1");
const [[dwelling]] = rows(`select id from household where area >= ${area} and area < ${area}::int8 + 1000
    and cell is not null and residents > 0 order by id limit 1`);

/** Adds up what a person's hands and the page take. */
function clock() {
  const spent = { hands: 0, page: 0 };
  const timed = async (hands, act) => {
    const from = Date.now();
    await act();
    spent.hands += hands;
    spent.page += Date.now() - from;
  };
  return {
    type: (field, text) => timed([...text].length * KEY_MS, () => field.fill(text)),
    press: (field, key) => timed(KEY_MS, () => field.press(key)),
    click: (target) => timed(CLICK_MS, () => target.click()),
    choose: (field, value) => timed(2 * CLICK_MS, () => field.selectOption(value)),
    wait: (act) => timed(0, act),
    total: () => spent.hands + spent.page,
    spent,
  };
}

/** The number of somebody who lives behind the door: staff read it from the call, here it is rung from the file. */
async function numberOf(page) {
  await page.goto(`/households/${dwelling}`);
  const person = await page.locator("a[href^='/people/']").first().getAttribute("href");
  const resident = person.match(/\d{15,}/)[0];
  const answer = await page.request.post("/api/household/unmask", {
    form: { resident, reason: "Service" },
    headers: { "sec-fetch-site": "same-origin", origin: new URL(page.url()).origin },
  });
  if (!answer.ok()) return null;
  return (await answer.text()).match(/"phone":"([0-9-]+)"/)?.[1] ?? null;
}

test("a call of a known household is taken down, and the work after it takes no 45 seconds", async () => {
  const page = await browser.page({ role: "community" });
  const number = (await numberOf(page)) ?? "13900001111";
  const isKnown = number !== "13900001111";
  const call = clock();

  await page.goto("/hotline");
  const lookUp = page.locator("#field-lookup");
  await page.waitForFunction(() => document.activeElement?.id === "field-lookup");
  await call.type(lookUp, number);
  await call.press(lookUp, "Enter");
  const known = page.locator("[data-caller]");
  await known.waitFor();
  assert.equal(await page.locator("#field-phone").inputValue(), number, "the number goes on with the report");
  assert.ok(!(await known.innerText()).includes(number), "it is masked on the card");
  if (isKnown) {
    assert.ok((await known.locator(`a[href$='/${dwelling}'], a[href*='/households/']`).count()) > 0);
    assert.ok(await page.locator("input[name=dwelling]").first().isChecked(), "the place is filled in");
  }
  await assertAccessible(page);

  // The caller talks, the operator types: hints and a category come by themselves.
  const title = page.locator("#field-title");
  await page.waitForFunction(() => document.activeElement?.id === "field-title");
  const name = (await page.locator("#select-category option").nth(1).innerText()).trim();
  await call.type(title, `${name}，两天没人管`);
  await page.locator("form[data-hotline][data-looked]").waitFor();
  await page.waitForFunction(() => document.querySelector("#select-category").value !== "");
  assert.equal(await title.inputValue(), `${name}，两天没人管`, "typing goes on while hints come");
  await assertAccessible(page);

  // The call has ended: a few words more, who it was, how urgent it is, and off it goes.
  const after = clock();
  await after.click(page.locator("#field-detail"));
  await after.type(page.locator("#field-detail"), "住户在家，下午可以上门查看，请先打电话");
  await after.click(page.locator("#field-caller"));
  await after.type(page.locator("#field-caller"), "王女士");
  await after.choose(page.locator("#select-urgency"), "urgent");
  await after.click(page.locator("form[data-hotline] button[type=submit]").first());
  await after.wait(() => page.waitForURL("**/hotline?done=*"));
  console.log(`after the call: ${JSON.stringify(after.spent)}`);
  assert.ok(after.total() <= AFTER_CALL_MS, `${after.total()} ms`);

  const link = page.getByRole("status").locator("a").first();
  await link.click();
  await page.locator("article.sheet").waitFor();
  const reporter = page.locator("[data-reporter]");
  assert.match(await reporter.innerText(), /王/);
  assert.ok(!(await reporter.innerText()).includes(number), "masked on the sheet");
  await closeClean(page);
});

test("who called before is known by the number alone", async () => {
  const page = await browser.page({ role: "community" });
  await page.goto("/hotline");
  const number = "13900002222";
  await page.locator("#field-phone").fill(number);
  await page.locator("#field-title").fill("路口积水");
  await page.locator("form[data-hotline] button[type=submit]").first().click();
  await page.waitForURL("**/hotline?done=*");
  await page.locator("#field-lookup").fill(number);
  await page.locator("#field-lookup").press("Enter");
  await page.locator("[data-earlier]").waitFor();
  assert.ok(Number(await page.locator("[data-earlier]").getAttribute("data-earlier")) >= 1);
  assert.ok((await page.locator("[data-caller] [data-case]").count()) >= 1);
  await closeClean(page);
});
