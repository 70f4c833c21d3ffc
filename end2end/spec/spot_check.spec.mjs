// A spot-check, as people do it: the command centre looks at the last round and closes the open one, an inspector of another street
// asks blind on a phone, and an outsider draws the sample again from what was published. Plain pages, without script.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { assertAccessible } from "../fixture/axe.mjs";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 390, height: 844 };
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

const [[over]] = rows("select id from spot_round where is_closed order by id desc limit 1");

async function narrow(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${page.url()} is ${wide} px too wide`);
}

test("the last round's figures are those of the database, with intervals, and anybody draws it again", async () => {
  const page = await browser.page({ role: "city", javaScriptEnabled: false });
  await page.goto(`/spot-checks/${over}`);
  const [[done, accurate]] = rows(`select count(*) filter (where state = 'done'), count(*) filter (where matching = verified)
    from spot_task where round_id = ${over}`);
  assert.ok(Number(done) > 0 && Number(accurate) <= Number(done));
  const text = await page.locator("main").innerText();
  assert.match(text, /\d+\.\d%（95% 区间 \d+\.\d–\d+\.\d%，标准误 \d+\.\d 个百分点/);
  assert.ok(text.includes(`n=${done}`), `${done} answered`);

  const [seed, commitment, listHash] = rows(`select seed, commitment, list_hash from spot_round where id = ${over}`)[0];
  await page.goto(`/spot-checks/${over}/draw`);
  const proof = await page.locator("main").innerText();
  for (const published of [seed, commitment, listHash]) assert.ok(proof.includes(published));
  // Asked for beside the page, whose policy allows no script to fetch: with its cookies, which are for https only.
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const list = await (await page.request.get(`/spot-checks/${over}/list.csv`, { headers: { cookie } })).text();
  // The outsider's whole rule.
  assert.equal(sha256(seed), commitment);
  assert.equal(sha256(list), listHash);
  const grids = new Map();
  for (const line of list.trim().split("\n").slice(1)) {
    const [grid, size, dwelling] = line.split(",");
    if (!grids.has(grid)) grids.set(grid, { size: Number(size), dwellings: [] });
    grids.get(grid).dwellings.push(dwelling);
  }
  const drawn = [...grids].flatMap(([grid, { size, dwellings }]) =>
    dwellings
      .map((dwelling) => [sha256(seed + dwelling), dwelling])
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, size)
      .map(([, dwelling], at) => `${grid},${at + 1},${dwelling}`),
  );
  const kept = rows(`select t.area, t.place, t.dwelling_id from spot_task t
    join spot_stratum s on s.round_id = t.round_id and s.area = t.area
    where t.round_id = ${over} and t.place <= s.size order by t.area, t.place`).map((row) => row.join(","));
  assert.deepEqual(drawn.sort(), kept.sort());
  await closeClean(page);
});

test("an inspector of another street asks blind on a phone", async () => {
  const inspector = await browser.page({ role: "street", javaScriptEnabled: false });
  await inspector.setViewportSize(PHONE);
  await inspector.goto("/spot-checks");
  await inspector.locator("a[href='/spot-checks/mine']").click();
  await narrow(inspector);
  const link = inspector.locator(".check__task", { hasText: "待核对" }).locator("a").first();
  const task = (await link.getAttribute("href")).split("/").pop();
  const [[name, street, own]] = rows(`select r.name, t.area / 1000000, t.inspector_area / 1000000
    from spot_task t join stay s on s.dwelling_id = t.dwelling_id and s.to_on is null
    join resident r on r.id = s.resident_id where t.id = ${task} order by s.relation <> 'head' limit 1`);
  assert.notEqual(street, own, "of another street");
  await link.click();
  await narrow(inspector);
  assert.ok(!(await inspector.content()).includes(name), "nothing of the file is there");
  await inspector.locator("[name=occupancy]").selectOption("1");
  await inspector.locator("[name=residents]").fill("9");
  await inspector.locator("[name=name]").fill(name);
  await inspector.locator("[name=satisfaction]").selectOption("4");
  await inspector.locator("button", { hasText: "提交" }).click();
  await inspector.waitForURL("**/spot-checks/mine");
  assert.equal(value(`select state from spot_task where id = ${task}`), "done");

  const next = inspector.locator(".check__task", { hasText: "待核对" }).locator("a").first();
  const missed = (await next.getAttribute("href")).split("/").pop();
  const before = Number(value(`select count(*) from spot_task t where t.round_id = (select round_id from spot_task where id = ${missed})`));
  await next.click();
  for (let at = 0; at < 3; at++) await inspector.locator("button", { hasText: "没人应门" }).click();
  await inspector.locator("[role=status]", { hasText: "三次未遇" }).waitFor();
  const after = Number(value(`select count(*) from spot_task t where t.round_id = (select round_id from spot_task where id = ${missed})`));
  assert.equal(after, before + 1, "the next one of the list");
  await closeClean(inspector);
});

test("who is checked sees the round that is over, and not the open one", async () => {
  const open = value("select id from spot_round where not is_closed order by id desc limit 1");
  const worker = await browser.page({ role: "grid_worker", javaScriptEnabled: false });
  await worker.setViewportSize(PHONE);
  await worker.goto("/spot-checks");
  await narrow(worker);
  assert.equal(await worker.locator(`a[href='/spot-checks/${open}']`).count(), 0);
  await worker.locator(`a[href='/spot-checks/${over}']`).click();
  await worker.locator("h1").waitFor();
  await narrow(worker);
  const [[grid]] = rows("select area from post where role = 'grid_worker' and is_demo order by account_id limit 1");
  const doors = value(`select count(*) from spot_task where round_id = ${over} and area = ${grid}`);
  await worker.locator("summary", { hasText: "被抽查的住户" }).click();
  assert.equal(await worker.locator("details tbody tr").count(), Number(doors), "those of the own grid alone");
  await closeClean(worker);
});

test("no page of spot-checks breaks a rule that axe knows", async () => {
  for (const [role, paths] of [
    ["city", ["/spot-checks", `/spot-checks/${over}`, `/spot-checks/${over}/draw`, "/spot-checks/new"]],
    ["street", ["/spot-checks/mine"]],
  ]) {
    const page = await browser.page({ role });
    for (const path of paths) {
      await page.goto(path);
      await assertAccessible(page);
    }
    await closeClean(page);
  }
});
