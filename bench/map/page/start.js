// Loads one map's library and page, named in the address, so that library load is outside every timing.
const engine = new URLSearchParams(location.search).get('engine');
await import(`./${engine}.js`);
window.ready = true;
