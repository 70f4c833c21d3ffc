// A label that workers made is retired: it is offered at no door any more, stays where it is and comes off, and is offered again.
// Plain forms, without script; what they say is held against the database.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const grid = value("select area from post where role = 'grid_worker' and is_demo order by account_id limit 1");
const [[label]] = rows("select code from label where kind = 'everyday' and retired_at is null order by code desc limit 1");
const marked = (is) => value(`select id from household where area = ${grid} and cell is not null
  and (label_bits >> (${label} - 1)) & 1 = ${is ? 1 : 0} order by id limit 1`);

test("a retired label goes on nowhere, stays where it is, and is offered again", async () => {
  const admin = await browser.page({ role: "system_admin", javaScriptEnabled: false });
  const worker = await browser.page({ role: "grid_worker", javaScriptEnabled: false });
  const bare = marked(false);
  const chip = (page) => page.locator(`form[action='/form/label']:has([name=label][value='${label}'])`);
  const offer = async (wanted) => {
    await admin.goto("/admin/dictionary");
    await admin.locator(`form:has([name=kind][value=label]):has([name=code][value='${label}']) button`).click();
    assert.equal(value(`select retired_at is null from label where code = ${label} limit 1`), wanted ? "t" : "f");
  };

  await worker.goto(`/households/${bare}`);
  await chip(worker).locator("button").click();
  assert.equal(await chip(worker).count(), 1);
  const other = marked(false);
  await offer(false);

  await worker.goto(`/households/${other}`);
  assert.equal(await chip(worker).count(), 0, "where it is not, it is not offered");
  await worker.goto(`/households/${bare}`);
  assert.match(await chip(worker).textContent(), /已停用/);
  await chip(worker).locator("button").click();
  assert.equal(await chip(worker).count(), 0, "it came off, and is gone");

  await offer(true);
  await worker.goto(`/households/${bare}`);
  assert.equal(await chip(worker).count(), 1);
  await closeClean(worker);
  await closeClean(admin);
});
