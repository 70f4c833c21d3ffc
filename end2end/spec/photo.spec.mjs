// A grid worker keeps photos of a person: plain pages, without script. A document is hidden until a reason was given.
import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const [[own]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
const [[person]] = rows(`select r.id from resident r join stay s on s.resident_id = r.id
  where r.area = ${own} and s.to_on is null and r.merged_into is null order by r.id desc limit 1`);
const table = Array.from({ length: 256 }, (_, at) =>
  Array.from({ length: 8 }).reduce((sum) => (sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1), at));

/** A PNG of a blue wall with a door, with words beside the picture. */
function png() {
  const [across, down] = [320, 240];
  const line = (y) => [0, ...Array.from({ length: across }, (_, x) => (x > 130 && x < 190 && y > 90 ? [120, 72, 40] : [90, 140, 190])).flat()];
  const chunk = (name, body) => {
    const bytes = Buffer.concat([Buffer.from(name), body]);
    const sum = ~bytes.reduce((sum, byte) => table[(sum ^ byte) & 255] ^ (sum >>> 8), ~0) >>> 0;
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    check.writeUInt32BE(sum);
    return Buffer.concat([length, bytes, check]);
  };
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  head.writeUInt32BE(across, 0);
  head.writeUInt32BE(down, 4);
  const pixels = deflateSync(Buffer.from(Array.from({ length: down }, (_, y) => line(y)).flat()));
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [chunk("IHDR", head), chunk("tEXt", Buffer.from("Comment\0PLACE-MARK")), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([mark, ...parts]);
}

async function add(page, kind, caption, buffer = png()) {
  await page.locator("#field-photo").setInputFiles({ name: "photo.png", mimeType: "image/png", buffer });
  await page.locator("#select-kind").selectOption(kind);
  await page.locator("#field-caption").fill(caption);
  await page.locator("form[action='/form/photo'] button").click();
  await page.waitForLoadState();
}

async function takeAway(page) {
  await page.locator("form[action='/form/photo-remove'] button").first().click();
  await page.waitForLoadState();
}

test("a worker adds a portrait and a document, sees the document for a reason, and takes both away", async () => {
  const reasons = () => Number(value(`select count(*) from audit where action = 'unmask_photo' and record_id = ${person}`));
  const before = reasons();
  const page = await browser.page({ role: "grid_worker", viewport: { width: 390, height: 844 } });
  await page.goto(`/people/${person}/photos`);
  // What a run before this one broke off with.
  while (await page.locator("[data-photo]").count()) await takeAway(page);

  await add(page, "portrait", "", Buffer.from("%PDF-1.7"));
  assert.match(await page.locator("#field-photo-error").textContent(), /JPEG/);
  await add(page, "portrait", "试照");
  await add(page, "document", "试证");
  assert.equal(await page.locator("[data-photo]").count(), 2);

  const shown = page.locator("[data-photo] img");
  assert.equal(await shown.count(), 1, "the document is hidden");
  assert.ok(await shown.evaluate((image) => image.complete && image.naturalWidth > 0));
  await page.locator("form[action='/form/photo-unmask'] button").click();
  await page.waitForLoadState();
  assert.equal(await shown.count(), 2);
  const seen = await page.request.get(await shown.first().getAttribute("src"));
  assert.equal(seen.headers()["cache-control"], "private, no-store");
  assert.ok(!(await seen.body()).includes("PLACE-MARK"));
  assert.equal(reasons(), before + 1);

  for (const left of [1, 0]) {
    await takeAway(page);
    assert.equal(await page.locator("[data-photo]").count(), left);
  }
  page.faults = page.faults.filter((fault) => !fault.includes("422"));
  await closeClean(page);
});
