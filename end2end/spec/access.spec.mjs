// No page breaks a rule that axe knows, in both themes and on a phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { mapReady } from "../fixture/map.mjs";
import { rows } from "../fixture/sql.mjs";

const browser = useBrowser();

const [[dwelling, building, grid]] = rows(`select d.id, d.building_id, d.area from dwelling d
  join household h on h.id = d.id where h.open_light > 0 order by d.id limit 1`);
const PAGES = ["/", "/areas", `/areas/${grid}`, `/buildings/${building}`, "/cases", `/map?b=${building}&h=${dwelling}`];

for (const path of PAGES) {
  for (const theme of ["light", "screen"]) {
    test(`axe finds nothing wrong with ${path.replace(/\d{6,}/g, "…")} in the ${theme} theme`, async () => {
      const page = await browser.page();
      await page.goto(`${path}${path.includes("?") ? "&" : "?"}theme=${theme}`);
      if (path.startsWith("/map")) await mapReady(page);

      const { violations } = await new AxeBuilder({ page }).analyze();

      const said = violations.map((rule) => `${rule.id}: ${rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
      assert.deepEqual(said, []);
      await closeClean(page);
    });
  }
}
