// Which statements a request really runs, taken from PostgreSQL's own log, as a script for pgbench.
// So the bare query is always the identical one, whatever the store does.
import { openSync, readSync, closeSync, statSync } from 'node:fs';

const LINE = /^\d{4}-\d\d-\d\d [\d:.]+ \S+ \[(\d+)\] (\w+):  (.*)$/;
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** What PostgreSQL wrote into its log while `act` ran under a setting. */
async function logged(city, setting, value, act) {
  const { log } = city.door('gezhi_admin');
  const set = async (statement) => {
    city.rows(statement);
    city.rows('select pg_reload_conf()');
    await sleep(400);
  };
  await set(`alter system set ${setting} = ${value}`);
  const from = statSync(log).size;
  await act();
  await sleep(300);
  const to = statSync(log).size;
  await set(`alter system reset ${setting}`);
  const buffer = Buffer.alloc(to - from);
  const file = openSync(log, 'r');
  readSync(file, buffer, 0, buffer.length, from);
  closeSync(file);
  return buffer.toString('utf8');
}

/** Entries `{ pid, sql, parameters }` that were logged while `act` ran. */
export async function statements(city, act) {
  return entries(await logged(city, 'log_statement', "'all'", act));
}

/** Milliseconds that PostgreSQL itself took for each statement that fits `isIt` while `act` ran, planning included. */
export async function durations(city, act, isIt) {
  const times = [];
  const binds = new Map();
  const text = await logged(city, 'log_min_duration_statement', '0', act);
  const pattern = /\[(\d+)\] LOG: {2}duration: ([\d.]+) ms {2}(parse|bind|execute) [^:]*: ([\s\S]*?)(?=\n\d{4}-\d\d-\d\d |$)/g;
  for (const [, pid, ms, part, sql] of text.matchAll(pattern)) {
    if (!isIt(sql)) continue;
    if (part === 'execute') {
      times.push((binds.get(pid) ?? 0) + Number(ms));
      binds.delete(pid);
    } else {
      binds.set(pid, (binds.get(pid) ?? 0) + Number(ms));
    }
  }
  return times;
}

function entries(text) {
  const found = [];
  let last;
  let inDetail = false;
  for (const line of text.split('\n')) {
    const [, pid, level, rest] = LINE.exec(line) ?? [];
    if (!pid) {
      if (last && inDetail) last.detail += `\n${line}`;
      else if (last) last.sql += `\n${line.replace(/^\t/, '')}`;
      continue;
    }
    inDetail = level === 'DETAIL';
    if (inDetail && last?.pid === pid) last.detail = rest;
    if (level !== 'LOG') continue;
    const sql = /^(?:statement|execute [^:]*): ([\s\S]*)$/.exec(rest)?.[1];
    last = sql === undefined ? undefined : { pid, sql, detail: '' };
    if (last) found.push(last);
  }
  return found.map(({ pid, sql, detail }) => ({ pid, sql, parameters: parameters(detail) }));
}

/** `parameters: $1 = '…', $2 = NULL` as a list of texts and nulls. */
function parameters(detail) {
  const list = [];
  const pattern = /\$(\d+) = (NULL|'((?:[^']|'')*)')/g;
  for (let match = pattern.exec(detail); match; match = pattern.exec(detail)) {
    list[Number(match[1]) - 1] = match[2] === 'NULL' ? null : match[3].replaceAll("''", "'");
  }
  return list;
}

/** The transaction, from begin to commit, in which a statement fits `isIt`. */
export async function transaction(city, act, isIt) {
  const all = await statements(city, act);
  const hit = all.findIndex(isIt);
  if (hit < 0) throw new Error(`the request ran no such statement, only:\n${all.map(({ sql }) => sql.slice(0, 100)).join('\n')}`);
  const own = all.map((entry, index) => ({ ...entry, index })).filter(({ pid }) => pid === all[hit].pid);
  const at = own.findIndex(({ index }) => index === hit);
  const begin = own.slice(0, at + 1).findLastIndex(({ sql }) => /^begin/i.test(sql));
  const end = own.findIndex(({ sql }, index) => index >= at && /^(commit|rollback)/i.test(sql));
  return begin < 0 ? [own[at]] : own.slice(begin, end + 1);
}

/**
 * A pgbench script and the `-D` arguments it needs. Where a parameter is `one`, the script takes one of `all` by chance:
 * one script with a choice in it, because pgbench would prepare the statements of many scripts again for each.
 */
export function script(list, one, all) {
  const defined = [];
  const choice = all.slice(1).map((value, index) => `when :pick = ${index + 1} then ${value}`).join(' ');
  const lines = [`\\set pick random(0, ${all.length - 1})`, `\\set chosen case ${choice} else ${all[0]} end`];
  list.forEach(({ sql, parameters: given }, number) => {
    const text = sql.replace(/\$(\d+)/g, (_, position) => {
      const value = given[position - 1];
      if (value === null || value === undefined) return 'null';
      if (value === one) return ':chosen';
      const name = `s${number}p${position}`;
      if (!defined.some((argument) => argument.startsWith(`${name}=`))) defined.push(`${name}=${value}`);
      return `:${name}`;
    });
    lines.push(`${text.trim().replace(/;$/, '').replace(/\s*\n\s*/g, ' ')};`);
  });
  return { text: `${lines.join('\n')}\n`, defines: defined.flatMap((argument) => ['-D', argument]) };
}

/** The same for psql, with every parameter written out: for transactions with a COPY, which pgbench can't run. */
export function plainScript(list) {
  const quoted = (value) => (value === null || value === undefined ? 'null' : `'${value.replaceAll("'", "''")}'`);
  return list.map(({ sql, parameters: given }) => `${sql.replace(/\$(\d+)/g, (_, position) => quoted(given[position - 1])).trim().replace(/;$/, '')};\n`).join('');
}
