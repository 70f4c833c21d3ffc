// One's own trail on the phone: what is recorded is said, a check-point takes no tap or one, and a replay three clicks at most.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../fixture/axe.mjs";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { stickingOut } from "../fixture/label.mjs";
import { mapReady } from "../fixture/map.mjs";
import { rows } from "../fixture/sql.mjs";

const browser = useBrowser();

const [[area, x, y, lon, lat]] = rows(`
  select p.area, b.x_dm, b.y_dm, c.origin_lon, c.origin_lat
  from post p
  join city c on true
  join lateral (select x_dm, y_dm from building where area = p.area order by id limit 1) b on true
  where p.role = 'grid_worker' and p.is_demo
  order by p.id limit 1`);
const METRES_OF_DEGREE = 111_195;
/** A position on the meridian of the own building, so many decimetres north of the origin. */
const position = (north) => ({
  latitude: Number(lat) + north / 10 / METRES_OF_DEGREE,
  longitude: Number(lon) + Number(x) / 10 / METRES_OF_DEGREE / Math.cos((Number(lat) * Math.PI) / 180),
  accuracy: 5,
});

/** A phone of the worker, at their own building or elsewhere. */
async function phone({ north = Number(y), width = 390 } = {}) {
  const page = await browser.page({ role: "grid_worker", viewport: { width, height: 844 } });
  await page.context().grantPermissions(["geolocation"]);
  await page.context().setGeolocation(position(north));
  return page;
}

/** What is recorded in the worker's street: the made-up city says something of that one alone. */
function mode(word) {
  rows(`insert into trail_mode (area, mode, set_by, set_at)
    select min(area), '${word}', (select min(id) from account), now() from area where level = 2
    on conflict (area) do update set mode = '${word}'`);
}

test("where visits are joined to a line the page says that no position is recorded, and there is no switch", async () => {
  mode("visit_points");
  const page = await phone();
  await page.goto("/m/patrol");

  assert.equal(await page.locator("form[action='/m/duty']").count(), 0);
  assert.equal(await page.locator("[data-duty]").count(), 0);
  await closeClean(page);
});

test("the switch is seen, says what is recorded while it is on, and leaves nothing of the duty behind", async () => {
  mode("duty_track");
  const page = await phone();
  await page.goto("/m/patrol");

  await page.locator("form[action='/m/duty'] button").click();
  const status = page.locator("[data-duty]");
  await status.waitFor();
  await page.waitForFunction(() => /\(\d+\)/.test(document.querySelector("[data-duty]").textContent));
  assert.equal(rows("select count(*) from patrol_duty")[0][0], "1");
  assert.deepEqual(await stickingOut(page), []);
  await assertAccessible(page);
  await page.locator("form[action='/m/duty'] button").click();
  await page.locator("form[action='/m/duty'] button[value='1']").waitFor();

  for (const table of ["patrol_duty", "trail_batch", "trail_fix"]) {
    assert.equal(rows(`select count(*) from ${table}`)[0][0], "0", table);
  }
  await closeClean(page);
});

test("a check-point takes one tap, with the phone's position, which is not kept", async () => {
  // South of every building: where a visit or a report was made today, a check-point is passed without a tap.
  const [[south]] = rows(`select min(y_dm) - 2000 from building`);
  rows(`insert into check_point (id, area, name, x_dm, y_dm, account_id, made_at)
    select ${area} / 1000000000 * 1000000000000 + 999999999, ${area}, '燃气站', ${x}, ${south}, min(id), now() from account`);
  const page = await phone({ north: Number(south), width: 360 });
  await page.goto("/m/patrol");
  const point = page.locator("li", { hasText: "燃气站" });

  await point.locator("button").click();
  await page.locator("li.is-passed", { hasText: "燃气站" }).waitFor();
  for (const theme of ["light", "screen", "outdoor"]) {
    await page.goto(`/m/patrol?theme=${theme}`);
    assert.deepEqual(await stickingOut(page), []);
    await assertAccessible(page);
  }

  assert.deepEqual(rows("select way from check_point_pass where check_point_id % 1000000000000 = 999999999"), [["tap"]]);
  rows("delete from check_point where id % 1000000000000 = 999999999");
  await closeClean(page);
});

test("from the patrols of an area a replay is one click away", async () => {
  const page = await browser.page();
  const [[track, day]] = rows("select area, day from patrol_track order by length_m desc limit 1");
  await page.goto(`/areas/${track}/patrol?day=${day}`);

  await assertAccessible(page);
  await page.locator("a[href*='worker=']").first().click();
  await mapReady(page);
  await page.locator(".player__time").waitFor();
  await closeClean(page);
});
