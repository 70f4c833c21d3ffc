// The one headless Chromium that all maps are drawn in, the pages' static files, and the memory of a page's process.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, normalize } from 'node:path';

const require = createRequire(import.meta.url);

export const VIEWPORT = { width: 1280, height: 720 };
const MIME = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm' };
/** An isolated page has a clock of 5 microseconds instead of 100. */
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const ARGUMENTS = [
  '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
  // Three pages take turns: none may be slowed down for being in the background. Memory is read after a real collection.
  '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows', '--js-flags=--expose-gc',
];

/** Serves `{ '/prefix/': folder }` on a loopback port and returns `{ origin, close }`. */
export async function serve(folders) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname));
    const prefix = Object.keys(folders).filter((each) => path.startsWith(each)).sort((a, b) => b.length - a.length)[0];
    const file = prefix && join(folders[prefix], path.slice(prefix.length) || 'index.html');
    if (!file || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { ...ISOLATED, 'content-type': MIME[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-store' });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

export async function launch() {
  const { chromium } = require('playwright-core');
  const executablePath = process.env.CHROMIUM ?? CHROMIUM.find(existsSync);
  if (!executablePath) throw new Error('no Chromium found; install it with: apt-get install chromium (or name it in CHROMIUM)');
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** Opens a page in a context of its own, which gives it a process of its own. */
export async function open(browser, origin, engine, note) {
  const context = await browser.newContext({ viewport: VIEWPORT, deviceScaleFactor: 1 });
  const page = await context.newPage();
  page.setDefaultTimeout(180_000);
  page.on('console', (message) => { if (message.type() === 'error') note(`${engine}: ${message.text()}`); });
  const failed = new Promise((_, reject) => { page.on('pageerror', reject); });
  failed.catch((error) => note(`${engine}: ${error.stack ?? error}`));
  await page.goto(`${origin}/?engine=${engine}`);
  await Promise.race([failed, page.waitForFunction('window.ready === true')]);
  return { page, close: () => context.close() };
}

/** Process ids by type, as the browser itself names them. */
async function processes(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo;
}

export const renderers = async (browser) => (await processes(browser)).filter(({ type }) => type === 'renderer').map(({ id }) => id);
export const graphics = async (browser) => (await processes(browser)).find(({ type }) => type === 'GPU')?.id;

/** Resident memory of a process in kilobytes, shared pages divided among those who share them. */
export function residentKb(pid) {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+)/m.exec(rollup)[1]);
}

/** Processor time that a process has used so far, in milliseconds: steadier than a clock on a busy machine. */
export function processorMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const TICK_MS = 10;
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
