import { launch, enter, URL_BASE } from "./fixture/browser.mjs";
const browser = await launch();
const PAGES = [
  ["system_admin", "/admin/walls", "walls"], ["system_admin", "/admin/units", "units"], ["system_admin", "UNIT", "unit"],
  ["system_admin", "/admin/dictionary", "labels"], ["system_admin", "/admin/dictionary?list=skill", "skill"],
  ["security_admin", "/admin/setting", "setting"], ["security_admin", "ACCOUNT", "account"],
  ["community", "ROSTER", "roster"], ["community", "/account/totp", "totp"],
];
const only = process.argv.slice(2);
for (const width of [390, 1440]) {
  let role = null, page = null;
  for (const [who, path, name] of PAGES) {
    if (only.length && !only.includes(name)) continue;
    if (who !== role) {
      const context = await browser.newContext({ baseURL: URL_BASE, viewport: { width, height: 900 }, locale: "zh-CN" });
      page = await context.newPage(); await enter(page, who); role = who;
    }
    let to = path;
    if (path === "UNIT") { await page.goto("/admin/units"); to = await page.locator("a", { hasText: "派出所" }).first().getAttribute("href"); }
    if (path === "ACCOUNT") { await page.goto("/admin/accounts?q=community"); to = await page.locator("th a").first().getAttribute("href"); }
    if (path === "ROSTER") { await page.goto("/areas"); const here = await page.locator("a[href$='/roster']").first().getAttribute("href"); to = here; }
    await page.goto(to);
    if (name === "walls" && width === 1440) { await page.fill("#field-name", "大厅"); await page.locator("form[action='/admin/wall'] button").click(); }
    if (name === "roster" && width === 390) {
      await page.fill("#field-name", "赵医生"); await page.fill("#field-phone", "13912345678"); await page.selectOption("#select-kind", "doctor");
      await page.locator("form[action='/form/roster'] button").click();
    }
    if (name === "totp" && width === 390) await page.locator("form[action='/account/totp'] button").click();
    await page.waitForTimeout(200);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await page.screenshot({ path: `/tmp/c/shots/${name}-${width}.png`, fullPage: true });
    console.log(name, width, page.url(), "overflow", over);
  }
}
await browser.close();
