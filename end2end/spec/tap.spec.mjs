// How many taps the grid worker's everyday questions take at phone width. Every press and every key is counted by the page
// wrapper below; the budgets are those of issue 3 (Done when 5).
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 390, height: 844 };

const [[area]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
const [[label, labelName]] = rows("select code, name_zh from label where kind = 'key_group' order by rank limit 1");

/** The grid worker's home on a phone, and a hand that counts. */
async function atHome(path = "/map") {
  const page = await browser.page({ role: "grid_worker" });
  await page.setViewportSize(PHONE);
  await page.goto(path);
  page.taps = 0;
  page.tap = async (target) => {
    page.taps += 1;
    await page.locator(target).first().click();
  };
  page.type = async (target, text) => {
    page.taps += [...text].length;
    await page.locator(target).pressSequentially(text, { delay: 20 });
  };
  return page;
}

/** A door of the grid that bare digits name once: a one-digit building, a one-digit unit, three digits. */
function plainDoor() {
  const [found] = rows(`select d.id, d.building_id, b.number, d.unit, d.floor * 100 + d.door
    from dwelling d join building b on b.id = d.building_id join household h on h.id = d.id
    where d.area = ${area} and d.cell is not null and b.number between 1 and 9 and d.unit between 1 and 9
      and d.floor between 2 and 9 and h.residents > 0
      and exists (select from dwelling u where u.building_id = d.building_id and u.unit = d.unit
        and u.floor = d.floor + 1 and u.door = d.door and u.cell is not null)
      and not exists (select from dwelling o join building p on p.id = o.building_id
        where o.area = d.area and o.id <> d.id and o.cell is not null and p.number = b.number and o.unit = d.unit
          and o.floor = d.floor and o.door = d.door)
    order by d.id limit 1`);
  assert.ok(found, "the grid has such a door");
  const [dwelling, building, number, unit, door] = found;
  return { dwelling, building, digits: `${number}${unit}${door}` };
}

test("a household is found by building and door in seven taps, and the neighbour upstairs in one more", async () => {
  const { dwelling, digits } = plainDoor();
  const page = await atHome();
  await page.waitForSelector("#search");
  await page.waitForFunction(() => document.querySelector(".live-chip:not([hidden])"));

  await page.tap("#search");
  await page.type("#search", digits);
  await page.waitForSelector(`.search__hit[href*='h=${dwelling}']`);
  await page.tap(`.search__hit[href*='h=${dwelling}']`);
  await page.waitForSelector(`article.household[data-dwelling='${dwelling}']`);

  assert.ok(page.taps <= 7, `${page.taps} taps for ${digits}`);
  const [[upstairs]] = rows(`select u.id from dwelling d join dwelling u on u.building_id = d.building_id
    and u.unit = d.unit and u.door = d.door and u.floor = d.floor + 1 where d.id = ${dwelling} and u.cell is not null`);
  page.taps = 0;
  await page.tap(`article.household a[href*='h=${upstairs}']`);
  await page.waitForSelector(`article.household[data-dwelling='${upstairs}']`);
  assert.equal(page.taps, 1);
  await closeClean(page);
});

test("without script the same question takes two taps from the menu", async () => {
  const page = await browser.page({ role: "grid_worker", javaScriptEnabled: false });
  await page.setViewportSize(PHONE);
  await page.goto("/filter");
  await page.locator(`.filter-page__presets a:text-is('${labelName}')`).click();
  const expected = value(`select count(*) from household where area = ${area} and cell is not null
    and label_bits >> (${label} - 1) & 1 = 1`);
  assert.equal(await page.locator(".filter-page__count").getAttribute("data-households"), expected);
  await closeClean(page);
});

test("a telephone number is changed at the door in three taps and its digits", async () => {
  const [[dwelling, building, resident]] = rows(`select d.id, d.building_id, r.id
    from dwelling d join stay s on s.dwelling_id = d.id join resident r on r.id = s.resident_id
    where d.area = ${area} and d.cell is not null and s.relation = 'head' and s.to_on is null and s.kind = 'both'
      and r.phone_sealed is not null and r.merged_into is null order by d.id desc limit 1`);
  const before = value(`select encode(phone_sealed, 'hex') from resident where id = ${resident}`);
  const page = await atHome(`/map?b=${building}&h=${dwelling}`);
  await page.waitForSelector(`article.household[data-dwelling='${dwelling}']`);
  const digits = "13800138000";

  await page.tap(`[data-resident='${resident}'] a.person__change`);
  const input = "section[data-group='contact'] [name=phone]";
  await page.waitForSelector(input);
  await page.tap(input);
  await page.locator(input).fill(digits);
  await page.tap("section[data-group='contact'] form.entry button[type=submit]");
  await page.waitForLoadState("load");

  assert.ok(page.taps <= 3, `${page.taps} taps`);
  assert.notEqual(value(`select encode(phone_sealed, 'hex') from resident where id = ${resident}`), before);
  assert.match(await page.locator("section[data-group='contact']").innerText(), /138\*+8000/);
  await closeClean(page);
});

test("a label goes on a box of households after a question that names the number, and off again", async () => {
  const [[building]] = rows(`select d.building_id from dwelling d join household h on h.id = d.id
    where d.area = ${area} and d.cell is not null and d.unit = 1 and d.floor in (2, 3)
      and label_bits >> 6 & 1 = 0 group by 1 having count(*) >= 4 order by 1 limit 1`);
  const cells = rows(`select d.id from dwelling d where d.building_id = ${building} and d.unit = 1 and d.floor in (2, 3)
    and d.cell is not null order by d.floor desc, d.door`).map(([id]) => id);
  const has = () => value(`select count(*) from household where id in (${cells.join(",")}) and label_bits >> 6 & 1 = 1`);
  const page = await browser.page({ role: "grid_worker" });
  await page.goto(`/buildings/${building}`);
  await page.waitForSelector(".box-tools:not([hidden])");

  // By keyboard: from the first cell, Shift and arrows to the last.
  await page.locator(`#cell-${cells[0]}`).focus();
  await page.keyboard.press("Shift+ArrowDown");
  for (let at = 1; at < cells.length / 2; at += 1) await page.keyboard.press("Shift+ArrowRight");
  await page.waitForFunction((count) => document.querySelectorAll(".cell.is-boxed").length === count, cells.length);
  await page.locator(".box-tools select[name=label]").selectOption("7");
  await page.locator(".box-tools__form button[type=button]").first().click();
  const question = await page.locator(".box-tools__form [role=alert]").innerText();
  assert.match(question, new RegExp(`${cells.length}`), "the question names the number");
  await page.locator(".box-tools__form button[type=submit]").click();
  await page.waitForURL("**/labels/*");
  assert.equal(has(), String(cells.length));

  await page.locator("form[action='/form/bulk-undo'] button").click();
  await page.waitForLoadState("load");
  assert.equal(has(), "0");
  // By pointer: from corner to corner.
  await page.goto(`/buildings/${building}`);
  await page.waitForSelector(".box-tools:not([hidden])");
  const corner = async (id) => {
    const box = await page.locator(`#cell-${id}`).boundingBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  await page.mouse.move(...(await corner(cells[0])));
  await page.mouse.down();
  await page.mouse.move(...(await corner(cells.at(-1))), { steps: 8 });
  await page.mouse.up();
  assert.equal(await page.locator(".cell.is-boxed").count(), cells.length);
  await closeClean(page);
});

const SIZE = `select count(*) from household where area = ${area} and cell is not null`;

/** Makes the worker's grid as large as Longjing's largest, by the street's own forms: the grids of the community are merged
 *  into it, then buildings of the street's other grids are handed over. */
async function growTo(households) {
  const page = await browser.page({ role: "street" });
  await page.goto("/areas");
  const regrid = async (fields) => {
    const status = await page.evaluate(async (body) => {
      const answer = await fetch("/form/regrid", { method: "POST", body: new URLSearchParams(body) });
      return answer.status;
    }, fields);
    assert.equal(status, 200, `${fields.kind} of ${fields.from}`);
  };
  const open = (where) => rows(`select area from area where level = 4 and to_on is null and area <> ${area} and ${where} order by area`);
  for (const [from] of open(`area / 1000 = ${area} / 1000`)) await regrid({ kind: "merge", from, into: area });
  for (const [from] of open(`area / 1000000 = ${area} / 1000000`)) {
    if (value(SIZE) >= households) break;
    const [, ...buildings] = rows(`select id from building where area = ${from} order by id`).flat();
    await regrid({ kind: "hand_over", from, into: area, buildings: buildings.join(",") });
  }
  await closeClean(page);
}

test("all of a key group of a grid of 670 households are on the map and in the list in three taps", async () => {
  await growTo(670);
  const expected = value(`select count(*) from household where area = ${area} and cell is not null
    and label_bits >> (${label} - 1) & 1 = 1`);
  const size = value(SIZE);
  assert.ok(size >= 670, `the grid has ${size} households`);
  const page = await atHome();
  await page.waitForFunction(() => document.querySelector(".live-chip:not([hidden])"));

  await page.tap(".map-filter__open");
  await page.tap(`.map-filter__preset:text-is('${labelName}')`);
  await page.waitForSelector(`.map-filter__present[data-households='${expected}']`);
  await page.tap(".map-filter__present a[href^='/filter']");
  await page.waitForSelector(`.filter-page__count[data-households='${expected}']`);

  assert.ok(page.taps <= 3, `${page.taps} taps in a grid of ${size} households`);
  const shown = await page.locator("tbody tr").count();
  assert.equal(shown, Math.min(Number(expected), 50));
  const text = await page.locator("main").innerText();
  assert.doesNotMatch(text, /999999(19|20)\d{9}/, "names and numbers stay masked");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the list is ${wide} px too wide`);
  // One tap more, and the same households are what the map shows.
  await page.locator("a.button[href^='/map?']").click();
  await page.waitForSelector(`.map-filter__present[data-households='${expected}']`);
  await closeClean(page);
});
