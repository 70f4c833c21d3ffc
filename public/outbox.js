// The outbox in a page of /m: takes forms marked data-outbox, keeps them before anything is sent, sends them in order, counts what waits,
// keeps the worker's own grid for a day, and wipes that at log-out and when the phone serves another post. Without this script forms
// are sent as forms are. Words and codes stand on #outbox (app/field, Outbox).
"use strict";
(() => {
  const own = document.getElementById("outbox");
  const store = self.fieldStore;
  if (!own || !store?.works) return;
  const { scope, account } = own.dataset;
  const words = JSON.parse(own.dataset.words);
  const LONGEST_SIDE = 1600;
  const QUALITY = 0.8;
  const PLACE_MS = 8000;
  const SNAPSHOT_MS = 3600 * 1000;
  const AGAIN_MS = 30000;
  const queue = self.fieldQueue.makeQueue({ store, post: self.fieldQueue.post, account, changed: show });

  async function show() {
    const count = await queue.count();
    const badge = document.getElementById("outbox-count");
    if (badge) {
      badge.hidden = count === 0;
      badge.textContent = `${words.waiting} ${count}`;
    }
    self.dispatchEvent(new CustomEvent("outbox-changed"));
  }

  /** A photo as it is sent: small enough for a bad line, as bytes, with the digest of these. */
  async function photo(file) {
    let blob = file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(picture.width * scale));
      canvas.height = Math.max(1, Math.round(picture.height * scale));
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      blob = (await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY))) ?? file;
    } catch {
      // What the browser can't draw, the server judges.
    }
    const bytes = await blob.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return { name: "picture.jpg", type: blob.type, sha256, bytes };
  }

  async function read(form, button) {
    const fields = {};
    const files = [];
    const typed = new FormData(form);
    // Which button was pressed says what was done.
    if (button?.name) typed.append(button.name, button.value);
    for (const [name, value] of typed) {
      if (value instanceof File) {
        if (value.size > 0) files.push(value);
      } else {
        fields[name] = name in fields ? [fields[name], value].flat() : value;
      }
    }
    return { fields, photos: await Promise.all(files.map(photo)) };
  }

  /** Where the device is, asked at the press and never before or after. */
  function place() {
    return new Promise((answer) => {
      if (!navigator.geolocation) return answer(null);
      const found = ({ coords }) => answer({ lon: coords.longitude.toFixed(6), lat: coords.latitude.toFixed(6), accuracy_m: coords.accuracy.toFixed(1) });
      navigator.geolocation.getCurrentPosition(found, () => answer(null), { enableHighAccuracy: true, timeout: PLACE_MS, maximumAge: 30000 });
    });
  }

  function say(form, text, state) {
    let line = form.querySelector("[data-outbox-said]");
    if (!line) {
      line = document.createElement("p");
      line.className = "outbox-said";
      line.dataset.outboxSaid = "";
      line.setAttribute("role", "status");
      form.append(line);
    }
    line.dataset.state = state;
    line.textContent = text;
  }

  /** Keeps what was typed; on the disk when this returns. */
  async function keep(form, button) {
    const { fields, photos } = await read(form, button);
    // The page may be a kept one whose number was used before: each press is an operation of its own.
    return queue.add({ operation: store.operation(), url: new URL(form.action).pathname, fields, photos });
  }

  /** Sends a form as if there were no script, with the button that was pressed. */
  function sendAsForm(form, button) {
    if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
    form.submit();
  }

  /** Brings a write that was refused before its maker as the form that it was: the server shows what is wrong, with what was typed. */
  async function bringBack(operation) {
    const { meta, buffers } = await queue.open(operation);
    const form = Object.assign(document.createElement("form"), { method: "post", action: meta.url, hidden: true });
    const put = (more) => form.append(Object.assign(document.createElement("input"), more));
    Object.entries(meta.fields).forEach(([name, value]) => [value].flat().forEach((one) => put({ type: "hidden", name, value: one })));
    if (buffers.length > 0) {
      const files = new DataTransfer();
      meta.photos.forEach((photo, at) => files.items.add(new File([buffers[at]], photo.name, { type: photo.type })));
      form.enctype = "multipart/form-data";
      put({ type: "file", name: "photo", multiple: true, files: files.files });
    }
    document.body.append(form);
    // Should the line be cut now, the service worker keeps the form.
    await queue.drop(operation);
    form.submit();
  }

  async function sendOn(form, button, operation, asked) {
    say(form, words.saved, "waiting");
    const found = await asked;
    if (found) await queue.amend(operation, found);
    const why = await queue.flush(true);
    const item = (await queue.list()).find((line) => line.operation === operation);
    if (!item || item.state === "sent") return location.assign(item?.next ?? location.href);
    if (item.state === "needs" && item.held) {
      await queue.drop(operation);
      return location.assign(item.next);
    }
    if (item.state === "needs") {
      // Whoever stands before the form is shown by the server what is wrong with it, with what was typed.
      await queue.drop(operation);
      return sendAsForm(form, button);
    }
    say(form, why === "offline" ? words.savedOffline : `${words.savedOffline} ${words[why] ?? ""}`, "waiting");
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return;
    if (new URL(form.action).pathname === "/logout") {
      event.preventDefault();
      if ((await queue.count()) > 0 && !confirm(words.logOut)) return;
      await store.wipe();
      return form.submit();
    }
    // A button that leads elsewhere is none of this form's.
    if (form.dataset.outbox === undefined || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    const asked = form.dataset.outboxPlace === undefined ? null : place();
    try {
      const operation = await keep(form, event.submitter);
      await sendOn(form, event.submitter, operation, asked).catch(() => say(form, words.savedOffline, "waiting"));
    } catch {
      // No room to keep it.
      sendAsForm(form, event.submitter);
    } finally {
      delete form.dataset.busy;
    }
  });

  async function keepGrid() {
    if (own.dataset.keepsGrid === undefined) return;
    const kept = await store.get("kept", "snapshot");
    if (kept && Math.abs(Date.now() - kept.at) < SNAPSHOT_MS) return;
    const answer = await fetch("/m/snapshot", { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok) return;
    const grid = await answer.json();
    if (grid.scope === scope) await store.put("kept", "snapshot", { at: Date.now(), ...(await store.seal("cache", grid)) });
  }

  const retry = (isAsked) => navigator.onLine !== false && queue.flush(isAsked).then(show, () => {});

  async function begin() {
    await store.serve(scope, account);
    await store.put("own", "words", words);
    await store.put("own", "lang", document.documentElement.lang);
    await show();
    self.addEventListener("online", () => retry(true));
    document.addEventListener("visibilitychange", () => { if (!document.hidden) retry(false); });
    setInterval(() => retry(false), AGAIN_MS);
    retry(true);
    if (navigator.serviceWorker) {
      await navigator.serviceWorker.register("/m/sw.js", { scope: "/m", updateViaCache: "none" }).catch(() => {});
    }
    navigator.storage?.persist?.().catch(() => {});
    if (navigator.onLine !== false) await keepGrid().catch(() => {});
  }

  self.fieldOutbox = { queue, show, words, bringBack };
  self.fieldOutbox.ready = begin();
})();
