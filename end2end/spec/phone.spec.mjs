// The grid worker's phone under /m: how many taps its everyday work takes at 390 px, the same with WebAssembly blocked, what is read
// with JavaScript off, targets for thumbs, and accessibility in three looks.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertAccessible } from "../fixture/axe.mjs";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { png } from "../fixture/png.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 390, height: 844 };
const NARROW = { width: 360, height: 740 };
// The least that a thumb hits: CSS pixels.
const THUMB = 48;

const [[area]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
const [[home, homeBuilding]] = rows(`select d.id, d.building_id from dwelling d join household h on h.id = d.id
  where d.area = ${area} and h.residents > 0 and d.cell is not null order by d.id limit 1`);
const [[homePerson]] = rows(`select s.resident_id from stay s join resident r on r.id = s.resident_id
  where s.dwelling_id = ${home} and s.to_on is null and r.merged_into is null order by s.id limit 1`);

/** A door of the grid that bare digits name once: a one-digit building, a one-digit unit, three digits. */
function plainDoor() {
  const [found] = rows(`select d.id, concat(b.number, d.unit, d.floor * 100 + d.door)
    from dwelling d join building b on b.id = d.building_id
    where d.area = ${area} and d.cell is not null and b.number between 1 and 9 and d.unit between 1 and 9 and d.floor between 2 and 9
      and not exists (select from dwelling o join building p on p.id = o.building_id
        where o.area = d.area and o.id <> d.id and o.cell is not null and p.number = b.number and o.unit = d.unit
          and o.floor = d.floor and o.door = d.door)
    order by d.id limit 1`);
  assert.ok(found, "the grid has such a door");
  return { dwelling: found[0], digits: found[1] };
}

/** A phone in the hand of the grid worker, and a thumb that counts. */
async function phone({ blocked = false, ...options } = {}) {
  const page = await browser.page({ role: "grid_worker", viewport: PHONE, ...options });
  if (blocked) await page.context().route("**/*.wasm", (route) => route.abort());
  page.taps = 0;
  page.tap = async (target) => {
    page.taps += 1;
    await page.locator(target).first().click();
  };
  return page;
}

for (const blocked of [false, true]) {
  const how = blocked ? "with WebAssembly blocked" : "with all there is";

  test(`a household is found by its door in seven taps, ${how}`, async () => {
    const { dwelling, digits } = plainDoor();
    const page = await phone({ blocked });
    await page.goto("/m");
    await page.waitForSelector("[data-pad-keys]:not([hidden])");

    for (const digit of digits) await page.tap(`[data-pad-key='${digit}']`);
    await page.tap("[data-door-pad] button[type=submit]");
    await page.waitForURL(`**/m/h/${dwelling}`);

    assert.ok(page.taps <= 7, `${page.taps} taps for ${digits}`);
    const [[upstairs]] = rows(`select coalesce(max(u.id), 0) from dwelling d join dwelling u on u.building_id = d.building_id
      and u.unit = d.unit and u.door = d.door and u.floor = d.floor + 1 where d.id = ${dwelling} and u.cell is not null`);
    if (upstairs !== "0") {
      page.taps = 0;
      await page.tap("[data-neighbour='above']");
      await page.waitForURL(`**/m/h/${upstairs}`);
      assert.equal(page.taps, 1);
    }
    await closeClean(page);
  });

  test(`an event with two photos takes six taps and no word, ${how}`, async () => {
    const before = Number(value("select count(*) from case_file"));
    const page = await phone({ blocked });
    await page.goto("/m");

    await page.tap(".phone-foot a[href='/m/report']");
    await page.waitForSelector("#report-photo");
    // Each photo: the field, and the release of the camera.
    page.taps += 4;
    const shot = (name, colour) => ({ name, mimeType: "image/png", buffer: png(colour) });
    await page.locator("#report-photo").setInputFiles(shot("one.png", [90, 140, blocked ? 90 : 190]));
    await page.locator("#report-photo-more").setInputFiles(shot("two.png", [200, 90, blocked ? 60 : 40]));
    await page.tap("form[data-report] button.button--primary");
    await page.waitForURL("**/m/cases/*");

    assert.ok(page.taps <= 6, `${page.taps} taps`);
    assert.equal(Number(value("select count(*) from case_file")), before + 1);
    const id = page.url().split("/").at(-1);
    assert.equal(value(`select count(*) from media where case_id = ${id}`), "2");
    await closeClean(page);
  });
}

test("已访无变化 is one tap", async () => {
  const visits = () => Number(value(`select count(*) from visit where dwelling_id = ${home}`));
  const before = visits();
  const page = await phone();
  await page.goto(`/m/h/${home}`);

  await page.tap("form[action$='/m/visit'] button[value='unchanged']");
  for (let tries = 0; tries < 40 && visits() === before; tries += 1) await page.waitForTimeout(250);

  assert.equal(page.taps, 1);
  assert.equal(visits(), before + 1);
  await closeClean(page);
});

test("without JavaScript doors, boards, households and cases are read, and a door is found", async () => {
  const { dwelling, digits } = plainDoor();
  const page = await phone({ javaScriptEnabled: false });

  await page.goto("/m");
  await page.locator("#door").fill(digits);
  await page.locator("[data-door-pad] button[type=submit]").click();
  await page.waitForURL(`**/m/h/${dwelling}`);
  await page.goto("/m");
  await page.locator("a.tile").first().click();
  await page.waitForURL("**/m/b/*");
  await page.locator(".board a.cell").first().click();
  await page.waitForURL("**/m/h/*");
  assert.equal(await page.locator("header[data-dwelling]").count(), 1);
  await page.locator(".phone-foot a[href='/m/cases']").click();
  await page.waitForURL("**/m/cases");
  assert.equal(await page.locator("main#content h1").count(), 1);
  await closeClean(page);
});

for (const viewport of [NARROW, PHONE]) {
  test(`the day's plan is one tap away, a visit of it one more, and one takes it back, at ${viewport.width} px`, async () => {
    const page = await phone({ viewport });
    await page.goto("/m");

    await page.tap(".phone-foot a[href='/m/plan']");
    await page.waitForURL("**/m/plan");
    const due = page.locator("[data-due]:has(button[value='unchanged'])").first();
    const dwelling = await due.getAttribute("data-due");
    const visits = () => Number(value(`select count(*) from visit where dwelling_id = ${dwelling}`));
    const before = visits();
    await page.tap(`[data-due='${dwelling}'] button[value='unchanged']`);
    // Other visits of today may stand there already: this one is there when its household is no longer due.
    await page.locator(`[data-due='${dwelling}']`).waitFor({ state: "detached" });
    assert.equal(page.taps, 2);
    assert.equal(visits(), before + 1);
    const visit = value(`select max(id) from visit where dwelling_id = ${dwelling}`);
    await page.tap(`[data-visit='${visit}'] form[action$='/m/visit-withdraw'] button`);
    await page.waitForSelector(`[data-due='${dwelling}']`);
    assert.equal(visits(), before);
    await closeClean(page);
  });
}

const PAGES = [
  "/m",
  `/m/b/${homeBuilding}`,
  `/m/h/${home}`,
  "/m/report",
  `/m/report?h=${home}`,
  "/m/cases",
  "/m/me",
  "/m/plan",
  "/m/patrol",
  "/m/month",
  "/m/outbox",
  "/m/conflicts",
  `/m/file/${homePerson}`,
  "/m/offline",
];

for (const viewport of [NARROW, PHONE]) test(`everything that is tapped is as large as a thumb, and nothing sticks out at ${viewport.width} px`, async () => {
  const page = await phone({ viewport });
  for (const path of PAGES) {
    await page.goto(path);
    const small = await page.evaluate((least) => {
      const shown = [...document.querySelectorAll("a, button, select, input:not([type=hidden]), summary")].filter((node) =>
        node.checkVisibility() && !node.matches(".skip-link"));
      const size = (node) => node.getBoundingClientRect();
      return shown.filter((node) => size(node).height < least).map((node) => `${node.outerHTML.slice(0, 90)} ${size(node).height}`);
    }, THUMB);
    assert.deepEqual(small, [], path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${path} sticks out by ${wide} px`);
  }
  await closeClean(page);
});

describe("axe", { concurrency: 2 }, () => {
  for (const path of PAGES) {
    for (const theme of ["light", "screen", "outdoor"]) {
      test(`finds nothing wrong with ${path.replace(/\d{6,}/g, "…")} in the ${theme} theme`, async () => {
        const page = await phone();
        await page.goto(`${path}${path.includes("?") ? "&" : "?"}theme=${theme}`);

        await assertAccessible(page);
        await closeClean(page);
      });
    }
  }
});
