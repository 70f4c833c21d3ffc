// How often the product's own map page draws while nothing happens: it must not.
const SETTLE_S = 4;
const WATCH_S = 3;

/** Counts draw calls, because a page that draws on demand must make none. Runs in the page before anything else. */
function watch() {
  window.drawCalls = 0;
  for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced', 'clear']) {
    const original = WebGL2RenderingContext.prototype[name];
    WebGL2RenderingContext.prototype[name] = function counted(...args) {
      window.drawCalls += 1;
      window.lastFrame = performance.now();
      if (window.frameOpen !== true) {
        window.frameOpen = true;
        window.framesDrawn = (window.framesDrawn ?? 0) + 1;
        queueMicrotask(() => { window.frameOpen = false; });
      }
      return original.apply(this, args);
    };
  }
}

/** Frames drawn in three seconds by the 3D map of the running system; nothing when no system runs. */
export async function idleFrames(browser, note) {
  if (!process.env.GEZHI_URL) {
    note('no GEZHI_URL: idle frames are measured on the product\'s page only; run `cargo xtask bench map`');
    return undefined;
  }
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  // The first demo account of the log-in page is the command centre's.
  await page.goto(new URL('/login?next=/account', process.env.GEZHI_URL).href);
  await page.locator('form.demo__form button').first().click();
  await page.waitForURL('**/account');
  await page.addInitScript(watch);
  await page.goto(new URL('/map?mode=3d', process.env.GEZHI_URL).href);
  // Functions, not texts: the page's content security policy forbids evaluating texts.
  await page.waitForFunction(() => window.framesDrawn > 0, undefined, { timeout: 120_000 });
  await page.waitForFunction((wait) => performance.now() - window.lastFrame > wait, SETTLE_S * 1000, { timeout: 120_000 });
  const frames = await page.evaluate(async (seconds) => {
    const before = window.framesDrawn;
    await new Promise((resolve) => { setTimeout(resolve, seconds * 1000); });
    return window.framesDrawn - before;
  }, WATCH_S);
  await context.close();
  return frames;
}
