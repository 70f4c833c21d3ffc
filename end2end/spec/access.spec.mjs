// No page breaks a rule that axe knows: in the light theme on a phone, in the dark one at a desk.
import { after, describe, test } from "node:test";
import { assertAccessible } from "../fixture/axe.mjs";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { mapReady } from "../fixture/map.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();

const [[dwelling, building, grid]] = rows(`select d.id, d.building_id, d.area from dwelling d
  join household h on h.id = d.id where h.open_light > 0 order by d.id limit 1`);
// What is changed is looked at by those who change it: the first demo worker, and the community above.
const [[own]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
const [[entry]] = rows(`select id from register_entry where area = ${own} order by id limit 1`);
const [[branch]] = rows(`select id from register_entry where area = ${own} and kind = 'organisation.party_branch' order by id limit 1`);
const [[person]] = rows(`select resident_id from stay where area = ${own} and to_on is null order by resident_id limit 1`);
const [[home]] = rows(`select id from household where area = ${own} and residents > 0 and cell is not null order by id limit 1`);
const [[estate]] = rows(`select estate_id from building where area = ${own} and estate_id is not null order by id limit 1`);
const [[unit]] = rows("select id from unit order by id limit 1");
const account = value("select min(account_id) from post where is_demo and role = 'community'");
const PAGES = [
  ["/", null],
  ["/login", null],
  ["/areas", "city"],
  [`/areas/${grid}`, "city"],
  [`/buildings/${building}`, "city"],
  ["/cases", "city"],
  ["/cases?axis=all", "community"],
  ["/cases/new", "grid_worker"],
  [`/map?b=${building}&h=${dwelling}`, "city"],
  [`/screen?b=${building}&rotate=300`, "city"],
  [`/map?area=${own}&layers=person,organisation,house`, "community"],
  ["/account", "grid_worker"],
  ["/password", "grid_worker"],
  [`/areas/${own}/register`, "grid_worker"],
  [`/register/${entry}`, "grid_worker"],
  [`/areas/${own}/party`, "grid_worker"],
  [`/register/${branch}`, "community"],
  [`/people/${person}/looks`, "community"],
  [`/people/${person}`, "grid_worker"],
  [`/people/${person}?edit=contact`, "grid_worker"],
  [`/households/${home}`, "grid_worker"],
  [`/households/${home}/nearby`, "grid_worker"],
  [`/areas/${own}/roster`, "grid_worker"],
  [`/areas/${own}/estates`, "grid_worker"],
  [`/areas/${own}/manage`, "street"],
  [`/estates/${estate}`, "grid_worker"],
  ["/filter", "community"],
  ["/notices", "community"],
  ["/import", "community"],
  ["/account/totp", "grid_worker"],
  ["/admin/units", "system_admin"],
  [`/admin/units/${unit}`, "system_admin"],
  ["/admin/walls", "system_admin"],
  ["/admin/dictionary", "system_admin"],
  ["/admin/setting", "security_admin"],
  [`/people/${person}/photos`, "grid_worker"],
  [`/households/${dwelling}/photos`, "city"],
  ["/exports", "community"],
  [`/exports/new?list=people&area=${own}`, "grid_worker"],
  [`/exports/new?list=party&area=${own}`, "community"],
  ["/exports/templates", "grid_worker"],
  ["/departures", "grid_worker"],
  ["/doors", "community"],
  [`/doors/${home}`, "community"],
  ["/board", "department"],
  ["/cases/answers", "community"],
  ["/admin/accounts", "system_admin"],
  [`/admin/accounts/${account}`, "security_admin"],
  ["/admin/audit", "audit_admin"],
];

const PHONE = { width: 390, height: 844 };

// The light theme on a phone, the other one at a desk, side by side. Whoever looks logs in once, which takes longer than most pages do.
describe("axe", { concurrency: 2 }, () => {
  for (const theme of ["light", "screen"]) {
    // One page at a time in each: they share the log-in's page.
    describe(`in the ${theme} theme`, { concurrency: 1 }, () => {
      const pages = new Map();
      const pageOf = async (role) => {
        if (!pages.has(role)) pages.set(role, await browser.page({ role, ...(theme === "light" ? { viewport: PHONE } : {}) }));
        return pages.get(role);
      };
      after(() => Promise.all([...pages.values()].map(closeClean)));
      for (const [path, role] of PAGES) {
        test(`finds nothing wrong with ${path.replace(/\d{6,}/g, "…")} for ${role ?? "nobody"}`, async () => {
          const page = await pageOf(role);
          await page.goto(`${path}${path.includes("?") ? "&" : "?"}theme=${theme}`);
          if (/^\/(map|screen)/.test(path)) await mapReady(page);

          await assertAccessible(page);
        });
      }
    });
  }
});
