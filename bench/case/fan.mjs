// `bench-load fan`: many event streams of one server.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { TARGET, note } from '../figure.mjs';

const MOST_SECONDS = 600;

export class Fan {
  /** Holds one stream of `path` for each cookie in the file. */
  static async open(port, path, cookies) {
    const fan = new Fan();
    fan.child = spawn(join(TARGET, 'release/bench-load'), ['fan', String(port), path, cookies, String(MOST_SECONDS)], { stdio: ['pipe', 'pipe', 'pipe'] });
    fan.lines = createInterface({ input: fan.child.stdout })[Symbol.asyncIterator]();
    await new Promise((resolve, reject) => {
      fan.child.stderr.on('data', (part) => { if (String(part).includes('ready')) resolve(); else note(String(part).trim()); });
      fan.child.once('close', () => reject(new Error('bench-load ended before it listened')));
    });
    return fan;
  }

  /** What was heard since the last report: events with how many got them, and when. */
  async report() {
    this.child.stdin.write('report\n');
    return JSON.parse((await this.lines.next()).value).events;
  }

  /** Closes the streams. Returns how many of them the server had ended before. */
  async close() {
    this.child.stdin.end('end\n');
    return JSON.parse((await this.lines.next()).value).lost;
  }
}
