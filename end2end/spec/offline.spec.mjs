// A stairwell without signal: looked up, visited, a number changed, an event with two photos reported; the tab killed, the phone's clock a day
// wrong; and when the line is back, each of them on the server once, with the photos that were taken.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../fixture/axe.mjs";
import { useBrowser } from "../fixture/browser.mjs";
import { stickingOut } from "../fixture/label.mjs";
import { png } from "../fixture/png.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const DAY_MS = 24 * 3600 * 1000;
/** How long the stairwell takes. */
const STAIRS_S = 600;
const [[own]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
const [[dwelling, person]] = rows(`select s.dwelling_id, r.id
  from stay s join resident r on r.id = s.resident_id join dwelling d on d.id = s.dwelling_id
  where s.area = ${own} and s.to_on is null and s.kind = 'both' and r.phone_sealed is not null and r.merged_into is null
    and d.closed_on is null
  order by s.dwelling_id limit 1`);

/** A worker's phone: small, with a place, and a clock that is a day fast from the beginning. */
async function phone(width = 390) {
  const page = await browser.page({
    role: "grid_worker",
    viewport: { width, height: 844 },
    geolocation: { longitude: 129.4, latitude: 42.77, accuracy: 12 },
    permissions: ["geolocation"],
  });
  await page.context().addInitScript(goAhead, DAY_MS);
  return page;
}

/** Runs in the browser: its clock is so much ahead of what it was. */
function goAhead(ahead) {
  const Real = Date;
  const now = () => Real.now() + ahead;
  globalThis.Date = class extends Real {
    constructor(...given) {
      super(...(given.length > 0 ? given : [now()]));
    }
    static now() {
      return now();
    }
  };
}

/** Opens a page until the service worker serves it and the own grid is kept. */
async function settle(page) {
  await page.goto("/m/offline");
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    await fieldOutbox.ready;
  });
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForFunction(async () => (await fieldStore.get("kept", "snapshot")) !== undefined);
  await page.waitForFunction(async () => (await fieldStore.get("own", "shell")) !== undefined);
}

/** Whether a page fits the phone and everybody who holds it. */
async function fits(page) {
  assert.deepEqual(await stickingOut(page), []);
  await assertAccessible(page);
}

const waiting = (page) => page.evaluate(() => fieldOutbox.queue.count());
const said = (page) => page.locator("[data-outbox-said][data-state='waiting']").filter({ hasText: "离线" });
const short = (id) => value(`select b.number || '-' || d.unit || '-' || d.shown from dwelling d join building b on b.id = d.building_id where d.id = ${id}`);

async function found(page) {
  await page.goto("/m/offline");
  await page.locator("#offline-box:not([disabled])").fill(short(dwelling));
  const door = page.locator(`[data-door]:has(input[name='dwelling'][value='${dwelling}'])`);
  await door.waitFor();
  return door;
}

for (const [width, number] of [[360, "13912345678"], [390, "13912345679"]]) test(`what is written without signal, by a phone with a wrong clock, is on the server once when the line is back, at ${width} px`, async () => {
  const page = await phone(width);
  const context = page.context();
  await settle(page);
  // Looked at once with signal, so that it is kept.
  await page.goto(`/m/report?h=${dwelling}`);
  await page.waitForFunction(async (path) => (await fieldStore.keys("page")).includes(path), `/m/report?h=${dwelling}`);
  const category = await page.locator("select[name='category'] option:not([value=''])").first().getAttribute("value");
  const before = {
    visits: Number(value(`select count(*) from visit where dwelling_id = ${dwelling}`)),
    cases: Number(value(`select count(*) from case_file where dwelling_id = ${dwelling}`)),
    phone: value(`select phone_token from resident where id = ${person}`),
  };

  await context.setOffline(true);
  let door = await found(page);
  await door.locator("button[value='unchanged']").click();
  await said(page).first().waitFor();
  door = await found(page);
  const line = door.locator(`[data-person]:has(input[value='${person}'])`);
  await line.locator("summary").click();
  await line.locator("input[type='tel']").fill(number);
  await fits(page);
  await line.locator("button").click();
  await said(page).first().waitFor();
  await page.goto(`/m/report?h=${dwelling}`);
  await page.locator("select[name='category']").selectOption(category);
  const photos = [[200, 40, 40], [40, 40, 200]].map((colour, at) => ({ name: `${at}.png`, mimeType: "image/png", buffer: png(colour) }));
  await page.locator("input[type='file']").first().setInputFiles(photos);
  await page.locator("form[data-outbox][action$='/m/report'] button.button--primary").click();
  await said(page).first().waitFor();
  assert.equal(await waiting(page), 3);
  assert.equal(Number(value(`select count(*) from visit where dwelling_id = ${dwelling}`)), before.visits, "nothing was sent");

  // The tab is killed; another one opens over what is on the disk, ten minutes later and still without signal.
  await page.close();
  const again = await context.newPage();
  await again.addInitScript(goAhead, STAIRS_S * 1000);
  await again.goto("/m/outbox");
  await again.locator("[data-outbox-list] [data-state='waiting']").nth(2).waitFor();
  await fits(again);
  const items = await again.evaluate(async () => {
    const { queue } = fieldOutbox;
    const fields = async ({ operation }) => (await queue.open(operation)).meta.fields;
    return Promise.all((await queue.list()).map(async (item) => ({ ...item, fields: await fields(item) })));
  });
  const digests = items.flatMap((item) => item.photos.map((photo) => photo.sha256));
  assert.equal(digests.length, 2);
  assert.notEqual(digests[0], digests[1]);
  const clear = await again.evaluate(async () => {
    const kept = [...(await fieldStore.all("item")), ...(await fieldStore.all("kept")), ...(await fieldStore.all("page"))];
    return kept.map((one) => new TextDecoder("latin1").decode(one.data)).join();
  });
  assert.ok(!clear.includes(number) && !clear.includes(dwelling), "what lies on the disk is sealed");

  await context.setOffline(false);
  await again.evaluate(() => dispatchEvent(new Event("online")));
  await again.waitForFunction(async () => (await fieldOutbox.queue.count()) === 0, null, { timeout: 30_000 });
  await again.locator("[data-outbox-list] [data-state='sent']").nth(2).waitFor();
  assert.equal(await again.locator("[data-outbox-list] > li").count(), 3);

  assert.equal(Number(value(`select count(*) from visit where dwelling_id = ${dwelling}`)), before.visits + 1);
  const [[since]] = rows(`select extract(epoch from now() - visited_at)::int from visit where dwelling_id = ${dwelling} order by coalesce(received_at, visited_at) desc limit 1`);
  assert.ok(Number(since) >= STAIRS_S && Number(since) < STAIRS_S + 300, `the phone's clock is a day fast, the visit was ${since} s ago`);
  assert.notEqual(value(`select phone_token from resident where id = ${person}`), before.phone);
  assert.equal(Number(value(`select count(*) from case_file where dwelling_id = ${dwelling}`)), before.cases + 1);
  const kept = rows(`select encode(sha256, 'hex') from media where case_id =
    (select max(id) from case_file where dwelling_id = ${dwelling})`).flat();
  assert.deepEqual(kept.sort(), digests.sort(), "the photos are those that were taken");

  // Sent again, as a phone does whose answer got lost: nothing more comes of it.
  const statuses = await again.evaluate(async (made) => {
    const answers = [];
    for (const { url, fields, photos } of made) {
      if (photos.length > 0) continue;
      const body = new URLSearchParams(fields);
      const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
      answers.push((await answer.json()).outcome);
    }
    return answers;
  }, items);
  assert.deepEqual(statuses, ["again", "again"]);
  await context.close();
});

test("at log-out nothing is left to look up, and what is unsent stays sealed for its account", async () => {
  const page = await phone();
  const context = page.context();
  await settle(page);
  await context.setOffline(true);
  const door = await found(page);
  await door.locator("button[value='nobody_in']").click();
  await said(page).first().waitFor();
  // Whoever logs out is told; what waits is not thrown away. The line is back for the log-out alone.
  await context.route("**/m/visit", (route) => route.abort());
  await context.setOffline(false);
  await page.goto("/m/outbox");
  page.on("dialog", (dialog) => dialog.accept());
  await page.evaluate(() => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: "/logout" });
    document.body.append(form);
    form.requestSubmit();
  });
  await page.waitForURL("**/login**");
  const left = await page.evaluate(async () => {
    const count = (name) => new Promise((done) => {
      const asked = indexedDB.open("gezhi-field");
      asked.onsuccess = () => {
        const all = asked.result.transaction(name).objectStore(name).count();
        all.onsuccess = () => { asked.result.close(); done(all.result); };
      };
    });
    return { kept: await count("kept"), page: await count("page"), item: await count("item"), caches: await caches.has("gezhi-shell") };
  });
  assert.deepEqual(left, { kept: 0, page: 0, item: 1, caches: false });
  await context.close();
});

test("two phones of two people that change one number leave both numbers to be looked at", async () => {
  const page = await phone();
  const context = page.context();
  await settle(page);
  await context.setOffline(true);
  const door = await found(page);
  const line = door.locator(`[data-person]:has(input[value='${person}'])`);
  await line.locator("summary").click();
  await line.locator("input[type='tel']").fill("13900000011");
  await line.locator("button").click();
  await said(page).first().waitFor();

  const community = await browser.page({ role: "community" });
  await community.goto(`/people/${person}?edit=contact`);
  await community.locator("input[name='phone']").fill("13900000022");
  await community.locator("input[name='phone']").press("Enter");
  await community.waitForLoadState();
  await community.context().close();

  await context.setOffline(false);
  await page.goto("/m/outbox");
  await page.locator("[data-outbox-list] [data-state='needs']").waitFor();
  await page.locator("[data-outbox-list] a[href='/m/conflicts']").click();
  const conflict = page.locator("[data-conflict]").last();
  assert.match(await conflict.textContent(), /13900000011/);
  assert.match(await conflict.textContent(), /139\*\*\*\*0022/);
  await fits(page);
  await conflict.locator("button[value='theirs']").click();
  await page.waitForLoadState();
  assert.equal(await page.locator("[data-conflict]").count(), 0);
  await context.close();
});

test("a form of several fields that was filled in without signal lands field by field, and only what two changed waits", async () => {
  const page = await phone(360);
  const context = page.context();
  await settle(page);
  // The page is opened at the lift, where there is signal, and filled in at the door.
  const form = `/m/file/${person}?next=/m/offline`;
  await page.goto(form);
  await page.waitForFunction(async (path) => (await fieldStore.keys("page")).includes(path), form);
  const column = (name) => value(`select coalesce(${name}, '') from resident where id = ${person}`);
  const before = { workplace: column("workplace"), marital: column("marital") };
  await context.setOffline(true);
  await page.goto(form);
  await fits(page);
  await page.locator("input[name='native_place']").fill("吉林龙井");
  await page.locator("input[name='occupation']").fill("离线记下的");
  await page.locator("form[action$='/m/file'] button.button--primary").click();
  await said(page).first().waitFor();
  assert.equal(await waiting(page), 1);
  assert.notEqual(column("native_place"), "吉林龙井", "nothing was sent");

  const community = await browser.page({ role: "community" });
  await community.goto(`/people/${person}?edit=background`);
  const desk = community.locator("section[data-group='background'] form.entry");
  await desk.locator("input[name='occupation']").fill("社区记下的");
  await desk.locator("input[name='occupation']").press("Enter");
  await community.waitForLoadState();
  await community.context().close();

  await context.setOffline(false);
  await page.goto("/m/outbox");
  await page.locator("[data-outbox-list] [data-state='needs']").waitFor();
  assert.equal(column("native_place"), "吉林龙井", "what nobody else changed is written");
  assert.equal(column("occupation"), "社区记下的", "what somebody else changed is not overwritten");
  assert.deepEqual({ workplace: column("workplace"), marital: column("marital") }, before, "what was left alone stays");
  await page.locator("[data-outbox-list] a[href='/m/conflicts']").click();
  const conflict = page.locator("[data-conflict][data-field='occupation']").last();
  assert.match(await conflict.textContent(), /离线记下的/);
  assert.match(await conflict.textContent(), /社区记下的/);
  await fits(page);
  await conflict.locator("button[value='mine']").click();
  await page.waitForLoadState();
  assert.equal(await page.locator("[data-conflict]").count(), 0);
  assert.equal(column("occupation"), "离线记下的");
  await context.close();
});

test("a report like an open one, sent from the list before its maker is gone, is brought back to be decided and is sent once", async () => {
  const page = await phone();
  const context = page.context();
  await settle(page);
  await page.goto(`/m/report?h=${dwelling}`);
  await page.waitForFunction(async (path) => (await fieldStore.keys("page")).includes(path), `/m/report?h=${dwelling}`);
  const cases = () => Number(value(`select count(*) from case_file where dwelling_id = ${dwelling}`));
  const category = value(`select category from case_file where dwelling_id = ${dwelling} and category is not null order by id desc limit 1`);
  const before = cases();
  await context.setOffline(true);
  await page.goto(`/m/report?h=${dwelling}`);
  await page.locator("select[name='category']").selectOption(category);
  await page.locator("input[type='file']").first().setInputFiles([{ name: "0.png", mimeType: "image/png", buffer: png([20, 200, 40]) }]);
  await page.locator("form[data-outbox][action$='/m/report'] button.button--primary").click();
  await said(page).first().waitFor();

  await context.setOffline(false);
  await page.goto("/m/outbox");
  const line = page.locator("[data-outbox-list] [data-state='needs']").first();
  await line.waitFor();
  assert.equal(cases(), before, "it was not taken without a look");
  await line.locator("button").first().click();
  await page.locator("input[name='seen']").waitFor({ state: "attached" });
  await page.locator("form[data-outbox][action$='/m/report'] button.button--primary").click();
  await page.waitForURL("**/m/cases/*");
  assert.equal(cases(), before + 1);
  assert.equal(value(`select count(*) from media where case_id = ${page.url().split("/").at(-1)}`), "1");
  assert.equal(await waiting(page), 0);
  await context.close();
});
