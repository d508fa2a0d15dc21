// Debian's nginx as a caching proxy in front of an upstream, in a folder of its own.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { atEnd, get, stop, temporaryFolder, waitUntil } from './common.mjs';

async function freePort() {
  const server = net.createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

// All that nginx offers to be fast at this: a worker a core, sendfile, open files kept, a buffered access log
// (Placard's is buffered as long), connections kept for the whole of a run, no revalidation.
//
// tcp_nopush is off, although Debian's nginx.conf turns it on: over the loopback interface each answer then waits
// some 44 ms for a delayed acknowledgement. Measured with 80 kB bodies, requests a second: nopush on 1 540,
// nopush off 55 000, sendfile off 43 000. A comparison with the first would say nothing about nginx.
const configuration = (folder, port, upstream) => `
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
worker_processes ${os.availableParallelism()};
worker_cpu_affinity auto;
events { worker_connections 4096; multi_accept on; }
http {
  access_log ${folder}/access.log combined buffer=64k flush=200ms;
  sendfile on; tcp_nopush off; tcp_nodelay on;
  keepalive_requests 100000000;
  open_file_cache max=1000 inactive=60s;
  proxy_cache_path ${folder}/cache keys_zone=cards:10m levels=1:2 inactive=1h use_temp_path=off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port} reuseport;
    location / {
      proxy_pass http://127.0.0.1:${upstream};
      proxy_cache cards;
      proxy_cache_key $uri;
      proxy_cache_valid 200 1h;
      proxy_ignore_headers Cache-Control Expires;
      add_header X-Cache $upstream_cache_status;
    }
  }
}
`;

export async function startNginx(upstream) {
  const folder = temporaryFolder();
  fs.chmodSync(folder, 0o755);
  const port = await freePort();
  fs.writeFileSync(path.join(folder, 'nginx.conf'), configuration(folder, port, upstream));
  const child = spawn('/usr/sbin/nginx', ['-p', folder, '-c', 'nginx.conf', '-e', path.join(folder, 'error.log')],
                      { stdio: ['ignore', 'inherit', 'inherit'] });
  atEnd(() => stop(child));
  await waitUntil(() => get(port, '/').then(() => true, () => {
    if (child.exitCode !== null) throw new Error('nginx did not start');
    return false;
  }), 'nginx to listen');
  return { child, port };
}
