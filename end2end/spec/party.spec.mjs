// Party organisations: a community makes a branch, a member's file names it, the members are counted by kind with masked names,
// found through search and filter, and go out masked. Plain pages, without script; what they say is held against the database.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 390, height: 844 };

const community = value("select area from post where role = 'community' and is_demo order by account_id limit 1");
const grid = value("select area from post where role = 'grid_worker' and is_demo order by account_id limit 1");
const [[branch, name]] = rows(`select id, name from register_entry
  where area = ${grid} and kind = 'organisation.party_branch' order by id limit 1`);
const checked = (kind) => Number(value(`select count(*) from resident
  where party_organisation = ${branch} and status = 'checked' and merged_into is null and died_on is null
    and ${kind ? `party = '${kind}'` : "true"}`));

async function narrow(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${page.url()} is ${wide} px too wide`);
}

test("the members of a branch are counted by kind, listed masked, and one tap from their files", async () => {
  const page = await browser.page({ role: "grid_worker", viewport: PHONE, javaScriptEnabled: false });
  await page.goto(`/areas/${grid}`);
  await page.locator(`a[href$='/areas/${grid}/party']`).click();
  await narrow(page);
  await page.locator("a", { hasText: name }).first().click();
  await narrow(page);

  const kinds = page.locator("nav.chip-row a");
  assert.match(await kinds.first().textContent(), new RegExp(`${checked()}$`));
  for (const link of (await kinds.all()).slice(1)) {
    const kind = new URL(await link.getAttribute("href"), page.url()).searchParams.get("kind");
    assert.match(await link.textContent(), new RegExp(`${checked(kind)}$`), kind);
  }
  await kinds.nth(1).click();
  const members = await page.locator("section[aria-labelledby=members] tbody tr").all();
  assert.ok(members.length > 0);
  for (const member of members) assert.match(await member.locator("th a").textContent(), /\*/);
  await page.locator("section[aria-labelledby=members] tbody tr th a").first().click();
  await page.waitForURL(/\/people\/\d+$/);
  assert.ok(await page.locator("dd", { hasText: name }).count(), "the file names the organisation");
  await closeClean(page);
});

test("a community makes a group under a branch, and closes it while it is empty", async () => {
  const page = await browser.page({ role: "community", viewport: PHONE, javaScriptEnabled: false });
  const called = `试验党小组${Date.now()}`;
  await page.goto(`/areas/${community}/party`);
  const form = page.locator("form[action='/form/register']");
  await form.locator("[name=kind]").selectOption("organisation.party_group");
  await form.locator("[name=parent]").selectOption(branch);
  await form.locator("[name=name]").fill(called);
  await form.locator("[name=contact]").fill("王书记");
  await form.locator("button").click();
  await page.waitForURL(/\/register\/\d+$/);
  await narrow(page);
  const entry = new URL(page.url()).pathname.split("/").at(-1);
  assert.equal(value(`select parent_id from register_entry where id = ${entry}`), branch);

  await page.goto(`/register/${branch}`);
  const close = page.locator("details", { has: page.locator("form[action='/form/register-close']") });
  await close.locator("summary").click();
  await close.locator("[name=day]").fill(value("select current_date - 1"));
  await close.locator("button").click();
  await page.locator(".form__error").waitFor();
  assert.equal(value(`select to_on is null from register_entry where id = ${branch}`), "t", "members and a group hold it");

  await page.goto(`/register/${entry}`);
  await page.locator("summary").last().click();
  await page.locator("form[action='/form/register-close'] [name=day]").fill(value("select current_date"));
  await page.locator("form[action='/form/register-close'] button").click();
  await page.waitForURL(/\/register\/\d+$/);
  assert.equal(value(`select to_on is null from register_entry where id = ${entry}`), "f");
  // A refused form answers 422, which the browser's console calls a fault.
  page.faults = page.faults.filter((fault) => !fault.includes("422"));
  await closeClean(page);
});

test("the filter asks by organisation, and the export says so in words", async () => {
  const page = await browser.page({ role: "grid_worker", javaScriptEnabled: false });
  await page.goto("/filter");
  await page.locator(".filter-page__builder > summary").click();
  await page.locator("[name=org]").selectOption(branch);
  await page.locator(".filter-page__form button").click();
  await page.waitForURL(new RegExp(`org(:|%3A)${branch}`));
  await page.locator("a[href^='/exports/new']").click();
  const facts = await page.locator(".page__facts").textContent();
  assert.ok(facts.includes(`所属党组织：${name}`), facts);
  assert.ok(!facts.includes(branch) && !facts.includes("org:"), facts);
  await page.locator("[name=format]").selectOption("csv");
  await page.locator("[name='column-party_organisation']").check();
  await page.locator("button", { hasText: "生成文件" }).click();
  await page.waitForURL(/\/exports\/\d+$/);
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator("a[href$='/file']").click()]);
  const text = readFileSync(await file.path()).toString();
  assert.ok(text.includes(name) && text.includes("已脱敏"));
  await closeClean(page);
});

test("every list of records leads to its file", async () => {
  const page = await browser.page({ role: "community", viewport: PHONE, javaScriptEnabled: false });
  const [[estate]] = rows(`select estate_id from building where area = ${grid} and estate_id is not null order by id limit 1`);
  const lists = [
    [`/areas/${community}`, "areas", "在住户"],
    [`/areas/${community}/roster`, "roster", "职责"],
    [`/areas/${community}/party`, "party", "各类党员"],
    [`/estates/${estate}`, "estate", "按年龄"],
    [`/cases?area=${community}`, "cases", "最近变化"],
  ];
  for (const [path, list, heading] of lists) {
    await page.goto(path);
    await page.locator(`a[href^='/exports/new?list=${list}']`).click();
    await narrow(page);
    await page.locator("[name=format]").selectOption("csv");
    await page.locator("button", { hasText: "生成文件" }).click();
    await page.waitForURL(/\/exports\/\d+$/);
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator("a[href$='/file']").click()]);
    assert.match(file.suggestedFilename(), new RegExp(`^gezhi-${list}-\\d+\\.csv$`));
    const text = readFileSync(await file.path()).toString();
    assert.ok(text.includes(heading), `${list}: ${text.slice(0, 200)}`);
  }
  await closeClean(page);
});
