// Reports keep coming while server and database are killed without warning: what was acknowledged is there, once, and what was not
// can be sent again. Its server is its own, on a fresh data folder. GEZHI_KILLS=20 kills as often as the promise says.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

const KILLS = Number(process.env.GEZHI_KILLS ?? 4);
const SENDERS = 6;
const START_MS = 120_000;
const DEMO_PASSWORD = "demo-gezhi-2026";
const folder = mkdtempSync(path.join(tmpdir(), "gezhi-crash-"));
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let server;
let port;

async function start() {
  const portFile = path.join(folder, "port");
  rmSync(portFile, { force: true });
  const args = ["up", "--no-open", "--port", "0", "--profile", "small", "--data-dir", folder, "--port-file", portFile];
  const { DATABASE_URL: _unused, GEZHI_DATA_DIR: _other, ...env } = process.env;
  server = spawn(process.env.GEZHI_BIN, args, { env, stdio: ["ignore", "ignore", 2] });
  const began = Date.now();
  while (Date.now() - began < START_MS) {
    port = existsSync(portFile) ? Number(readFileSync(portFile, "utf8")) : 0;
    if (port > 0 && (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.ok) return;
    assert.equal(server.exitCode, null, "gezhi up ended before it was ready");
    await sleep(50);
  }
  assert.fail("gezhi up was not ready in time");
}

function cluster() {
  const named = path.join(folder, "cluster.path");
  return existsSync(named) ? readFileSync(named, "utf8").trim() : path.join(folder, "cluster");
}

const postmaster = () => readFileSync(path.join(cluster(), "postmaster.pid"), "utf8").split("\n");

function rows(sql) {
  const [, , , portNumber, host] = postmaster();
  const secret = readFileSync(path.join(folder, "secret", "gezhi_admin.password"), "utf8").trim();
  const env = { ...process.env, PGHOST: host, PGPORT: portNumber, PGUSER: "gezhi_admin", PGPASSWORD: secret, PGDATABASE: "gezhi" };
  const text = execFileSync("psql", ["-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", sql], { env, encoding: "utf8" });
  return text.split("\n").filter(Boolean).map((line) => line.split("\t"));
}

const post = (address, fields, cookie) =>
  fetch(`http://127.0.0.1:${port}${address}`, {
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
    if (server && server.exitCode === null) server.kill("SIGTERM");
    await sleep(1_500);
    rmSync(folder, { recursive: true, force: true });
  });
  await start();
  const cookie = await logIn();
  const [[area]] = rows("select p.area from post p where p.is_demo and p.role = 'community' limit 1");
  const senders = Array.from({ length: SENDERS }, () => sender(state, cookie, area));

  for (let at = 0; at < KILLS; at += 1) {
    const before = state.acknowledged.size;
    while (state.acknowledged.size < before + 20) await sleep(20);
    // In turn the server, and the database under it.
    if (at % 2) await kill(Number(postmaster()[0]));
    await kill(server.pid);
    await start();
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
