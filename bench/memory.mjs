// Memory of Placard itself, without Chromium, over a hundred thousand mixed requests with a cache of 32 MB.
import fs from 'node:fs';
import { check, copyExample, get, keepAlive, main, startPlacard } from './common.mjs';

const REQUESTS = 100000;
const CLIENTS = 32;
// Cards drawn on the way, at scale 2: some 100 kB each, so that the cache is full after a third of the requests. It
// must be well before the second half, whose drift would else be the cache filling up and not a leak.
const FIRSTS = 1000;
const SAMPLE_EVERY = 5000;

// The same numbers in every run (Numerical Recipes' linear congruential generator).
function generator(seed) {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
const random = generator(12);
const pick = count => Math.floor(random() * count);

const idOf = number => `${1 + number % 999}-${1 + number % 366}-${number % 367}`;
const BAD = ['/nothing.jpg', '/0-34-10.jpg', '/12-34-10.gif', '/%2e%2e/12-34-10.jpg', '/12%00.jpg', '/a/b/c/d'];

// Resident memory, and that part of it which is not backed by files, in MB.
function memoryOf(pid) {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = name => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)[1]) / 1000;
  return { rss: of('VmRSS'), anonymous: of('RssAnon') };
}

await main('memory', async () => {
  const site = copyExample({ scale: 2, access: 'access.log', tables: '[cache]\nsize = "32MB"' });
  const placard = await startPlacard(site.config);
  const agent = keepAlive(CLIENTS);
  const ask = (target, headers) => get(placard.port, target, { agent, headers });
  const etag = (await ask('/12-34-10.jpg')).headers.etag;

  const counts = { drawn: 0, again: 0, bad: 0, 'not modified': 0, range: 0, query: 0, fallback: 0 };
  const count = (kind, good, answer) => {
    check(good, `${kind}: ${answer.status} ${JSON.stringify(answer.headers)}`);
    ++counts[kind];
  };
  let drawn = 1;
  async function one(number) {
    if (number % (REQUESTS / FIRSTS) === 0) {
      const answer = await ask(`/${idOf(drawn++)}.jpg`);
      // A busy machine may miss a deadline; that is a mixed request too, but told apart.
      const fallback = !/detail=(render|store|pending)\b/.test(answer.headers['cache-status']);
      return count(fallback ? 'fallback' : 'drawn', answer.status === 200, answer);
    }
    const kind = random();
    const known = `/${idOf(pick(drawn))}.jpg`;
    if (kind < 0.15) {
      const answer = await ask(BAD[pick(BAD.length)]);
      return count('bad', answer.status === 200, answer);
    }
    if (kind < 0.3) {
      const answer = await ask('/12-34-10.jpg', { 'If-None-Match': etag });
      return count('not modified', answer.status === 304, answer);
    }
    if (kind < 0.4) {
      const answer = await ask(known, { Range: 'bytes=100-4099' });
      return count('range', answer.status === 206 && answer.body.length === 4000, answer);
    }
    if (kind < 0.5) {
      const answer = await ask(`${known}?v=${number}&fbclid=${pick(1e9)}`);
      return count('query', answer.status === 200, answer);
    }
    const answer = await ask(known);
    return count('again', answer.status === 200, answer);
  }

  const samples = [{ requests: 0, ...memoryOf(placard.pid) }];
  let next = 0;
  async function client() {
    while (next < REQUESTS) {
      const number = next++;
      await one(number);
      if ((number + 1) % SAMPLE_EVERY === 0) samples.push({ requests: number + 1, ...memoryOf(placard.pid) });
    }
  }
  const begun = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();

  // The slope of a least-squares line through the second half's samples, as MB over that half.
  const half = samples.filter(sample => sample.requests > REQUESTS / 2);
  const mean = key => half.reduce((sum, sample) => sum + sample[key], 0) / half.length;
  const slope = half.reduce((sum, s) => sum + (s.requests - mean('requests')) * (s.rss - mean('rss')), 0) /
    half.reduce((sum, s) => sum + (s.requests - mean('requests')) ** 2, 0);
  return { requests: REQUESTS, seconds, counts, most: Math.max(...samples.map(sample => sample.rss)),
           drift: slope * REQUESTS / 2, samples };
});
