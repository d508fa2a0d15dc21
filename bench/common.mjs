// What the benchmarks share: a running Placard on a copy of the example, figures, results.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const program = process.env.PLACARD ?? path.join(root, 'build/release/placard');
export const results = path.join(root, 'build/bench/results');
const example = path.join(root, 'examples/challenge');

const cleanups = [];
export const atEnd = action => cleanups.push(action);

// Runs a benchmark to its end and undoes what it started, newest first, however it ends.
export async function main(name, benchmark) {
  const outOfTime = new Promise((_, reject) => process.once('SIGTERM', () => reject(new Error('out of time'))));
  let code = 0;
  try {
    const result = await Promise.race([benchmark(), outOfTime]);
    fs.mkdirSync(results, { recursive: true });
    fs.writeFileSync(path.join(results, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
    console.log(JSON.stringify(result, null, 2));
  } catch (error) {
    console.error(`${name}: ${error.stack}`);
    code = 1;
  }
  for (const action of cleanups.reverse()) await action();
  process.exit(code);
}

export function temporaryFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'placard-bench-'));
  atEnd(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

// A copy of the example with an empty store. scale: of both cards. tables: TOML put before the cards; cards: after.
export function copyExample({ scale, tables = '', cards = '', access = 'off' }) {
  const folder = temporaryFolder();
  fs.cpSync(example, folder, { recursive: true, filter: file => path.basename(file) !== 'var' });
  const text = fs.readFileSync(path.join(folder, 'placard.toml'), 'utf8')
    .replace(/^scale = .*\n/gm, '')
    .replace(/^width = 1200\n/gm, '')
    .replace(/^height = 630\n/gm, '')
    .replaceAll('[[card]]\n', `[[card]]\nscale = ${scale}\nwidth = 1200\nheight = 630\n`)
    .replace('[[card]]', `[log]\naccess = "${access}"\n${tables}\n[[card]]`);
  const config = path.join(folder, 'placard.toml');
  fs.writeFileSync(config, `${text}\n${cards}`);
  return { folder, config, store: path.join(folder, 'var/cards') };
}

export async function waitUntil(condition, what, seconds = 30) {
  const end = performance.now() + seconds * 1000;
  while (!await condition()) {
    if (performance.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
    await sleep(2);
  }
}

export function stop(child) {
  return new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', resolve);
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 15000).unref();
  });
}

// Starts `placard serve` on a free port and waits until it is ready.
export async function startPlacard(config) {
  const child = spawn(program, ['serve', '--config', config, '--listen', '127.0.0.1:0'],
                      { stdio: ['ignore', 'ignore', 'pipe'] });
  atEnd(() => stop(child));
  const events = [];
  const port = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`placard ended with ${code}: ${events.join('\n')}`)));
    createInterface({ input: child.stderr }).on('line', line => {
      events.push(line);
      if (line.includes('"listening"')) resolve(Number(/:(\d+)\/?"/.exec(JSON.parse(line).address + '"')[1]));
    });
  });
  await waitUntil(async () => (await get(port, '/-/ready')).status === 200, 'placard to be ready', 60);
  return { child, port, pid: child.pid, events };
}

export const keepAlive = (sockets = 1) => new http.Agent({ keepAlive: true, maxSockets: sockets });

// One request with the time until its last byte, in ms.
export function get(port, target, { agent, headers } = {}) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    http.get({ host: '127.0.0.1', port, path: target, agent, headers }, answer => {
      const parts = [];
      answer.on('data', part => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers,
                                       body: Buffer.concat(parts), ms: performance.now() - begun }));
    }).on('error', reject);
  });
}

// Finished objects in a filesystem store.
export function storedFiles(store) {
  const objects = path.join(store, 'objects');
  if (!fs.existsSync(objects)) return [];
  return fs.readdirSync(objects, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
}

export function accessLines(file) {
  return fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line));
}

export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}

export const figures = values =>
  ({ runs: values.length, median: quantile(values, 0.5), p95: quantile(values, 0.95) });

// Fails the benchmark where what was measured is not what was meant.
export function check(condition, what) {
  if (!condition) throw new Error(`not so: ${what}`);
}
