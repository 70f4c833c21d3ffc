// The queue of what a phone made and has not sent: in order, sealed, until an answer of the server names the same operation.
// For pages of /m and the service worker alike; knows neither page nor network, which it is given.
"use strict";
(() => {
  const [WAITING, SENT, NEEDS] = ["waiting", "sent", "needs"];
  const FIRST_MS = 2000;
  const LONGEST_MS = 10 * 60 * 1000;
  const SHOWN_MS = 24 * 3600 * 1000;
  const MOST_LAST = 200;

  /** What an answer means for an item: its next state, why, and whether the others may go on. */
  function judge(operation, { status, body }) {
    const isNamed = body?.operation === operation;
    if (isNamed && status === 200 && (body.outcome === "done" || body.outcome === "again")) return { state: SENT, next: body.next };
    if (isNamed && status === 409 && body.outcome === "conflict") return { state: NEEDS, why: "conflict", held: true, next: body.next, stop: true };
    if (status === 401) return { state: WAITING, why: "session", stop: true };
    if (status === 403) return { state: NEEDS, why: "forbidden", stop: true };
    if (status === 409) return { state: NEEDS, why: "conflict", stop: true };
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) return { state: NEEDS, why: "refused", says: body?.message };
    return { state: WAITING, why: "server", later: true, stop: true };
  }

  function makeQueue({ store, post, now = Date.now, account, changed = () => {} }) {
    let running = null;

    const own = async () => (await store.all("item")).filter((item) => item.account === account).sort((a, b) => a.order - b.order);
    const about = ({ url, fields }) => (fields.person ? `${url}|${fields.person}` : null);

    const lasts = async () => {
      const kept = await store.get("own", `last-${account}`);
      return kept ? new Map((await store.unseal("outbox", kept)).meta) : new Map();
    };
    const keepLasts = async (last) => store.put("own", `last-${account}`, await store.seal("outbox", [...last].slice(-MOST_LAST)));

    /** The device's last write of the same form: its writer knows what it left there. */
    async function follow(made) {
      const what = about(made);
      if (!what) return;
      const last = await lasts();
      if (last.has(what)) made.fields.after = last.get(what);
      last.delete(what);
      last.set(what, made.operation);
      await keepLasts(last);
    }

    /** What the server refused left nothing there: the next write follows the one before it. */
    async function unfollow(made) {
      const [what, last] = [about(made), await lasts()];
      if (!what || last.get(what) !== made.operation) return;
      if (made.fields.after) last.set(what, made.fields.after);
      else last.delete(what);
      await keepLasts(last);
    }

    const lock = async (item, made, buffers) => ({ ...item, ...(await store.seal("outbox", made, buffers)) });

    /** Keeps a write. `photos`: name, type, sha256, bytes. On the disk when this returns. */
    async function add({ operation, url, fields, photos = [] }) {
      if (await store.get("item", operation)) return operation;
      const made = { operation, url, fields: { ...fields, operation }, made_at: now(), photos: photos.map(({ bytes, ...photo }) => photo) };
      await follow(made);
      const item = { operation, account, order: await store.next(), state: WAITING, tries: 0, next_at: 0 };
      await store.put("item", operation, await lock(item, made, photos.map((photo) => photo.bytes)));
      changed();
      return operation;
    }

    /** Adds fields to a write that waits, such as where it was made, which is known a moment later. */
    async function amend(operation, fields) {
      const item = await store.get("item", operation);
      if (item?.state !== WAITING) return;
      const { meta, buffers } = await store.unseal("outbox", item);
      const after = await lock(item, { ...meta, fields: { ...meta.fields, ...fields } }, buffers);
      await store.change("item", operation, (now) => (now?.state === WAITING ? after : now));
    }

    /** What is written about an item once it was judged; the content goes with an answer that names it. */
    function turned(item, judged, url) {
      const { iv, data, ...head } = item;
      if (judged.state === SENT) return { ...head, state: SENT, url, sent_at: now(), next: judged.next, why: null };
      const tries = judged.later ? item.tries + 1 : 0;
      const next_at = judged.later ? now() + Math.min(LONGEST_MS, FIRST_MS * 2 ** item.tries) : 0;
      return { ...item, state: judged.state, why: judged.why, says: judged.says, held: judged.held, next: judged.next, tries, next_at };
    }

    // A clock that was set back must not make anybody wait for a day.
    const isDue = (item) => item.next_at <= now() || item.next_at - now() > LONGEST_MS;

    async function sendAll(isAsked) {
      for (const item of await own()) {
        if (item.state !== WAITING) continue;
        if (!isAsked && !isDue(item)) return "later";
        const { meta, buffers } = await store.unseal("outbox", item);
        let answer;
        try {
          answer = await post({ ...meta, fields: { ...meta.fields, made_at: meta.made_at, sent_at: now() } }, buffers);
        } catch {
          return "offline";
        }
        const judged = judge(item.operation, answer);
        await store.change("item", item.operation, (kept) => (kept ? turned(kept, judged, meta.url) : undefined));
        changed();
        if (judged.stop) return judged.why;
      }
      return "empty";
    }

    /** Sends what waits, in order; says why it stopped. Several calls at once are one. */
    function flush(isAsked = false) {
      running ??= sendAll(isAsked).finally(() => { running = null; });
      return running;
    }

    /** Takes back "needs", so that it is sent again. */
    const retry = (operation) => store.change("item", operation, (item) => item && { ...item, state: WAITING, why: null, tries: 0, next_at: 0 });

    /** Gives a write up. */
    async function drop(operation) {
      const item = await store.get("item", operation);
      if (item?.state === NEEDS && !item.held) await unfollow((await store.unseal("outbox", item)).meta);
      await store.remove("item", operation);
    }

    /** One write in clear, with its photos' bytes. */
    const open = async (operation) => store.unseal("outbox", await store.get("item", operation));

    /** The items with what can be shown of them; old ones that were sent are forgotten. */
    async function list() {
      const lines = [];
      for (const item of await own()) {
        const { operation, state, why, says, next, held } = item;
        if (state === SENT && Math.abs(now() - item.sent_at) > SHOWN_MS) {
          await drop(operation);
          continue;
        }
        const meta = state === SENT ? { url: item.url, photos: [] } : (await store.unseal("outbox", item)).meta;
        lines.push({ operation, state, why, says, next, held, url: meta.url, made_at: meta.made_at, photos: meta.photos });
      }
      return lines;
    }

    const count = async () => (await own()).filter((item) => item.state !== SENT).length;

    /** All that is unsent, in clear, for a file that its owner keeps: the last resort. Photos as base64. */
    async function whole() {
      const items = [];
      for (const item of await own()) {
        if (item.state === SENT) continue;
        const { meta, buffers } = await store.unseal("outbox", item);
        const base64 = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
        items.push({ ...meta, photos: meta.photos.map((photo, at) => ({ ...photo, base64: base64(buffers[at]) })) });
      }
      return { version: 1, account, items };
    }

    return { add, amend, flush, retry, drop, open, list, count, whole };
  }

  /** Sends one write as a form does; throws only when no answer came. */
  async function post(made, buffers) {
    const body = new FormData();
    Object.entries(made.fields).forEach(([name, value]) => [value].flat().forEach((one) => body.append(name, one)));
    made.photos.forEach((photo, at) => body.append("photo", new Blob([buffers[at]], { type: photo.type }), photo.name));
    const sent = made.photos.length > 0 ? body : new URLSearchParams(body);
    const answer = await fetch(made.url, { method: "POST", body: sent, credentials: "same-origin", headers: { Accept: "application/json" } });
    const isJson = (answer.headers.get("content-type") ?? "").includes("application/json");
    return { status: answer.status, body: isJson ? await answer.json().catch(() => null) : null };
  }

  self.fieldQueue = { makeQueue, post, judge, WAITING, SENT, NEEDS };
})();
