// Looks a household up without signal: opens the worker's own grid, which this phone keeps sealed for a day, and searches it by door, name or
// the tail of a telephone. Its page (app/field, OfflinePage) brings the words and a template with the forms.
"use strict";
(() => {
  const MOST = 30;

  const plain = (text) => (text ?? "").normalize("NFKC").toLowerCase().replaceAll(/\s+/g, "");

  /** One line per door, with all that it is found by. */
  function index(grid) {
    return grid.buildings.flatMap((building) => building.doors.map((door) => ({
      building,
      door,
      short: plain(door.short),
      bare: plain(door.short).replaceAll("-", ""),
      place: plain(`${building.estate ?? ""}${building.street ?? ""}${building.number}`),
      names: door.people.map((person) => plain(person.name).replaceAll("*", "")),
      tails: door.people.map((person) => plain(person.phone).split("*").at(-1)),
    })));
  }

  /** How well a line answers; 0 not at all. Names are masked, so their first sign is what can be found. */
  function rank(line, asked) {
    if (line.short === asked || line.bare === asked) return 5;
    if (line.short.endsWith(`-${asked}`)) return 4;
    if (asked.length >= 3 && line.tails.some((tail) => tail !== "" && tail.endsWith(asked))) return 4;
    if (line.short.startsWith(asked)) return 3;
    if (line.names.some((name) => name !== "" && asked.startsWith(name))) return 3;
    return asked.length >= 2 && line.place.includes(asked) ? 1 : 0;
  }

  function search(lines, text) {
    const asked = plain(text);
    if (asked === "") return [];
    const found = lines.map((line, at) => ({ line, at, rank: rank(line, asked) })).filter((one) => one.rank > 0);
    return found.sort((a, b) => b.rank - a.rank || a.at - b.at).slice(0, MOST).map((one) => one.line);
  }

  self.fieldLookUp = { index, search };
  if (typeof document === "undefined") return;
  const page = document.querySelector("[data-offline]");
  const outbox = self.fieldOutbox;
  if (!page || !outbox) return;
  const store = self.fieldStore;
  const { words } = outbox;
  const box = page.querySelector("input");
  const list = page.querySelector("[data-offline-found]");
  const status = page.querySelector("[role=status]");
  const made = page.querySelector("template");

  const put = (root, name, text) => { root.querySelector(`[data-${name}]`).textContent = text ?? ""; };
  const fill = (root, name, value) => root.querySelectorAll(`input[name="${name}"]`).forEach((field) => { field.value = value; });

  function person(one) {
    const row = made.content.querySelector("[data-person]").cloneNode(true);
    put(row, "name", [one.name, words.relations[one.relation], one.age].filter((part) => part !== undefined && part !== null).join(" · "));
    put(row, "phone", one.phone ?? words.noPhone);
    fill(row, "person", one.id);
    fill(row, "base", one.base);
    return row;
  }

  function card({ building, door }, labels) {
    const row = made.content.querySelector("[data-door]").cloneNode(true);
    row.querySelector("[data-people]").replaceChildren(...door.people.map(person));
    put(row, "short", door.short);
    put(row, "place", [building.estate, building.street, words.usages[door.usage - 1]].filter(Boolean).join(" · "));
    put(row, "labels", door.labels.map((code) => labels.get(code)).filter(Boolean).join(" "));
    put(row, "visited", door.visited_on ? `${words.visited} ${door.visited_on}` : words.neverVisited);
    const here = building.notes.filter((note) => note.unit === undefined || note.unit === door.unit);
    put(row, "notes", [...(door.notes ?? []), ...here].map((note) => note.text).join(" / "));
    fill(row, "dwelling", door.id);
    return row;
  }

  async function begin() {
    await outbox.ready;
    const kept = await store.get("kept", "snapshot");
    const grid = kept && store.isFresh(kept.at) ? (await store.unseal("cache", kept).catch(() => null))?.meta : null;
    if (!grid) {
      status.textContent = words.nothingKept;
      return;
    }
    const lines = index(grid);
    const isChinese = document.documentElement.lang.startsWith("zh");
    const labels = new Map(grid.labels.map(([code, zh, en]) => [code, isChinese ? zh : en]));
    const show = () => {
      const found = search(lines, box.value);
      list.replaceChildren(...found.map((line) => card(line, labels)));
      status.textContent = box.value.trim() === "" ? `${grid.grid} · ${lines.length} · ${new Date(grid.made_at).toLocaleString()}` : `${words.found} ${found.length}`;
    };
    box.disabled = false;
    box.addEventListener("input", show);
    show();
  }

  begin();
})();
