// The legend: its counts are the tables' for every lens and on every level, and it filters.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { mapReady, query } from "../fixture/map.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();

// Written out here on purpose, apart from the product's own SQL: a witness, not a copy.
const today = "(now() at time zone 'Asia/Shanghai')::date";
const CLASS = {
  occupancy: "occupancy",
  label: "label_class",
  "key-group": "key_group_class",
  freshness: `case when verified_on is null then 6 when ${today} - verified_on <= 30 then 1
    when ${today} - verified_on <= 90 then 2 when ${today} - verified_on <= 180 then 3
    when ${today} - verified_on <= 365 then 4 else 5 end`,
  visit: `case when visited_on is null then 5 when ${today} - visited_on <= 7 then 1
    when ${today} - visited_on <= 30 then 2 when ${today} - visited_on <= 90 then 3 else 4 end`,
};

for (const lens of Object.keys(CLASS)) {
  test(`the legend of the ${lens} lens counts what the tables hold, for the city and for a grid`, async () => {
    const grid = value("select min(area) from area where level = 4");
    const page = await browser.page({ javaScriptEnabled: false });
    for (const [area, low, high] of [["", "0", "9e18::int8"], [`&area=${grid}`, grid, `${grid} + 1`]]) {
      await page.goto(`/map?lens=${lens}${area}`);

      const shown = await page.locator("[data-class]").evaluateAll((lines) =>
        Object.fromEntries(lines.map((line) => [line.dataset.class, Number(line.dataset.count)])),
      );

      const counted = rows(`select ${CLASS[lens]} as class, count(*) from household
        where cell is not null and area >= ${low} and area < ${high} group by 1`);
      for (const [kind, count] of counted) assert.equal(shown[kind], Number(count), `class ${kind}`);
      const total = Object.values(shown).reduce((sum, count) => sum + count, 0);
      assert.equal(total, counted.reduce((sum, [, count]) => sum + Number(count), 0));
    }
    await page.context().close();
  });
}

test("a class of the legend is switched off in the address and on the map", async () => {
  const page = await browser.page();
  await page.goto("/map");
  await mapReady(page);

  await page.locator("[data-class='1']").first().click();

  await page.waitForFunction(() => new URL(location.href).searchParams.has("hide"));
  assert.equal(query(page, "hide"), "1");
  await closeClean(page);
});
