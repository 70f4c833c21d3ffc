// What a browser keeps of people after a day's tour at the door: nothing. Local and session storage, IndexedDB, caches,
// cookies and the disk cache's entries are looked through for a number, a telephone, a note and a name that were on the screen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { mapReady } from "../fixture/map.mjs";
import { rows } from "../fixture/sql.mjs";

const browser = useBrowser();

const [[area]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
const [[dwelling, building, resident]] = rows(`select s.dwelling_id, d.building_id, r.id
  from stay s join resident r on r.id = s.resident_id join dwelling d on d.id = s.dwelling_id
  where s.area = ${area} and s.to_on is null and s.kind in ('both', 'actual') and d.cell is not null
    and r.phone_sealed is not null and r.id_number_sealed is not null and r.merged_into is null
  order by (r.medical_note_sealed is not null) desc, s.dwelling_id limit 1`);
const names = rows(`select r.name from stay s join resident r on r.id = s.resident_id where s.dwelling_id = ${dwelling}`).flat();

/** Everything that pages of ours can have written, as one text. */
function stored(page) {
  return page.evaluate(async () => {
    const kept = [document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    for (const { name, version } of await indexedDB.databases()) {
      kept.push(`database ${name} ${version}`);
      const database = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const table of database.objectStoreNames) {
        const all = await new Promise((resolve) => {
          const reading = database.transaction(table).objectStore(table).getAll();
          reading.onsuccess = () => resolve(reading.result);
        });
        kept.push(JSON.stringify(all));
      }
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        kept.push(request.url, await (await cache.match(request)).text());
      }
    }
    kept.push(JSON.stringify(history.state));
    return kept.join("\n");
  });
}

test("after a tour as grid worker the browser keeps nothing about a person", async () => {
  const page = await browser.page({ role: "grid_worker" });
  const answers = [];
  page.on("response", (response) => answers.push(response));

  await page.goto(`/map?b=${building}&h=${dwelling}`);
  await mapReady(page);
  const person = page.locator(".person", { has: page.locator("form.person__unmask") }).first();
  await person.locator("form.person__unmask select").selectOption("service");
  await person.locator("form.person__unmask button").click();
  await page.waitForFunction(() => /\b\d{17}[\dX]\b/.test(document.body.innerText));
  const shown = await page.locator("body").innerText();
  const values = [...new Set(shown.match(/\b(\d{17}[\dX]|1\d{10}|0\d{2,3}-\d{7,8})\b/g) ?? [])];
  assert.ok(values.length >= 1, "a number was on the screen");
  for (const path of [`/households/${dwelling}`, `/people/${resident}`, `/people/${resident}/certificate`, "/cases", "/notices", "/areas", "/account"]) {
    await page.goto(path);
    await page.waitForLoadState("networkidle").catch(() => {});
  }

  const text = await stored(page);
  for (const value of [...values, ...names, String(resident), String(dwelling)]) {
    assert.ok(!text.includes(value), `${value} is kept: ${text.slice(0, 400)}`);
  }
  const cookies = await page.context().cookies();
  assert.deepEqual(cookies.filter((cookie) => !["__Host-session", "lang", "theme"].includes(cookie.name)), []);
  assert.ok(cookies.find((cookie) => cookie.name === "__Host-session").httpOnly);
  // What may lie in the disk cache is what was answered without no-store: files that are the same for everybody.
  for (const response of answers.filter((answer) => answer.status() === 200)) {
    const path = new URL(response.url()).pathname;
    const policy = response.headers()["cache-control"] ?? "";
    const isPublic = ["/pkg/", "/map/scene/", "/favicon", "/robots.txt", "/live"].some((start) => path.startsWith(start));
    assert.ok(isPublic || /no-store/.test(policy), `${path} may be kept: ${policy}`);
  }
  await closeClean(page);
});

test("a browser that logged out shows nothing of a person on going back", async () => {
  const page = await browser.page({ role: "grid_worker" });
  await page.goto(`/people/${resident}`);
  await page.goto("/account");
  await page.locator("form[action='/logout'] button").first().click();
  await page.waitForLoadState("load");

  await page.goBack();
  await page.goBack().catch(() => {});
  await page.waitForLoadState("load");

  const shown = await page.locator("body").innerText();
  assert.ok(!names.some((name) => shown.includes(`${name[0]}*`)), page.url());
  await closeClean(page);
});
