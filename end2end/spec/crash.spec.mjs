// Reports keep coming while server and database are killed without warning: what was acknowledged is there, once, and what was not
// can be sent again. Its server is its own, on a fresh data folder. GEZHI_KILLS=20 kills as often as the promise says.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { OwnServer, sleep } from "../fixture/own_server.mjs";

const KILLS = Number(process.env.GEZHI_KILLS ?? 4);
const SENDERS = 6;
const DEMO_PASSWORD = "demo-gezhi-2026";
const server = new OwnServer("crash");
const rows = (sql) => server.rows(sql);

const post = (address, fields, cookie) =>
  fetch(`${server.url}${address}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "sec-fetch-site": "same-origin", ...(cookie ? { cookie } : {}) },
    redirect: "manual",
    signal: AbortSignal.timeout(20_000),
  });

async function logIn() {
  const [[login]] = rows("select a.login from account a join post p on p.account_id = a.id where p.is_demo and p.role = 'community' limit 1");
  const answer = await post("/login", { login, password: DEMO_PASSWORD, next: "/map" });
  const cookie = answer.headers.getSetCookie().map((line) => line.split(";")[0]).find((pair) => pair.startsWith("__Host-session="));
  assert.ok(cookie, `the log-in answered ${answer.status}`);
  return cookie;
}

/** Sends reports one after the other until told to stop; one that got no answer is sent again under its number. */
async function sender(state, cookie, area) {
  let operation = randomUUID();
  while (!state.isOver) {
    const answer = await post("/form/case-report", { operation, area, title: `上报 ${operation.slice(0, 8)}` }, cookie).catch(() => undefined);
    if (answer?.status === 303 && answer.headers.get("location")?.startsWith("/cases?case=")) {
      state.acknowledged.set(operation, answer.headers.get("location").split("=")[1]);
      operation = randomUUID();
    } else {
      state.unanswered += 1;
      await sleep(100);
    }
  }
}

/** Kills a process and waits until it is gone. */
async function kill(pid) {
  process.kill(pid, "SIGKILL");
  for (let waited = 0; waited < 10_000; waited += 20) {
    if (!existsSync(`/proc/${pid}`)) return;
    await sleep(20);
  }
}

test(`no acknowledged case is lost or doubled while server and database are killed ${KILLS} times`, { timeout: 900_000 }, async (t) => {
  const state = { isOver: false, acknowledged: new Map(), unanswered: 0 };
  t.after(async () => {
    state.isOver = true;
    await server.end();
  });
  await server.start();
  const cookie = await logIn();
  const [[area]] = rows("select p.area from post p where p.is_demo and p.role = 'community' limit 1");
  const senders = Array.from({ length: SENDERS }, () => sender(state, cookie, area));

  for (let at = 0; at < KILLS; at += 1) {
    const before = state.acknowledged.size;
    while (state.acknowledged.size < before + 20) await sleep(20);
    // In turn the server, and the database under it.
    if (at % 2) await kill(Number(server.postmaster()[0]));
    await kill(server.process.pid);
    await server.start();
  }
  state.isOver = true;
  await Promise.all(senders);

  const found = new Map(rows("select encode(operation, 'hex'), id from case_file where operation is not null"));
  const doubled = rows("select operation from case_file where operation is not null group by reporter_id, operation having count(*) > 1");
  const lost = [...state.acknowledged].filter(([operation, id]) => found.get(operation.replaceAll("-", "")) !== id);
  const halves = rows("select c.id from case_file c where c.operation is not null and not exists (select 1 from case_event e where e.case_id = c.id and e.version = 1)");
  t.diagnostic(`${state.acknowledged.size} acknowledged, ${state.unanswered} sent without an answer, ${found.size} kept`);
  assert.deepEqual({ lost, doubled, halves }, { lost: [], doubled: [], halves: [] });
  assert.ok(state.unanswered > 0, "the kills were felt");
});
