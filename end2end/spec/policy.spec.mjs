// Every role goes wherever its bars and links lead: nothing is blocked by the content security policy, no script fails, and no
// link leads to a page or asks for data that the role is refused.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { enter, URL_BASE, useBrowser } from "../fixture/browser.mjs";

const browser = useBrowser();

const ROLES = [
  "grid_worker",
  "grid_leader",
  "community",
  "street",
  "department",
  "city",
  "supervision",
  "system_admin",
  "security_admin",
  "audit_admin",
  "wall",
];
// Pages of one shape (the same path and parameters but for numbers) are alike: so many of each are opened.
const OF_A_SHAPE = 2;
const MOST_PAGES = 120;
/** The map and the screen are one page each, whatever their parameters. */
const limit = (address) => (/^\/(map|screen)\?/.test(address) ? 1 : OF_A_SHAPE);

// Two at a time: a crawl waits about as long as it works.
describe("every role's pages", { concurrency: 2 }, () => {
  for (const role of [null, ...ROLES]) {
    test(`${role ?? "nobody"} can follow every link without a violation, a script error or a refusal`, async () => {
      const page = await browser.page({ role: null, viewport: { width: 1024, height: 700 } });
      await page.addInitScript(() => {
        addEventListener("securitypolicyviolation", (event) => {
          console.error(`blocked: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
        });
      });
      if (role) await enter(page, role);
      page.on("response", (response) => {
        if (response.status() >= 400 && response.status() < 500) {
          page.faults.push(`${response.status()} ${new URL(response.url()).pathname} on ${shape(page.url())}`);
        }
      });

      const opened = await crawl(page, role ? "/account" : "/");

      const faults = [...new Set(page.faults)];
      await page.context().close();
      console.log(`${role ?? "nobody"}: ${opened.length} pages: ${[...new Set(opened.map(shape))].join(" ")}`);
      assert.deepEqual(faults, []);
      assert.ok(opened.length > (role ? 4 : 1), "there is somewhere to go");
    });
  }
});

/** Opens what can be reached from an address, by a click where the link can be clicked. Returns the addresses. */
async function crawl(page, start) {
  const seen = new Map();
  const queue = [start];
  if (start !== "/") queue.push("/");
  const opened = [];
  const count = (address) => seen.get(shape(address)) ?? 0;
  while (queue.length > 0 && opened.length < MOST_PAGES) {
    // What is new comes first, so that the limit cuts second pages of a shape, never the only one.
    const newAt = queue.findIndex((address) => count(address) === 0);
    const [address] = queue.splice(Math.max(newAt, 0), 1);
    if (opened.includes(address) || count(address) >= limit(address)) continue;
    seen.set(shape(address), count(address) + 1);
    await open(page, address);
    opened.push(address);
    queue.push(...(await links(page)));
  }
  return opened;
}

async function open(page, address) {
  const link = page.locator(`a[href="${address}"]:visible`).first();
  if (page.url().startsWith(URL_BASE) && (await link.count()) > 0) {
    await link.click();
    // Inside the desk the page in the browser goes there by itself; elsewhere the click waits for the new document.
    await page.waitForTimeout(100);
  } else {
    await page.goto(address);
  }
  await page.waitForLoadState("load");
  // What a page asks for once it has woken up.
  await page.waitForTimeout(/\/(map|screen)/.test(page.url()) ? 1500 : 200);
}

async function links(page) {
  const hrefs = await page.$$eval("a[href]", (all) => all.map((link) => link.getAttribute("href")));
  const here = page.url();
  return hrefs
    .filter((href) => !href.startsWith("#"))
    .map((href) => new URL(href, here))
    .filter((url) => url.origin === new URL(URL_BASE).origin)
    // Files are no pages, and neither is a telephone call. The browser shows a picture in a document of its own, with styles of its own.
    .filter((url) => !/\.(xlsx|csv|pdf|gpx)$/.test(url.pathname) && !/\/(pdf|file|call(\/\d+)?)$/.test(url.pathname))
    .filter((url) => !url.pathname.startsWith("/media/"))
    // The map's parameters combine freely: one at a time.
    .filter((url) => [...url.searchParams].length < 2)
    .map((url) => url.pathname + url.search);
}

/** An address without its numbers. */
function shape(address) {
  const url = new URL(address, URL_BASE);
  const parameters = [...url.searchParams.keys()].sort().join("&");
  // Every page has these two; a page or two in the other language and look will do.
  if (parameters === "theme" || parameters === "lang") return `?${parameters}`;
  return url.pathname.replace(/\d{3,}/g, "…") + (parameters && `?${parameters}`);
}
