// The public page: complete without any script, and its numbers are the database's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { stickingOut } from "../fixture/label.mjs";
import { value } from "../fixture/sql.mjs";

const browser = useBrowser();

test("the public page asks for no script and no WebAssembly, and is complete without JavaScript", async () => {
  const page = await browser.page({ role: null, javaScriptEnabled: false });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));

  await page.goto("/");

  assert.deepEqual(asked.filter((url) => /\.(wasm|m?js)(\?|$)/.test(url)), []);
  const text = (await page.innerText("body")).replaceAll(",", "");
  assert.ok(text.includes("OpenStreetMap"), "the attribution is shown");
  assert.ok(text.includes(value("select count(*) from resident where status = 'checked'")), "the number of residents is the table's");
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
