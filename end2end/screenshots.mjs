// Makes the README's pictures of the demo city: every screen in light and in dark, at desk and phone width.
// `cargo xtask screenshots [name…]` starts the demo city and calls this; the pictures go to docs/screenshots/.
// Refuses to keep a picture in which names overlap or something sticks out of the window.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { enter, launch, URL_BASE, watch } from "./fixture/browser.mjs";
import { hearsKeys } from "./fixture/case.mjs";
import { overlaps, stickingOut } from "./fixture/label.mjs";
import { mapReady } from "./fixture/map.mjs";
import { rows, value } from "./fixture/sql.mjs";

const folder = path.join(import.meta.dirname, "../docs/screenshots");
const wanted = process.argv.slice(2);
const DESK = { width: 1440, height: 900 };
const WALL = { width: 1920, height: 1080 };
const LARGE = { width: 3840, height: 2160 };
const PHONE = { width: 390, height: 844 };
const NARROW = { width: 360, height: 740 };

const street = value("select min(area) from area where level = 2");
// The fullest grid of towers: many households, open cases in different lights.
const grid = value(`select h.area from household h where h.cell is not null group by h.area
  order by count(*) filter (where open_light > 0) desc, count(*) desc limit 1`);
const [[building]] = rows(`select b.id from building b join dwelling d on d.building_id = b.id join household h on h.id = d.id
  where b.floors between 8 and 14 and b.units between 2 and 6 group by b.id
  order by count(distinct nullif(h.open_light, 0)) desc, count(*) desc limit 1`);
const [[dwelling]] = rows(`select d.id from dwelling d join household h on h.id = d.id where d.building_id = ${building}
  and h.open_light > 0 order by d.floor desc limit 1`);
const [[worker, day, time]] = rows(`select account_id, day, to_char((started_at + (ended_at - started_at) * 0.6)
  at time zone 'Asia/Shanghai', 'HH24:MI:SS') from patrol_track
  where day < (select max(day) from patrol_track)
  order by length_m desc limit 1`);

const community = value("select area from post where role = 'community' and is_demo limit 1");
const person = value(`select s.resident_id from stay s where s.area > ${community} and s.area < ${community} + 1000
  and s.to_on is null and s.relation = 'head' order by s.resident_id limit 1`);

const door = value(`select min(id) from household where area > ${community} and area < ${community} + 1000 and residents > 0`);

const openCase = value(`select id from case_file where area > ${community} and area < ${community} + 1000 and light = 2
  order by id limit 1`);

// The demo worker's own grid: a door with people and an open case, where there is one.
const own = value("select area from post where role = 'grid_worker' and is_demo limit 1");
const [[ownDoor, ownBuilding]] = rows(`select d.id, d.building_id from dwelling d join household h on h.id = d.id
  where d.area = ${own} and h.residents > 0 and d.cell is not null order by h.open_light desc, d.floor desc, d.id limit 1`);
const [[ownPerson]] = rows(`select s.resident_id from stay s join resident r on r.id = s.resident_id
  where s.dwelling_id = ${ownDoor} and s.to_on is null and r.merged_into is null order by s.id limit 1`);
const spotRound = value("select max(id) from spot_round where is_closed");
const report = value(`select min(id) from month_report where area = ${own}`);
const ownCase = value(`select coalesce(min(id), ${openCase}) from case_file where area = ${own} and light < 4`);

/** A page of the grid worker's phone, at both widths. */
const onPhone = (name, address) => [
  [`field-${name}`, PHONE, address, "grid_worker"],
  [`field-${name}-360`, NARROW, address, "grid_worker"],
];

const SHOTS = [
  ["city", DESK, "/map"],
  ["wall", WALL, "/map?lens=key-group"],
  ["screen-desk", DESK, "/screen"],
  ["screen", WALL, "/screen"],
  ["screen-large", LARGE, `/screen?area=${street}&rotate=300`],
  ["street", DESK, `/map?area=${street}`],
  ["grid", DESK, `/map?area=${grid}&lens=label`],
  ["building", DESK, `/map?b=${building}&h=${dwelling}`],
  ["board", DESK, `/buildings/${building}?lens=label&h=${dwelling}`],
  ["replay", DESK, `/map?worker=${worker}&day=${day}&t=${time}`],
  ["flat", DESK, `/map?b=${building}&h=${dwelling}&mode=2d`],
  ["phone", PHONE, `/map?b=${building}&h=${dwelling}`],
  ["home", DESK, "/", null],
  ["login", DESK, "/login", null],
  ["login-phone", PHONE, "/login", null],
  ["areas", DESK, `/areas/${street}`],
  ["cases", DESK, "/cases?axis=all", "community"],
  ["case", WALL, `/cases?axis=all&case=${openCase}`, "community"],
  ["case-large", LARGE, `/cases?axis=all&case=${openCase}`, "community"],
  ["case-phone", PHONE, `/cases?axis=all&case=${openCase}`, "community"],
  ["report-case", PHONE, `/cases/new?h=${door}`, "grid_worker"],
  ["hotline", DESK, "/hotline", "community"],
  ["works", DESK, "/works", "community"],
  ["statistics", DESK, "/statistics"],
  ["heat", DESK, "/statistics/heat"],
  ["recurring", DESK, "/statistics/recurring"],
  ["supervision", DESK, "/supervision", "supervision"],
  ["filter", DESK, `/filter?area=${community}&f=age:60-`, "community"],
  ["filter-phone", PHONE, `/filter?area=${community}&f=age:60-`, "community"],
  ["import", DESK, "/import", "community"],
  ["export", DESK, `/exports/new?list=people&area=${community}`, "community"],
  ["door", DESK, `/doors/${door}`, "community"],
  ["person", DESK, `/people/${person}`, "community"],
  ["register", DESK, `/areas/${community}/register`, "community"],
  ["notices", DESK, "/notices", "community"],
  ["certificate", DESK, `/people/${person}/certificate`, "community"],
  ["party", DESK, `/areas/${community}/party`, "community"],
  ["household", DESK, `/households/${door}`, "community"],
  ["roster", DESK, `/areas/${community}/roster`, "community"],
  ["units", DESK, "/admin/units", "system_admin"],
  ["walls", DESK, "/admin/walls", "system_admin"],
  ["settings", DESK, "/admin/setting", "security_admin"],
  ...onPhone("home", "/m"),
  ...onPhone("board", `/m/b/${ownBuilding}`),
  ...onPhone("household", `/m/h/${ownDoor}`),
  ...onPhone("file", `/m/file/${ownPerson}`),
  ...onPhone("report", `/m/report?h=${ownDoor}`),
  ...onPhone("cases", "/m/cases"),
  ...onPhone("case", `/m/cases/${ownCase}`),
  ...onPhone("me", "/m/me"),
  ...onPhone("plan", "/m/plan"),
  ...onPhone("patrol", "/m/patrol"),
  ...onPhone("month", "/m/month"),
  ...onPhone("offline", "/m/offline"),
  ...onPhone("outbox", "/m/outbox"),
  ...onPhone("conflicts", "/m/conflicts"),
  ["visits", DESK, `/areas/${own}/visits`, "community"],
  ["visit-rules", DESK, "/visit-rules"],
  ["watch-lists", DESK, `/areas/${community}/watch-lists`, "community"],
  ["patrol", DESK, `/areas/${community}/patrol`, "community"],
  ["spot-checks", DESK, "/spot-checks"],
  ["spot-check", DESK, `/spot-checks/${spotRound}`],
  ["spot-check-draw", DESK, `/spot-checks/${spotRound}/draw`],
  ["spot-check-mine", PHONE, "/spot-checks/mine", "street"],
  ["months", DESK, "/months", "community"],
  ["month", DESK, `/months/${report}`, "community"],
  ["formula", DESK, "/months/formula"],
  ["emergencies", DESK, "/emergencies", "street"],
  ["training", DESK, `/areas/${own}/training`, "community"],
  ["account", DESK, "/account"],
  ["accounts", DESK, "/admin/accounts", "security_admin"],
  ["trail", DESK, "/admin/audit", "audit_admin"],
];

mkdirSync(folder, { recursive: true });
const browser = await launch();
let faults = 0;
for (const [name, viewport, address, role = "city"] of SHOTS.filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
  // The command screen has one look, the phone one more for sunlight.
  const looks = address.startsWith("/m/") || address === "/m" ? ["light", "screen", "outdoor"] : ["light", "screen"];
  for (const theme of address.startsWith("/screen") ? ["light"] : looks) {
    const context = await browser.newContext({ baseURL: URL_BASE, viewport, locale: "zh-CN", reducedMotion: "reduce" });
    const page = await context.newPage();
    if (role) await enter(page, role);
    watch(page);
    await page.goto(`${address}${address.includes("?") ? "&" : "?"}theme=${theme}`);
    if (/^\/(map|screen)/.test(address)) await mapReady(page, address.includes("mode=2d") ? "2d" : "3d");
    // Map and desk keep a live connection: the network is never idle there.
    else if (/^\/cases(\?|$)/.test(address)) await hearsKeys(page);
    else await page.waitForLoadState("networkidle");
    const problems = [...page.faults, ...(await overlaps(page, ".map-label")), ...(await stickingOut(page))];
    const file = path.join(folder, `${name}${{ light: "", screen: "-dark", outdoor: "-outdoor" }[theme]}.jpg`);
    await page.screenshot({ path: file, type: "jpeg", quality: 82 });
    faults += problems.length;
    console.log(problems.length === 0 ? `${file}` : `${file}: ${JSON.stringify(problems)}`);
    await context.close();
  }
}
await browser.close();
process.exit(faults === 0 ? 0 : 1);
