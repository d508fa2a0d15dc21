// A thousand connections ask for one new card at the same moment: how often is it drawn?
//
// Counted twice, for it must not be taken on trust: a page card's page is served from here, so that its being
// opened is seen from outside; and a template card's renders are told by the access log, where every line that was
// answered by a render carries its render_ms, and its object by the store.
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { accessLines, atEnd, check, copyExample, main, startPlacard, storedFiles, waitUntil } from './common.mjs';

const CLIENTS = 1000;

function connect(port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

function ask(socket, target) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const parts = [];
    socket.on('data', part => parts.push(part));
    socket.on('error', reject);
    socket.on('end', () => {
      const answer = Buffer.concat(parts);
      const end = answer.indexOf('\r\n\r\n');
      const head = answer.subarray(0, end).toString('latin1');
      resolve({ status: Number(head.split(' ')[1]), etag: /^etag: (.*)$/im.exec(head)?.[1],
                length: Number(/^content-length: (.*)$/im.exec(head)?.[1]), body: answer.subarray(end + 4),
                ms: performance.now() - begun });
    });
    socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  });
}

async function herd(placard, target) {
  const sockets = [];
  while (sockets.length < CLIENTS) {
    sockets.push(...await Promise.all(Array.from({ length: 50 }, () => connect(placard.port))));
  }
  const answers = await Promise.all(sockets.map(socket => ask(socket, target)));
  check(answers.every(({ status, body, length }) => status === 200 && body.length === length), 'all got a whole 200');
  check(answers.every(({ body, etag }) => body.equals(answers[0].body) && etag === answers[0].etag), 'all got the same');
  return { answered: answers.length, bytes: answers[0].body.length, last: Math.max(...answers.map(({ ms }) => ms)) };
}

async function servePage() {
  const page = { opened: 0 };
  const server = http.createServer((request, response) => {
    if (request.url === '/card') ++page.opened;
    response.writeHead(request.url === '/card' ? 200 : 404, { 'Content-Type': 'text/html' }).end('<h1>One card</h1>');
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => { server.close(); server.closeAllConnections(); });
  page.address = `http://127.0.0.1:${server.address().port}/card`;
  return page;
}

await main('herd', async () => {
  const page = await servePage();
  const site = copyExample({ scale: 2, access: 'access.log', cards: `
[[card]]
name = "counted"
path = "/counted"
page = "${page.address}"
default = "default.jpg"
` });
  const placard = await startPlacard(site.config);
  const log = path.join(site.folder, 'access.log');

  const template = await herd(placard, '/12-34-10.jpg');
  await waitUntil(() => accessLines(log).filter(line => line.target === '/12-34-10.jpg').length === CLIENTS,
                  'all access lines');
  const lines = accessLines(log).filter(line => line.target === '/12-34-10.jpg');
  const draws = new Set(lines.filter(line => line.source === 'render').map(line => line.render_ms));
  check(lines.every(line => line.fallback === undefined), 'no fallback');
  await waitUntil(() => storedFiles(site.store).length === 1, 'one object in the store');

  const counted = await herd(placard, '/counted.jpg');
  return { template: { ...template, renders: draws.size }, page: { ...counted, renders: page.opened } };
});
