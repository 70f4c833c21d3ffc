// nginx with nchan as the peer of the live stream: one worker on loopback, everything of it in a temporary folder.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { usedBy } from '../server/place.mjs';

/** Ours gives as many signs of life. */
const BEAT_S = 5;
const MODULE = '/usr/lib/nginx/modules/ngx_nchan_module.so';

/** What is missing to run it; nothing when all is there. */
export function missing() {
  const found = ['/usr/sbin/nginx', MODULE].every((file) => existsSync(file));
  return found ? undefined : 'nginx with nchan is not installed (`apt-get install nginx libnginx-mod-nchan`): live.cpu_vs_nchan is left out';
}

export class Nchan {
  /** Starts it for so many subscribers. */
  static async start(subscribers) {
    const nchan = new Nchan();
    nchan.folder = mkdtempSync(join(tmpdir(), 'gezhi-bench-nchan-'));
    nchan.port = await freePort();
    const file = join(nchan.folder, 'nginx.conf');
    writeFileSync(file, config(nchan.folder, nchan.port, subscribers));
    nchan.child = spawn('/usr/sbin/nginx', ['-p', nchan.folder, '-c', file, '-e', join(nchan.folder, 'error.log')], { stdio: ['ignore', 2, 2] });
    for (let tries = 0; tries < 100; tries += 1) {
      if (nchan.child.exitCode !== null) throw new Error(`nginx ended with ${nchan.child.exitCode}; its words are above`);
      if (await fetch(`http://127.0.0.1:${nchan.port}/up`).then((response) => response.ok, () => false)) return nchan;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    throw new Error('nginx was not ready in time');
  }

  /** Sends a message to all subscribers. */
  async publish(text) {
    const response = await fetch(`http://127.0.0.1:${this.port}/pub`, { method: 'POST', body: text });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`nchan answered ${response.status}`);
  }

  used() {
    return usedBy(this.child.pid);
  }

  async stop() {
    if (this.child?.exitCode === null) {
      const ended = new Promise((resolve) => { this.child.once('exit', resolve); });
      this.child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function config(folder, port, subscribers) {
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ');
  return `load_module ${MODULE};
${process.getuid() === 0 ? 'user root;' : ''}
daemon off; worker_processes 1; worker_rlimit_nofile ${subscribers + 1024}; pid ${folder}/nginx.pid;
events { worker_connections ${subscribers + 512}; }
http {
  access_log off; ${scratch}
  server {
    listen 127.0.0.1:${port};
    location = /up { return 200 up; }
    location = /pub { nchan_publisher; nchan_channel_id live; }
    location = /sub {
      nchan_subscriber eventsource; nchan_channel_id live; nchan_subscriber_first_message newest;
      nchan_eventsource_ping_interval ${BEAT_S}; nchan_eventsource_ping_event beat; nchan_eventsource_ping_data "a beat of the server, as long as ours is";
    }
  }
}
`;
}

/** A port that nobody listens on now. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => { resolve(port); });
    });
  });
}

