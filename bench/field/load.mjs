// What a phone loads when it opens `/m` for the first time, as it comes over the line in brotli.
import { get } from 'node:http';

/** Kilobytes of the page and of everything that it names. */
export async function firstLoad(city, cookie) {
  const page = await fetchRaw(city, '/m', cookie);
  const html = await (await fetch(`http://127.0.0.1:${city.port}/m`, { headers: { cookie } })).text();
  const named = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
  const files = new Set(named.filter((path) => /\.(?:js|css|wasm|svg|png|webmanifest|woff2)(?:\?|$)/.test(path)));
  let bytes = page;
  for (const path of files) bytes += await fetchRaw(city, path, cookie);
  return bytes / 1000;
}

function fetchRaw(city, path, cookie) {
  return new Promise((resolve, reject) => {
    const options = { headers: { cookie, 'accept-encoding': 'br', 'sec-fetch-site': 'same-origin' } };
    get(`http://127.0.0.1:${city.port}${path}`, options, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk) => { bytes += chunk.length; });
      answer.once('end', () => { resolve(bytes); });
    }).once('error', reject);
  });
}
