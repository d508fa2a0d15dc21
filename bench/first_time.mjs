// A card that nobody has asked for before: Placard over HTTP, the article's way with Puppeteer, and Puppeteer with
// a warm page, by turns in one run, at both scales.
//
//   first_time.mjs            all of it
//   first_time.mjs --only puppeteer   without Placard, to try the other half
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createRequire } from 'node:module';
import { atEnd, check, copyExample, figures, get, keepAlive, main, root, startPlacard, storedFiles, temporaryFolder,
         waitUntil } from './common.mjs';

const ROUNDS = 5;
const IDS_A_ROUND = 12;
const WARM_PAGES_A_ROUND = 4;
const BROWSER = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';
const withPlacard = !process.argv.includes('--only');

const puppeteer = createRequire(path.join(root, 'build/bench/'))('puppeteer-core');
const launch = () => puppeteer.launch({
  executablePath: BROWSER,
  // As the article's chrome-aws-lambda does; without a sandbox only as root, as everywhere.
  args: ['--disable-gpu', '--hide-scrollbars', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
  headless: 'shell',
  userDataDir: temporaryFolder(),
});
const viewport = scale => ({ width: 1200, height: 630, deviceScaleFactor: scale });

let next = 0;
const nextId = () => `${1 + next % 900}-${1 + next++ % 366}-10`;

// The same card as a page: the template with its placeholders filled in.
async function servePages(folder) {
  const constants = Object.fromEntries([...fs.readFileSync(path.join(folder, 'placard.toml'), 'utf8')
    .matchAll(/^(brand|title) = "(.*)"/gm)].map(([, name, value]) => [name, value]));
  const template = fs.readFileSync(path.join(folder, 'card.html'), 'utf8');
  const server = http.createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const [km, days, left] = (url.searchParams.get('social') ?? '').split('-');
    const values = { ...constants, km, days, left };
    const style = url.pathname === '/card.css';
    response.setHeader('Content-Type', style ? 'text/css' : 'text/html; charset=utf-8');
    if (style) return response.end(fs.readFileSync(path.join(folder, 'card.css')));
    if (url.pathname !== '/') return response.writeHead(404).end();
    response.end(template.replace(/{{(\w+)}}/g, (_, name) => values[name]));
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => { server.close(); server.closeAllConnections(); });
  return `http://127.0.0.1:${server.address().port}/?social=`;
}

async function timed(action) {
  const begun = performance.now();
  await action();
  return performance.now() - begun;
}

// generate-image.js of the article.
async function articlesWay(address, scale) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.setViewport(viewport(scale));
    const answer = await page.goto(address, { waitUntil: ['networkidle0'], timeout: 10000 });
    check(answer.status() === 200, 'the page answers 200');
    check((await page.screenshot({ type: 'jpeg' })).length > 10000, 'a picture');
  } finally {
    await browser.close();
  }
}

async function measure(scale) {
  const site = copyExample({ scale });
  const pages = await servePages(site.folder);
  const placard = withPlacard ? await startPlacard(site.config) : null;
  const agent = keepAlive();
  const warmBrowser = await launch();
  atEnd(() => warmBrowser.close());
  const warmPage = await warmBrowser.newPage();
  await warmPage.setViewport(viewport(scale));

  const times = { answered: [], saved: [], render: [], article: [], warm: [] };
  let stored = 0;
  const firstTime = async () => {
    const id = nextId();
    const begun = performance.now();
    const answer = await get(placard.port, `/${id}.jpg`, { agent });
    // Until the object is in the store; looked for behind the answer, so that looking does not slow it down.
    await waitUntil(() => storedFiles(site.store).length > stored, 'the picture to be saved');
    const saved = performance.now() - begun;
    ++stored;
    const timing = /render;dur=([\d.]+)/.exec(answer.headers['server-timing']);
    check(answer.status === 200 && timing && answer.body.length > 10000, `${id} was drawn: ${JSON.stringify(answer.headers)}`);
    return { answered: answer.ms, saved, render: Number(timing[1]) };
  };
  const warmWay = async () => {
    await warmPage.goto(pages + nextId(), { waitUntil: 'load' });
    await warmPage.screenshot({ type: 'jpeg' });
  };

  for (let i = 0; i < 5; ++i) {
    if (placard) await firstTime();
    await warmWay();
  }
  for (let round = 0; round < ROUNDS; ++round) {
    for (let i = 0; placard && i < IDS_A_ROUND; ++i) {
      for (const [name, ms] of Object.entries(await firstTime())) times[name].push(ms);
    }
    times.article.push(await timed(() => articlesWay(pages + nextId(), scale)));
    for (let i = 0; i < WARM_PAGES_A_ROUND; ++i) times.warm.push(await timed(warmWay));
  }
  await warmBrowser.close();
  agent.destroy();
  return Object.fromEntries(Object.entries(times).filter(([, ms]) => ms.length).map(([name, ms]) => [name, figures(ms)]));
}

await main('first_time', async () => ({ 'scale 1': await measure(1), 'scale 2': await measure(2) }));
