// The queue of the phone (public/field-queue.js): in order, on the disk first, away only when an answer names it. `node --test end2end/unit`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chance, load, makeDisk, makeServer } from "./phone.mjs";

const { fieldQueue } = load("field-queue.js");
const HOUR = 3600 * 1000;

function phone({ disk = makeDisk(), account = "a", post, now = () => 1_000_000 } = {}) {
  return { disk, queue: fieldQueue.makeQueue({ store: disk, post, now, account }) };
}

const states = async (queue) => (await queue.list()).map((item) => item.state);
const visit = (operation, more = {}) => ({ operation, url: "/m/visit", fields: { dwelling: "1", ...more } });
const done = (made) => ({ status: 200, body: { operation: made.fields.operation, outcome: "done", next: "/m" } });

test("what is made is sent in the order it was made, with both clocks", async () => {
  const seen = [];
  let clock = 5_000;
  const { queue } = phone({ post: async (made) => { seen.push(made); return done(made); }, now: () => clock });
  for (const operation of ["one", "two", "three"]) {
    await queue.add(visit(operation));
    clock -= 10; // The clock is set back meanwhile.
  }
  clock += 7_000;
  assert.equal(await queue.flush(), "empty");
  assert.deepEqual(seen.map((made) => made.fields.operation), ["one", "two", "three"]);
  assert.equal(seen[0].fields.sent_at - seen[0].fields.made_at, 6_970);
  assert.deepEqual(await states(queue), ["sent", "sent", "sent"]);
  assert.equal(await queue.count(), 0);
});

test("nothing is away before an answer names the same operation", async () => {
  const answers = [
    () => ({ status: 200, body: null }),
    () => ({ status: 200, body: { operation: "another", outcome: "done" } }),
    () => ({ status: 200, body: { operation: "one", outcome: "refused" } }),
    () => { throw new Error("offline"); },
    () => ({ status: 503, body: null }),
    () => ({ status: 401, body: null }),
  ];
  for (const answer of answers) {
    const { queue } = phone({ post: async () => answer() });
    await queue.add(visit("one"));
    await queue.flush();
    assert.deepEqual(await states(queue), ["waiting"], String(answer));
    assert.equal((await queue.whole()).items[0].fields.dwelling, "1");
  }
});

test("it stops at what a person has to decide, says why, and goes on with the next at the next try", async () => {
  for (const [status, body, why, state] of [
    [401, null, "session", "waiting"],
    [403, null, "forbidden", "needs"],
    [409, null, "conflict", "needs"],
    [409, { operation: "one", outcome: "conflict", next: "/m/conflicts" }, "conflict", "needs"],
  ]) {
    const seen = [];
    const post = async (made) => {
      seen.push(made.fields.operation);
      return made.fields.operation === "one" ? { status, body } : done(made);
    };
    const { queue } = phone({ post });
    await queue.add(visit("one"));
    await queue.add(visit("two"));
    assert.equal(await queue.flush(), why);
    assert.deepEqual(seen, ["one"]);
    assert.equal((await queue.list())[0].state, state);
    if (state === "needs") {
      assert.equal(await queue.flush(), "empty");
      assert.deepEqual(await states(queue), ["needs", "sent"]);
      await queue.retry("one");
      assert.deepEqual(await states(queue), ["waiting", "sent"]);
    }
  }
});

test("a form that the server can't read does not stand in the way of the others", async () => {
  const post = async (made) => (made.fields.operation === "one" ? { status: 422, body: { operation: "one", outcome: "refused", message: "no number" } } : done(made));
  const { queue } = phone({ post });
  await queue.add(visit("one"));
  await queue.add(visit("two"));
  assert.equal(await queue.flush(), "empty");
  const [first, second] = await queue.list();
  assert.deepEqual([first.state, first.why, first.says, second.state], ["needs", "refused", "no number", "sent"]);
});

test("a server that is down is asked ever more seldom, and a clock set back makes nobody wait", async () => {
  let clock = 10 * HOUR;
  let asked = 0;
  const { queue } = phone({ post: async () => { asked += 1; return { status: 502, body: null }; }, now: () => clock });
  await queue.add(visit("one"));
  const waits = [];
  for (let at = 0; at < 4; at += 1) {
    const before = asked;
    let waited = 0;
    while (asked === before) {
      clock += 500;
      waited += 500;
      await queue.flush();
    }
    waits.push(waited);
  }
  assert.ok(waits[1] > waits[0] && waits[2] > waits[1] && waits[3] > waits[2], waits.join());
  const before = asked;
  clock -= 24 * HOUR;
  await queue.flush();
  assert.equal(asked, before + 1);
  await queue.flush(true);
  assert.equal(asked, before + 2, "whoever presses the button is not made to wait");
});

test("photos go as the bytes they are", async () => {
  const bytes = new Uint8Array([255, 216, 0, 1, 2, 254]).buffer;
  let sent;
  const { queue } = phone({ post: async (made, buffers) => { sent = [made, buffers]; return done(made); } });
  await queue.add({ ...visit("one"), photos: [{ name: "picture.jpg", type: "image/jpeg", sha256: "x", bytes }] });
  assert.equal((await queue.whole()).items[0].photos[0].base64, "/9gAAQL+");
  await queue.flush();
  assert.deepEqual(new Uint8Array(sent[1][0]), new Uint8Array(bytes));
  assert.deepEqual(sent[0].photos, [{ name: "picture.jpg", type: "image/jpeg", sha256: "x" }]);
  assert.equal(JSON.stringify(await queue.list()).includes("dwelling"), false, "what was sent is not kept");
});

test("another account's work stays where it is until that account is back", async () => {
  const disk = makeDisk();
  const first = phone({ disk, account: "a", post: async (made) => done(made) });
  const second = phone({ disk, account: "b", post: async () => assert.fail("it is not theirs") });
  await first.queue.add(visit("one"));
  assert.equal(await second.queue.flush(), "empty");
  assert.equal(await second.queue.count(), 0);
  assert.deepEqual(await second.queue.list(), []);
  assert.equal(await first.queue.flush(), "empty");
  assert.deepEqual(await states(first.queue), ["sent"]);
});

test("where it was made is added while it waits and never to what was sent", async () => {
  const { queue } = phone({ post: async (made) => done(made) });
  await queue.add(visit("one"));
  await queue.amend("one", { lon: "7" });
  assert.equal((await queue.whole()).items[0].fields.lon, "7");
  await queue.flush();
  await queue.amend("one", { lat: "8" });
  assert.deepEqual(await states(queue), ["sent"]);
});

test("the same operation is kept once, and the same value's writes follow each other", async () => {
  const { queue } = phone({ post: async (made) => done(made) });
  const contact = (operation, phone) => ({ operation, url: "/m/contact", fields: { person: "9", phone } });
  await queue.add(contact("one", "1"));
  await queue.add(contact("one", "2"));
  await queue.add(contact("two", "3"));
  await queue.add({ ...contact("three", "4"), fields: { person: "8", phone: "4" } });
  const items = (await queue.whole()).items.map((item) => [item.operation, item.fields.phone, item.fields.after]);
  assert.deepEqual(items, [["one", "1", undefined], ["two", "3", "one"], ["three", "4", undefined]]);
});

test("what was refused and given up is nobody's last write: the next one follows the one before it", async () => {
  const { queue } = phone({ post: async (made) => (made.operation === "two" ? { status: 422, body: { operation: "two", outcome: "refused" } } : done(made)) });
  const file = (operation, url = "/m/file") => ({ operation, url, fields: { person: "9", occupation: operation } });
  const after = async (operation) => (await queue.open(operation)).meta.fields.after;
  await queue.add(file("one"));
  await queue.flush();
  await queue.add(file("two"));
  assert.equal(await after("two"), "one");
  await queue.flush();
  assert.deepEqual(await states(queue), ["sent", "needs"]);
  await queue.drop("two");
  await queue.add(file("three"));
  assert.equal(await after("three"), "one");
  await queue.add(file("other", "/m/contact"));
  assert.equal(await after("other"), undefined, "another form about the same person follows its own kind");
});

/** A history of two devices of one account and one of another: writes, kills in the middle, lost answers, duplicates, clocks. */
async function play(seed) {
  const random = chance(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const server = makeServer();
  let line = "up";
  const devices = ["a", "a", "b"].map((account) => {
    const disk = makeDisk();
    const clock = { now: Math.floor(random() * 4e12) };
    const post = async (made) => {
      if (line === "down") throw new Error("offline");
      if (line === "busy") return { status: 503, body: null };
      const taken = server.take(account, made);
      if (random() < 0.2) server.take(account, made);
      if (line === "lossy" && random() < 0.6) throw new Error("the answer was lost");
      return taken;
    };
    const device = { account, disk, clock, seen: new Map() };
    device.open = () => { device.queue = fieldQueue.makeQueue({ store: disk, post, now: () => clock.now, account }); };
    device.open();
    return device;
  });
  const kept = [];
  let serial = 0;
  for (let step = 0; step < 24; step += 1) {
    const device = pick(devices);
    device.clock.now += Math.floor((random() - 0.3) * HOUR);
    const act = pick(["write", "write", "flush", "kill", "line", "look"]);
    if (act === "line") line = pick(["up", "down", "busy", "lossy"]);
    if (act === "look") for (const person of ["p", "q"]) device.seen.set(person, server.values.get(person) ?? "0");
    if (act === "write") {
      const operation = `${seed}-${serial += 1}`;
      const person = pick(["p", "q"]);
      const made = random() < 0.3
        ? { operation, url: "/m/visit", fields: { dwelling: "1" } }
        : { operation, url: "/m/contact", fields: { person, phone: String(1 + Math.floor(random() * 5)), base: device.seen.get(person) ?? "0" } };
      await device.queue.add(made);
      kept.push({ ...made, account: device.account });
    }
    if (act === "flush") await device.queue.flush(true);
    if (act === "kill") {
      // The tab goes at any write to the disk, and another one opens over what is there.
      let left = Math.floor(random() * 3);
      device.disk.dies = () => (left -= 1) < 0;
      await device.queue.flush(true).catch(() => {});
      device.disk.dies = () => false;
      device.open();
    }
  }
  line = "up";
  for (const device of devices) {
    for (let round = 0; round < 40 && (await device.queue.flush(true)) !== "empty"; round += 1);
  }
  return { server, devices, kept };
}

test("a thousand histories end with every write on the server once, and every conflict shown", async () => {
  for (let seed = 1; seed <= 1000; seed += 1) {
    const { server, devices, kept } = await play(seed);
    const found = [...server.rows, ...server.inbox].map(({ operation }) => operation).sort();
    assert.deepEqual(found, kept.map(({ operation }) => operation).sort(), `seed ${seed}`);
    for (const conflict of server.inbox) assert.notEqual(conflict.mine, conflict.theirs, `seed ${seed}`);
    const shown = [];
    for (const device of devices) {
      for (const item of await device.queue.list()) {
        assert.notEqual(item.state, "waiting", `seed ${seed}`);
        if (item.state === "needs") shown.push(item.operation);
      }
    }
    assert.deepEqual(shown.sort(), server.inbox.map(({ operation }) => operation).sort(), `seed ${seed}`);
  }
});
