// The list of what waits to be sent: its state, why it waits, again, away, and all of it as a file. Only the device knows it, so this script writes
// the page (app/field, OutboxPage); the words stand on #outbox.
"use strict";
(() => {
  const list = document.querySelector("[data-outbox-list]");
  const outbox = self.fieldOutbox;
  if (!list || !outbox) return;
  const { queue, words } = outbox;

  function element(name, text, more = {}) {
    const made = Object.assign(document.createElement(name), more);
    made.textContent = text;
    return made;
  }

  function button(text, does) {
    const made = element("button", text, { type: "button", className: "button" });
    made.addEventListener("click", async () => {
      await does();
      await outbox.show();
    });
    return made;
  }

  function line(item) {
    const row = document.createElement("li");
    row.className = "outbox-list__one";
    row.dataset.operation = item.operation;
    row.dataset.state = item.state;
    row.append(element("strong", words[item.state]), element("span", words.urls[item.url] ?? item.url));
    if (item.made_at) row.append(element("time", new Date(item.made_at).toLocaleString(document.documentElement.lang)));
    if (item.photos.length > 0) row.append(element("span", `${words.photos} ${item.photos.length}`));
    if (item.why) row.append(element("p", item.says || words[item.why]));
    if (item.state !== "needs") return row;
    if (item.held) {
      row.append(element("a", words.decide, { href: item.next }), button(words.seen, () => queue.drop(item.operation)));
    } else {
      // What the server asks about is answered on its page; nobody stood before it when it was sent.
      if (item.why === "refused") row.append(button(words.decide, () => outbox.bringBack(item.operation)));
      row.append(
        button(words.again, async () => { await queue.retry(item.operation); await queue.flush(true); }),
        button(words.away, async () => { if (confirm(words.awaySure)) await queue.drop(item.operation); }),
      );
    }
    return row;
  }

  let asked = 0;
  async function show() {
    const mine = ++asked;
    const items = await queue.list();
    // What was asked for later is newer, also when it is there first.
    if (mine !== asked) return;
    list.replaceChildren(...items.map(line));
    document.querySelector("[data-outbox-empty]").hidden = items.length > 0;
    document.querySelector("[data-outbox-acts]").hidden = !items.some((item) => item.state !== "sent");
  }

  document.querySelector("[data-outbox-send]").addEventListener("click", async () => {
    const why = await queue.flush(true);
    document.querySelector("[data-outbox-status]").textContent = words[why] ?? "";
  });
  document.querySelector("[data-outbox-export]").addEventListener("click", async () => {
    const file = new Blob([JSON.stringify(await queue.whole())], { type: "application/json" });
    const link = element("a", "", { href: URL.createObjectURL(file), download: "gezhi-unsent.json" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  self.addEventListener("outbox-changed", show);
  if (location.search.includes("saved")) document.querySelector("[data-outbox-status]").textContent = words.savedOffline;
  outbox.ready.then(show);
})();
