// Writes the figures of build/bench/results into docs/performance.md, between its markers.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { program, results, root } from './common.mjs';

const BEGIN = '<!-- figures: written by `make bench` -->';
const END = '<!-- end of the figures -->';
const document = path.join(root, 'docs/performance.md');

const read = name => {
  const file = path.join(results, `${name}.json`);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file)) : null;
};
const ms = value => value < 10 ? value.toFixed(1) : value.toFixed(0);
const rounded = value => Math.round(value).toLocaleString('en').replaceAll(',', ' ');
const kB = bytes => `${Math.round(bytes / 1000)} kB`;

// What the program says of itself, on whichever stream; "unknown" where it is not there.
function version(command, args, pattern) {
  try {
    const text = execFileSync('sh', ['-c', `"$0" ${args} 2>&1 || true`, command], { encoding: 'utf8' });
    return pattern.exec(text)?.[1] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

function machine() {
  const puppeteer = JSON.parse(fs.readFileSync(path.join(root, 'build/bench/node_modules/puppeteer-core/package.json')));
  const browser = process.env.CHROMIUM ?? 'chromium-headless-shell';
  const commit = version('git', `-C "${root}" rev-parse --short HEAD`, /^(\w+)/);
  return [
    `Measured ${new Date().toISOString().slice(0, 10)} on ${os.cpus().length} cores of ${os.cpus()[0].model.trim()}, ` +
      `${Math.round(os.totalmem() / 2 ** 30)} GiB of memory, Linux ${os.release()}.`,
    `Placard ${version(program, '--version', /placard ([\d.]+)/)} (${commit}), ` +
      `Chromium ${version(browser, '--version', /([\d.]+)/)}, ` +
      `nginx ${version('/usr/sbin/nginx', '-v', /nginx\/([\d.]+)/)}, puppeteer-core ${puppeteer.version}, ` +
      `Node ${process.versions.node}, wrk ${version('wrk', '-v', /wrk \D*([\d.]+)/)}.`,
  ].join('\n');
}

const table = (head, rows) => [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n');

function firstTime() {
  const measured = read('first_time');
  if (!measured) return null;
  const ways = [
    ['Placard: until the whole answer is there', 'answered'],
    ['Placard: until it is saved as well', 'saved'],
    ['of which drawing, as Server-Timing tells', 'render'],
    ['Puppeteer, warm page', 'warm'],
    ["the article's way: launch, networkidle0, screenshot, close", 'article'],
  ];
  const cell = times => times ? `${ms(times.median)} (${ms(times.p95)})` : '–';
  return ['### A card for the first time', '', 'Milliseconds: median (95th percentile).', '',
          table(['way', 'scale 1', 'scale 2', 'runs'], ways.map(([title, key]) =>
            [title, cell(measured['scale 1'][key]), cell(measured['scale 2'][key]), measured['scale 2'][key]?.runs ?? '–']))];
}

function cached() {
  const measured = read('cached');
  if (!measured) return null;
  return ['### A cached picture', '', 'Requests a second, median of five rounds each; in brackets the 99th percentile of the time.', '',
          table(['answer', 'size', 'Placard', 'nginx', 'Placard : nginx'], Object.entries(measured).map(([what, m]) =>
            [what, kB(m.bytes), `${rounded(m.placard.requests)} (${ms(m.placard.p99)} ms)`,
             `${rounded(m.nginx.requests)} (${ms(m.nginx.p99)} ms)`, m.ratio.toFixed(2)]))];
}

function herd() {
  const measured = read('herd');
  if (!measured) return null;
  return ['### A thousand first requests at once', '',
          table(['card', 'requests', 'renders', 'last answered after'], Object.entries(measured).map(([what, m]) =>
            [what, m.answered, m.renders, `${ms(m.last)} ms`]))];
}

function memory() {
  const m = read('memory');
  if (!m) return null;
  const at = part => m.samples.reduce((best, sample) =>
    Math.abs(sample.requests - part * m.requests) < Math.abs(best.requests - part * m.requests) ? sample : best);
  return ['### Memory', '', `${rounded(m.requests)} mixed requests in ${ms(m.seconds)} s, a cache of 32 MB; ` +
          'resident megabytes of the `placard` process.', '',
          table(['at the start', 'after a quarter', 'half', 'three quarters', 'all', 'most', 'drift over the second half'],
                [[0, 0.25, 0.5, 0.75, 1].map(part => at(part).rss.toFixed(1))
                  .concat(m.most.toFixed(1), `${m.drift >= 0 ? '+' : '−'}${Math.abs(m.drift).toFixed(1)}`)])];
}

const text = fs.readFileSync(document, 'utf8');
const [before, rest] = text.split(BEGIN);
const after = rest?.split(END)[1];
if (after === undefined) throw new Error(`${document} has lost its markers`);
const parts = [firstTime(), cached(), herd(), memory()].filter(Boolean).map(lines => lines.join('\n'));
fs.writeFileSync(document, [before + BEGIN, '', [machine(), ...parts].join('\n\n'), '', END + after].join('\n'));
console.log(`${path.relative(root, document)}: ${parts.length} of 4 measurements`);
