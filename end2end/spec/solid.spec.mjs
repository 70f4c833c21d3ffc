// The 3D city in software WebGL2: drawn in the cells' colours, clicked, driven by keys alone, reloaded.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { CONTAINER, colourAt, frames, locate, mapReady, query, resting } from "../fixture/map.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();

/** A household on an upper floor of a building with several floors. */
const HOUSEHOLD = `select d.id, d.building_id, d.cell, b.number || '-' || d.unit || '-' || (d.floor * 100 + d.door)
  from dwelling d join building b on b.id = d.building_id
  where b.floors >= 4 and d.floor = 4 and d.cell is not null order by d.id`;

test("a household cell is drawn in its class's colour, is clicked, and opens its card", async () => {
  const [[dwelling, building, cell, short]] = rows(HOUSEHOLD);
  const page = await browser.page();
  await page.goto(`/map?b=${building}&h=${dwelling}`);
  await mapReady(page);
  await page.locator(`[data-cell='${cell}']`).first().waitFor();
  const onBoard = await page.locator(`a[data-cell='${cell}']`).evaluate((element) =>
    getComputedStyle(element).backgroundColor.match(/\d+/g).slice(0, 3).map(Number),
  );
  await page.goto(`/map?b=${building}`);
  await mapReady(page);
  const spot = await locate(page, Number(cell));
  assert.ok(spot.visible, "the cell is in view when its building is");

  const drawn = await colourAt(page, spot.x, spot.y);
  await page.mouse.click(spot.x, spot.y);
  await page.locator(`article.household[data-dwelling='${dwelling}']`).waitFor();

  const distance = Math.hypot(...drawn.map((part, n) => part - onBoard[n]));
  assert.ok(distance < 140, `3D ${drawn} is a shade of the board's ${onBoard}`);
  assert.equal(query(page, "h"), dwelling);
  assert.equal((await page.innerText(".household__short")).trim(), short);
  await closeClean(page);
});

test("the same address shows the same state after a reload, and Back goes back", async () => {
  const [[dwelling, building]] = rows(HOUSEHOLD);
  const page = await browser.page();
  await page.goto(`/map?b=${building}&h=${dwelling}&lens=freshness`);
  await mapReady(page);
  const before = await page.innerText("article.household");

  await page.reload();
  await mapReady(page);

  assert.equal(await page.innerText("article.household"), before);
  assert.equal(query(page, "lens"), "freshness");
  await page.locator("a[data-neighbour]").first().click();
  await page.waitForFunction((id) => !location.search.includes(`h=${id}`), dwelling);
  await page.goBack();
  await page.locator(`article.household[data-dwelling='${dwelling}']`).waitFor();
  await closeClean(page);
});

test("by keyboard alone: the map is moved, the household in its middle is opened, and its neighbour upstairs", async () => {
  const [[dwelling, building]] = rows(HOUSEHOLD);
  const page = await browser.page();
  await page.goto(`/map?b=${building}&h=${dwelling}`);
  await mapReady(page);
  await page.goto(page.url().replace(/&?h=\d+/, ""));
  await mapReady(page);
  await page.focus(CONTAINER);
  const camera = await page.getAttribute(CONTAINER, "data-camera");

  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("q");
  // Waits for the change itself: under load the first frame may come after a look that already found the map at rest.
  await page.waitForFunction(
    ([container, before]) => document.querySelector(container).dataset.camera !== before,
    [CONTAINER, camera],
  );
  await resting(page);
  await page.keyboard.press("Home");
  await resting(page);
  await page.locator("[role=grid] a[tabindex='0']").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.locator("article.household").waitFor();

  const opened = query(page, "h");
  const expected = value(`select count(*) from dwelling where id = ${opened} and building_id = ${building}`);
  assert.equal(expected, "1");
  await closeClean(page);
});

test("a map that nobody touches draws no frames", async () => {
  const page = await browser.page();
  await page.goto("/map");
  await mapReady(page);
  const before = await frames(page);

  await page.waitForTimeout(3_000);

  assert.equal(await frames(page), before);
  await closeClean(page);
});

test("without WebGL2 the page says so and shows the 2D map", async () => {
  const page = await browser.page();
  await page.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return kind === "webgl2" ? null : original.call(this, kind, ...rest);
    };
  });

  await page.goto("/map");
  await mapReady(page, "2d");

  assert.match(await page.innerText(".notices"), /WebGL/);
  await closeClean(page);
});

test("the browser's code decodes the golden city pack to the same number of cells as the host's", async () => {
  const golden = path.join(import.meta.dirname, "../../crates/citypack/tests/golden");
  // Two buildings of six floors, with 16 and 8 flats on each: crates/citypack/tests/golden.rs makes them.
  const cells = 6 * (16 + 8);
  const page = await browser.page();
  await page.route("**/map/scene/*.bin", (route) =>
    route.fulfill({ body: readFileSync(path.join(golden, "small.pack")), contentType: "application/octet-stream" }),
  );

  await page.goto("/map");
  await page.waitForSelector(`${CONTAINER}[data-cells='${cells}']`, { timeout: 60_000 });

  await page.context().close();
});
