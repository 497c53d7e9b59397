// What Otbor costs, beside what it is measured against: script/bench
//
// Every comparison is interleaved: in each round all sides run once, one after another, and a ratio is of the
// two of the same round. Printed is the median of the rounds with the least and the most.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { otbor, signIn, BIN } from '../support/otbor.mjs';
import { beginAttempt } from '../support/candidate.mjs';
import { get, idle, load, requestFile, rss, show, sleep, spread, start, startNginx, table, tool } from './measure.mjs';

const ROUNDS = Number(process.env.OTBOR_BENCH_ROUNDS ?? 5);
const ONLY = process.argv.slice(2); // names of parts; none = all
const wanted = (name) => ONLY.length === 0 || ONLY.includes(name);

const work = mkdtempSync(resolve('build/bench/run-')); // beside the sources: /tmp may be no disk
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
const data = join(work, 'data');
const serve = () => start(BIN, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--limits', 'off']);

// Each side of each round, in turn: sides is { name: async () => figures }. Returns { name: [figures of each round] }.
async function interleave(sides) {
  const all = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (const side of Object.values(sides)) await side(); // unrecorded: caches, connections, pages of memory
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, side] of Object.entries(sides)) all[name].push(await side());
  return all;
}
const of = (rounds, what) => spread(rounds.map((r) => r[what]));
const ratio = (ours, theirs, what) => spread(ours.map((r, i) => r[what] / theirs[i][what]));

function say(title, head, rows) {
  process.stdout.write(`\n${title}\n\n${table(head, rows)}\n`);
}

// (a) Pages beside nginx ---------------------------------------------------------------------------------

const freePort = () => new Promise((ok) => {
  const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => ok(port)); });
});

// The asset whose compressed size is nearest to 10 KB.
async function nearestAsset(server) {
  const found = [];
  for (const page of ['/', '/login']) {
    const html = await (await fetch(server.url + page)).text();
    for (const [path] of html.matchAll(/\/assets\/[\w.-]+/g)) {
      const reply = await fetch(server.url + path, { headers: { 'accept-encoding': 'gzip' } });
      found.push({ path, size: Number(reply.headers.get('content-length')) });
      await reply.arrayBuffer();
    }
  }
  return found.sort((a, b) => Math.abs(a.size - 10_240) - Math.abs(b.size - 10_240))[0];
}

// Headers of a reply of ours that nginx does not send by itself.
async function headersOf(url, headers) {
  const reply = await fetch(url, { headers });
  const size = (await reply.arrayBuffer()).byteLength;
  const own = ['content-length', 'content-type', 'date', 'connection', 'etag', 'content-encoding'];
  return { size, headers: [...reply.headers].filter(([name]) => !own.includes(name)) };
}

async function pages(server, candidate) {
  const rows = [];
  const asset = await nearestAsset(server);
  const question = await headersOf(server.url + candidate.page, { cookie: candidate.cookie });
  const cases = [
    { name: `static asset, ${asset.size} bytes`, path: asset.path, send: { 'Accept-Encoding': 'gzip' }, size: asset.size,
      headers: (await headersOf(server.url + asset.path, {})).headers, file: 'asset.css', bar: 0.75 },
    { name: `question page, ${question.size} bytes`, path: candidate.page, send: { Cookie: candidate.cookie }, size: question.size,
      headers: question.headers, file: 'page.html', bar: 0.5 },
  ];
  for (const c of cases) {
    const dir = join(work, c.file);
    mkdirSync(join(dir, 'www'), { recursive: true });
    writeFileSync(join(dir, 'www', c.file), 'x'.repeat(c.size));
    const nginx = await startNginx(dir, await freePort(), c.headers);
    const ours = requestFile(join(dir, 'ours'), [get(server.url, c.path, c.send)]);
    const theirs = requestFile(join(dir, 'theirs'), [get(nginx.url, `/${c.file}`, c.send)]);
    const all = await interleave({
      ours: () => load(server, ours, { conns: 64, seconds: 1.2 }),
      theirs: () => load(nginx, theirs, { conns: 64, seconds: 1.2 }),
    });
    await nginx.stop();
    rows.push([c.name, 'requests/s', show(of(all.ours, 'perSecond')), show(of(all.theirs, 'perSecond')),
      show(ratio(all.ours, all.theirs, 'perSecond')), `≥ ${c.bar}`]);
    rows.push(['', 'server CPU, µs', show(of(all.ours, 'cpu')), show(of(all.theirs, 'cpu')), show(ratio(all.ours, all.theirs, 'cpu')), '']);
  }
  say('Pages: 64 connections; nginx serves a file of the same size with the same headers, one worker', ['what', 'measured', 'Otbor', 'nginx', 'ratio', 'bar'], rows);
}

// (b) Saved answers -----------------------------------------------------------------------------------------

// Candidates with an open section, and their items: one for each connection.
async function openCandidates(server, demo, n) {
  const people = [];
  for (const link of demo.invitations.slice(0, n)) people.push(await beginAttempt(server.url, link, 'SJT'));
  return people.map((p) => ({ ...p, cookie: [...p.visitor.cookies].map(([k, v]) => `${k}=${v}`).join('; '), page: p.items[0].href }));
}

// A save as the page's script sends it; with rev 0 it is refused by the handler, which stores nothing.
function saveRequest(server, person, item, csrf, lease, rev) {
  const body = `{"lease":"${lease}","rev":${rev},"answer":{"a":~,"b":3,"c":~,"d":2},"client_ms":${Date.now()}}`;
  const { host, origin } = new URL(server.url);
  return `POST /api/attempts/${person.attempt}/items/${item.code} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\n`
    + `Content-Type: application/json\r\nX-CSRF-Token: ${csrf}\r\nCookie: ${person.cookie}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

const runData = async (person) => JSON.parse(/<script type="application\/json" id="run-data">([\s\S]*?)<\/script>/.exec((await person.visitor.get(person.page)).text)[1]);

async function saves(server, people) {
  const stores = [], nothing = [];
  for (const person of people) {
    const { csrf, lease } = await runData(person);
    for (const item of person.items) {
      stores.push(saveRequest(server, person, item, csrf, lease, '##########'));
      nothing.push(saveRequest(server, person, item, csrf, lease, '0'.padStart(10)));
    }
  }
  if (stores.length < 256) throw new Error(`${stores.length} items are open, too few for 256 clients`);
  const storing = requestFile(join(work, 'storing'), stores);
  const refused = requestFile(join(work, 'refused'), nothing);
  const bare = await start('build/bench/bare', []);
  const rows = [];
  for (const conns of [1, 64, 256]) {
    const seconds = 1.2;
    const all = await interleave({
      save: () => load(server, storing, { conns, seconds }),
      nothing: () => load(server, refused, { conns, seconds, status: 422 }),
      disk: () => tool('disk', work, 0.5, conns),
      bare: () => load(bare, storing, { conns, seconds: 0.5 }),
    });
    const last = conns === 256;
    rows.push([`${conns} client${conns > 1 ? 's' : ''}`, 'answers/s', show(of(all.save, 'perSecond')), show(of(all.nothing, 'perSecond')),
      show(ratio(all.save, all.nothing, 'perSecond')), last ? '≥ 0.5' : '', show(of(all.disk, 'rows_per_s')), show(of(all.bare, 'perSecond'))]);
    for (const p of ['p50', 'p99']) rows.push(['', `${p}, µs`, show(of(all.save, p)), show(of(all.nothing, p)), '', '', show(of(all.disk, p)), show(of(all.bare, p))]);
    rows.push(['', 'server CPU, µs', show(of(all.save, 'cpu')), show(of(all.nothing, 'cpu')), show(ratio(all.save, all.nothing, 'cpu')), '', '', show(of(all.bare, 'cpu'))]);
    rows.push(['', 'CPU beside bare', show(ratio(all.save, all.bare, 'cpu')), show(ratio(all.nothing, all.bare, 'cpu')), '', last ? 'save ≤ 3' : '', '', '']);
  }
  await bare.stop();
  say('Saved answers: the same POST through guard and writer, stored | refused by the handler (422, nothing stored)',
    ['what', 'measured', 'saved', 'nothing', 'ratio', 'bar', 'append + fdatasync', 'bare evhttp'], rows);
  await paced(server, storing);
}

// A thousand candidates, each answering every five seconds, while ten thousand connections idle.
async function paced(server, storing) {
  const page = requestFile(join(work, 'idle'), [get(server.url, '/login')]);
  const crowd = await idle(server, page, 10_000);
  const all = await interleave({
    save: () => load(server, storing, { conns: 256, seconds: 2, rate: 200 }),
    disk: () => tool('disk', work, 0.5, 1),
  });
  await crowd.release();
  const over = spread(all.save.map((r, i) => (r.p99 - all.disk[i].p99) / 1000));
  say('200 answers a second (1,000 candidates, one each 5 s) with 10,000 idle connections', ['measured', 'saved', 'append + fdatasync', 'difference', 'bar'],
    [['p50, µs', show(of(all.save, 'p50')), show(of(all.disk, 'p50')), '', ''],
      ['p99, µs', show(of(all.save, 'p99')), show(of(all.disk, 'p99')), show(over, ' ms'), '≤ 10 ms']]);
}

// (c) Memory, (d) start -----------------------------------------------------------------------------------------

async function memory() {
  const rows = [];
  for (const conns of [1000, 10_000]) {
    const ours = await serve(), bare = await start('build/bench/bare', []);
    const per = {};
    let whole = 0;
    for (const [name, server] of [['ours', ours], ['bare', bare]]) {
      const file = requestFile(join(work, 'idle'), [get(server.url, '/login')]);
      await load(server, file, { conns: 64, seconds: 0.5 }); // what a busy server holds anyway
      await sleep(200);
      const before = rss(server.pid);
      const crowd = await idle(server, file, conns);
      per[name] = (rss(server.pid) - before) / conns / 1024;
      if (name === 'ours') whole = rss(server.pid) / 2 ** 20;
      await crowd.release();
    }
    await ours.stop();
    await bare.stop();
    rows.push([`${conns.toLocaleString('en-GB')} idle connections`, `${per.ours.toFixed(1)} KB`, `${per.bare.toFixed(1)} KB`, '≤ 6 KB',
      `${whole.toFixed(0)} MB`, conns === 10_000 ? '≤ 120 MB' : '']);
  }
  say('Memory (RSS)', ['what', 'each, Otbor', 'each, bare evhttp', 'bar', 'whole server', 'bar'], rows);
}

async function startToReply() {
  const times = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const from = performance.now();
    const server = await serve();
    await (await fetch(`${server.url}/readyz`)).text();
    if (round > 0) times.push(performance.now() - from);
    await server.stop();
  }
  say('Start to first reply on an existing database', ['measured', 'Otbor', 'bar'], [['ms, with the spawning', show(spread(times)), '≤ 100']]);
}

// (e) Ranking ------------------------------------------------------------------------------------------------------

async function ranking() {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await tool('rank', round));
  say('Ranking, 14 components, CPU of one thread', ['what', 'ms', 'beside streaming', 'bar'], [
    ['re-rank 100,000 applications: all places, bands, order', show(of(rounds, 'rerank_ms')), '', '≤ 10 ms'],
    ['stream the columns of 1,000,000 once', show(of(rounds, 'stream_ms')), '1', ''],
    ['the pass over them, and the best 50', show(of(rounds, 'pass_ms')), show(spread(rounds.map((r) => r.pass_ms / r.stream_ms))), '≤ 2'],
  ]);
}

// (f) Desk pages -----------------------------------------------------------------------------------------------------

async function desk(server, demo) {
  const recruiter = await signIn(server.url, demo.users.find((u) => u.role === 'recruiter'));
  const cookie = [...recruiter.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
  const vacancy = `/desk/vacancies/${demo.vacancies[0].id}`;
  const shortlist = (await recruiter.get(`${vacancy}/shortlist`)).text;
  const candidate = /href="(\/desk\/[^"]*applications?\/[^"#?]+)"/.exec(shortlist)?.[1];
  if (!candidate) throw new Error('the shortlist links to no candidate');
  const sides = {};
  const paths = { shortlist: `${vacancy}/shortlist`, 'candidate page': candidate, invitations: `${vacancy}/invitations` };
  for (const [name, path] of Object.entries(paths)) {
    const file = requestFile(join(work, `desk-${name}`), [get(server.url, path, { Cookie: cookie })]);
    sides[name] = () => load(server, file, { conns: 1, seconds: 0.5 });
  }
  const all = await interleave(sides);
  say('Desk pages, one client', ['page', 'server CPU, ms', 'bar', 'p50, ms, as the client sees it', 'p99, ms'], Object.entries(all).map(([name, rounds]) => {
    const ms = rounds.map((r) => ({ cpu: r.cpu / 1000, p50: r.p50 / 1000, p99: r.p99 / 1000 }));
    return [name, show(of(ms, 'cpu')), '≤ 5', show(of(ms, 'p50')), show(of(ms, 'p99'))];
  }));
}

// ----------------------------------------------------------------------------------------------------------------------

const cores = readFileSync('/proc/cpuinfo', 'utf8').match(/^processor/gm).length;
process.stdout.write(`Otbor ${new Date().toISOString().slice(0, 16)}Z, ${cores} cores, load average ${loadavg().map((v) => v.toFixed(1)).join(' ')}; `
  + `${ROUNDS} rounds, median (least–most)\n`);
const made = await otbor(['demo', '--data', data, '--seed', '1']);
if (made.code !== 0) throw new Error(made.stderr);
const demo = JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8'));

if (wanted('rank')) await ranking();
if (wanted('start')) await startToReply();
if (wanted('memory')) await memory();
const server = await serve();
if (wanted('desk')) await desk(server, demo);
if (wanted('pages') || wanted('saves')) {
  const people = await openCandidates(server, demo, wanted('saves') ? 43 : 1);
  if (wanted('pages')) await pages(server, people[0]);
  if (wanted('saves')) await saves(server, people);
}
await server.stop();
process.stdout.write(`\nload average at the end ${loadavg().map((v) => v.toFixed(1)).join(' ')}\n`);
