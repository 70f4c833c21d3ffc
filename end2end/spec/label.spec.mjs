// Names on the map never lie on one another, on no level, in neither view, on no screen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { overlaps, stickingOut } from "../fixture/label.mjs";
import { mapReady } from "../fixture/map.mjs";
import { value } from "../fixture/sql.mjs";

const browser = useBrowser();
const area = (level) => value(`select min(area) from area where level = ${level}`);

for (const [width, height] of [[390, 844], [1440, 900], [1920, 1080]]) {
  for (const mode of ["3d", "2d"]) {
    test(`in ${mode} at ${width} pixels no two names overlap, from the city down to a grid`, async () => {
      const page = await browser.page({ viewport: { width, height } });
      for (const level of [1, 2, 3, 4]) {
        await page.goto(`/map?area=${area(level)}&mode=${mode}`);
        await mapReady(page, mode);

        assert.deepEqual(await overlaps(page, ".map-label"), [], `level ${level}`);
        assert.deepEqual(await stickingOut(page), [], `level ${level}`);
      }
      await closeClean(page);
    });
  }
}
