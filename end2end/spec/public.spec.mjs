// The public page: complete without any script, and its numbers are the database's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { stickingOut } from "../fixture/label.mjs";
import { value } from "../fixture/sql.mjs";

const browser = useBrowser();

// Checked people who are alive, once for each dwelling they live in today: other specs move people and merge files.
const LIVING = `
  select count(*) from (
    select distinct stay.dwelling_id, person.id
    from stay
    join resident filed on filed.id = stay.resident_id
    join resident person on person.id = coalesce(filed.merged_into, filed.id)
    cross join (select (now() at time zone 'Asia/Shanghai')::date as today) clock
    where stay.kind in ('both', 'actual')
      and (stay.from_on is null or stay.from_on <= today)
      and (stay.to_on is null or stay.to_on > today)
      and person.status = 'checked'
      and person.died_on is null
  ) living`;

test("the public page asks for no script and no WebAssembly, and is complete without JavaScript", async () => {
  const page = await browser.page({ role: null, javaScriptEnabled: false });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));

  await page.goto("/");

  assert.deepEqual(asked.filter((url) => /\.(wasm|m?js)(\?|$)/.test(url)), []);
  const text = (await page.innerText("body")).replaceAll(",", "");
  assert.ok(text.includes("OpenStreetMap"), "the attribution is shown");
  assert.ok(text.includes(value(LIVING)), "the number of residents is the table's");
  await page.context().close();
});

for (const width of [360, 390, 1440, 1920]) {
  test(`at ${width} pixels nothing sticks out of the public page`, async () => {
    const page = await browser.page({ role: null, viewport: { width, height: 900 } });

    await page.goto("/");

    assert.deepEqual(await stickingOut(page), []);
    await closeClean(page);
  });
}
