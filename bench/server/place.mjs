// A data folder with a private cluster in it: its database's door, and what its processes use.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const DATABASE = 'gezhi';
const TICK_US = 10_000;

export class Place {
  /** `child` is the process that works on the folder. */
  constructor(folder, child) {
    this.folder = folder;
    this.child = child;
  }

  /** The environment with which PostgreSQL's own programs enter the private cluster as a role. */
  door(role) {
    const cluster = existsSync(join(this.folder, 'cluster.path')) ? readFileSync(join(this.folder, 'cluster.path'), 'utf8').trim() : join(this.folder, 'cluster');
    const pid = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const password = readFileSync(join(this.folder, 'secret', `${role}.password`), 'utf8').trim();
    return { log: join(cluster, 'server.log'), postmaster: Number(pid[0]), env: { ...process.env, PGHOST: pid[4], PGPORT: pid[3], PGUSER: role, PGPASSWORD: password, PGDATABASE: DATABASE } };
  }

  /** Rows of a query as arrays of texts, seen by the cluster's administrator. */
  rows(sql) {
    const text = execFileSync('psql', ['-XAtq', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-c', sql], { env: this.door('gezhi_admin').env, encoding: 'utf8', maxBuffer: 1 << 28 });
    return text.split('\n').filter(Boolean).map((line) => line.split('\t'));
  }

  /** Processor microseconds used so far by the child and by PostgreSQL, and their memory. */
  used() {
    const postmaster = this.door('gezhi_admin').postmaster;
    const backends = [postmaster, ...children(postmaster)];
    return {
      gezhiUs: processorUs(this.child.pid), postgresUs: sum(backends, processorUs) + endedChildrenUs(postmaster),
      gezhiMb: proportionalMb(this.child.pid), postgresMb: sum(backends, proportionalMb),
    };
  }
}

/** The same of a process that was started and its children. */
export function usedBy(pid) {
  const family = [pid, ...children(pid)];
  return { us: sum(family, processorUs), mb: sum(family, proportionalMb) };
}

const sum = (pids, read) => pids.reduce((total, pid) => total + read(pid), 0);

function stat(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').map(Number);
  } catch {
    return [];
  }
}

const processorUs = (pid) => { const fields = stat(pid); return ((fields[11] ?? 0) + (fields[12] ?? 0)) * TICK_US; };
const endedChildrenUs = (pid) => { const fields = stat(pid); return ((fields[13] ?? 0) + (fields[14] ?? 0)) * TICK_US; };
const children = (pid) => readdirSync('/proc').filter((name) => /^\d+$/.test(name) && stat(name)[1] === pid).map(Number);

/** Pages that are shared, as PostgreSQL's buffers are, count in parts. */
function proportionalMb(pid) {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1000;
  } catch {
    return 0;
  }
}
