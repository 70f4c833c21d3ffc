// A door gets another number: the worker proposes it at the door, on a phone; the community confirms; the number is found by search,
// the old one too, and whoever lives there still does. Then two doors of a landing become one home, and apart again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stickingOut } from "../fixture/label.mjs";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { locate, mapReady } from "../fixture/map.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 390, height: 844 };

const [[area]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
// Two inhabited doors of one landing that nobody ever changed, in a building and unit with numbers of their own.
const [[gone, kept, building, number, unit, shown, keptShown]] = rows(`
  select d.id, k.id, d.building_id, b.number, d.unit, d.shown, k.shown
  from dwelling d
  join dwelling k on k.building_id = d.building_id and k.unit = d.unit and k.floor = d.floor and k.door = d.door - 1
  join building b on b.id = d.building_id
  join household h on h.id = d.id
  join household g on g.id = k.id
  where d.area = ${area} and h.cell is not null and g.cell is not null and h.residents > 0 and g.residents > 0
    and d.changes = 0 and k.changes = 0 and b.number is not null and b.doors_added = 0
    and not exists (select from door_proposal p where p.dwelling_id in (d.id, k.id) or p.kept_id in (d.id, k.id))
  order by d.id desc limit 1`);
const renamed = `${shown}甲`;
const people = (dwelling) =>
  Number(value(`select count(distinct resident_id) from stay where dwelling_id = ${dwelling} and to_on is null`));

/** Confirms what waits about a door, as the community. */
async function confirm(dwelling) {
  const page = await browser.page({ role: "community" });
  await page.goto("/doors");
  const waiting = page.locator(`.doors__one[data-proposal]:has(a[href='/doors/${dwelling}'])`);
  await waiting.locator("button[value='confirm']").click();
  await page.waitForURL("**/doors");
  assert.equal(await waiting.count(), 0, "nothing waits about it any more");
  await closeClean(page);
}

/** What the search says of a door when somebody types this. */
async function search(page, text, dwelling) {
  await page.goto("/map");
  await mapReady(page);
  await page.locator("#search").fill(text);
  // Until then the box offers what one looked at last.
  await page.locator(".search__count").filter({ hasText: "条结果" }).waitFor();
  const hit = page.locator(`.search__hit[href*='h=${dwelling}']`).first();
  await hit.waitFor();
  return hit.innerText();
}

test("a worker proposes another number on the phone, the community confirms it, and search knows both", async () => {
  const before = people(gone);
  const page = await browser.page({ role: "grid_worker" });
  await page.setViewportSize(PHONE);
  await page.goto(`/households/${gone}`);
  await page.locator(`a[href='/doors/${gone}']`).click();
  await page.waitForURL(`**/doors/${gone}`);
  assert.deepEqual(await stickingOut(page), []);

  const form = page.locator("form:has(input[name='kind'][value='renumber'])");
  await form.locator("input[name='number']").fill(renamed);
  await form.locator("input[name='note']").fill("派出所已换牌");
  await form.locator("button").click();
  await page.locator(".doors__one[data-proposal]").waitFor();
  assert.equal(value(`select shown from dwelling where id = ${gone}`), shown, "nothing changes before it is confirmed");
  assert.deepEqual(await stickingOut(page), []);
  await confirm(gone);

  assert.match(await search(page, `${number}-${unit}-${renamed}`, gone), new RegExp(renamed));
  const formerly = await search(page, `${number}-${unit}-${shown}`, gone);
  assert.match(formerly, new RegExp(`${renamed}[^]*原 ${shown}`), "the old number leads there and says that it is the old one");
  await page.goto(`/doors`);
  assert.equal(await page.locator(`[data-state='confirmed'] a[href='/doors/${gone}']`).count(), 1, "the worker is told");
  await page.goto(`/households/${gone}`);
  assert.match(await page.locator(".household__story").innerText(), new RegExp(shown));
  assert.equal(people(gone), before);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/map?b=${building}&h=${gone}`);
  await mapReady(page);
  const spot = await locate(page, Number(value(`select cell from dwelling where id = ${gone}`)));
  await page.mouse.move(spot.x, spot.y);
  await page.locator(".map-tip__place", { hasText: renamed }).waitFor();
  await closeClean(page);
});

test("two doors become one home with everybody in it, and one can be opened again", async () => {
  const everybody = people(gone) + people(kept);
  const page = await browser.page({ role: "community" });
  await page.goto(`/doors/${gone}`);
  const form = page.locator("form:has(input[name='kind'][value='merge'])");
  await form.locator("select[name='kept']").selectOption({ label: keptShown });
  await form.locator("input[name='at_once']").check();
  await form.locator("button").click();
  await page.locator("form:has(input[name='kind'][value='open'])").waitFor();

  assert.equal(people(gone), 0);
  assert.ok(people(kept) <= everybody && people(kept) > 0);
  assert.equal(
    value(`select count(*) from stay s where s.dwelling_id = ${kept} and s.to_on is null and s.relation = 'head'
      and s.kind in ('both', 'actual')`),
    "1",
  );
  await page.goto(`/households/${gone}`);
  await page.locator(`a[href='/households/${kept}']`).first().waitFor();
  await page.goto(`/buildings/${building}`);
  const place = page.locator(`#cell-${gone}`);
  assert.match(await place.getAttribute("aria-label"), new RegExp(`已并入 ${keptShown}`), "its place says what it is part of");
  assert.ok((await place.getAttribute("href")).endsWith(`h=${kept}`), "and leads there");
  await page.goto(`/doors?building=${building}`);
  await page.locator(`a[href='/doors/${gone}']`).first().click();
  const open = page.locator("form:has(input[name='kind'][value='open'])");
  await open.locator("input[name='at_once']").check();
  await open.locator("button").click();
  await page.locator("form:has(input[name='kind'][value='renumber'])").waitFor();

  assert.equal(value(`select closed_on is null from dwelling where id = ${gone}`), "t");
  await closeClean(page);
});

test("a parted flat's second door is on the board at once, and an open map is told that it is drawn anew", async () => {
  const second = `${keptShown}-1`;
  const everybody = value(`select count(*), sum(hashint8(resident_id::int8 # dwelling_id)::int8) from stay where to_on is null`);
  const map = await browser.page({ role: "grid_worker" });
  await map.goto(`/map?b=${building}`);
  await mapReady(map);
  const page = await browser.page({ role: "community" });
  await page.setViewportSize(PHONE);
  await page.goto(`/doors/${kept}`);
  const details = page.locator("details:has(input[name='kind'][value='add_door'])");
  await details.locator("summary").click();
  assert.deepEqual(await stickingOut(page), []);
  await details.locator("input[name='number']").fill(second);
  await details.locator("input[name='at_once']").check();
  await details.locator("button").click();
  await page.waitForURL(`**/doors/${kept}`);
  const added = value(`select id from dwelling where building_id = ${building} and unit = ${unit} and shown = '${second}'`);
  assert.ok(added, "the door is there");
  await map.locator(".notices button").first().waitFor();
  await map.locator(".notices button").first().click();
  await mapReady(map);

  await map.goto(`/buildings/${building}`);
  assert.equal(await map.locator(`[role=grid] a[href*='${added}']`).count(), 1);
  assert.equal(
    value(`select count(*), sum(hashint8(resident_id::int8 # dwelling_id)::int8) from stay where to_on is null`),
    everybody,
    "everybody stays where they were",
  );
  await closeClean(page);
  await closeClean(map);
});
