// A cached picture, asked for by wrk as fast as it comes: Placard's memory against nginx's proxy_cache, which got
// the same bytes from Placard. By turns; each side has all cores but what wrk takes.
import { execFile, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { check, copyExample, get, main, program, quantile, startPlacard, waitUntil } from './common.mjs';
import { startNginx } from './nginx.mjs';

const ROUNDS = 5;
const SECONDS = 5;
const run = promisify(execFile);

// Requests a second, and megabytes a second of answers.
async function wrk(port, target) {
  const { stdout } = await run('wrk', ['-t2', '-c64', `-d${SECONDS}s`, '--latency', `http://127.0.0.1:${port}${target}`]);
  check(!/Non-2xx|Socket errors/.test(stdout), `wrk without errors:\n${stdout}`);
  const milliseconds = { us: 0.001, ms: 1, s: 1000 };
  const [, p99, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout);
  return { requests: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]), p99: p99 * milliseconds[unit] };
}

async function compare(placard, nginx, target) {
  for (const port of [placard.port, nginx.port, nginx.port]) await get(port, target);
  const [ours, theirs] = [await get(placard.port, target), await get(nginx.port, target)];
  check(ours.body.equals(theirs.body) && ours.status === 200, 'both answer the same bytes');
  check(theirs.headers['x-cache'] === 'HIT', `nginx has ${target} in its cache`);

  const rounds = { placard: [], nginx: [] };
  for (let round = 0; round < ROUNDS; ++round) {
    // Who begins changes, so that neither has the warmer machine.
    for (const name of round % 2 ? ['nginx', 'placard'] : ['placard', 'nginx']) {
      rounds[name].push(await wrk({ placard, nginx }[name].port, target));
    }
  }
  const median = (name, key) => quantile(rounds[name].map(round => round[key]), 0.5);
  return {
    bytes: ours.body.length,
    placard: { requests: median('placard', 'requests'), p99: median('placard', 'p99') },
    nginx: { requests: median('nginx', 'requests'), p99: median('nginx', 'p99') },
    ratio: quantile(rounds.placard.map((round, i) => round.requests / rounds.nginx[i].requests), 0.5),
  };
}

await main('cached', async () => {
  const site = copyExample({ scale: 2, access: 'access.log' });
  // The default image at a quarter of its size, for the answers to addresses that are no card's.
  execFileSync(program, ['render', path.join(site.folder, 'default.html'), '-o', path.join(site.folder, 'default.jpg'),
                         '--scale', '0.5', '--quality', '60'], { stdio: 'inherit' });
  const placard = await startPlacard(site.config);
  const nginx = await startNginx(placard.port);

  const result = { card: await compare(placard, nginx, '/12-34-10.jpg'),
                   'default image': await compare(placard, nginx, '/nothing') };
  const log = path.join(site.folder, 'access.log');
  await waitUntil(() => fs.statSync(log).size > 0, 'the access log');
  return result;
});
