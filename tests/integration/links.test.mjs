// Links in letters lead somewhere, whether or not the installation has a public address.
import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { BIN, dataFolder, demoFolder, otbor, serve, sql, until, Visitor } from '../support/otbor.mjs';

let dir;
before(async () => { ({ dir } = await demoFolder(21)); });

// Send a request as a client does; returns the letter with the private link, as the outbox shows it.
async function letterOfRequest(url) {
  const client = new Visitor(url);
  const page = await client.submit(await client.get('/request'), { values: { company: 'Ветер', contact: 'Олег', address: 'vetrov@veter.example', title: 'Менеджер', place: 'Тверь' } });
  const sent = await client.submit(page, { pick: (f) => f.action === '/request/consent', values: { agree: 'yes' }, follow: false });
  assert.equal(sent.status, 303, sent.text.slice(0, 500));
  const [{ id }] = await sql(dir, "SELECT CAST(id AS TEXT) AS id FROM outbox WHERE kind = 'request.received' ORDER BY created_at DESC LIMIT 1");
  return (await otbor(['outbox', id, '--data', dir])).stdout;
}

test('without public_url links begin with the listening address, and open', async () => {
  const server = await serve(dir, { flags: ['--limits', 'off'] });
  const link = new RegExp(`${server.url}(/l/[\\w-]+)`).exec(await letterOfRequest(server.url));
  assert.ok(link, 'the letter holds a whole link');
  assert.equal((await new Visitor(server.url).get(link[1])).status, 200);
  assert.doesNotMatch(server.log(), /public_url/);
  assert.equal((await server.stop()).code, 0);
});

test('with public_url links begin with it', async () => {
  const probe = await serve(dir); // a port that is free
  const { port } = new URL(probe.url);
  await probe.stop();
  const address = `http://localhost:${port}`;
  const server = await serve(dir, { listen: `127.0.0.1:${port}`, flags: ['--limits', 'off', '--public-url', address] });
  assert.match(await letterOfRequest(address), new RegExp(`${address}/l/[\\w-]+`));
  assert.equal((await server.stop()).code, 0);
});

// A browser sends Origin in one spelling, whatever the operator wrote; all forms depend on the two being equal.
test('public_url in capitals and with a slash takes forms and makes whole links all the same', async () => {
  const probe = await serve(dir);
  const { port } = new URL(probe.url);
  await probe.stop();
  const server = await serve(dir, { listen: `127.0.0.1:${port}`, flags: ['--limits', 'off'], env: { OTBOR_PUBLIC_URL: `HTTP://LocalHost:${port}/` } });
  assert.match(await letterOfRequest(`http://localhost:${port}`), new RegExp(`http://localhost:${port}/l/[\\w-]+`));
  assert.equal((await server.stop()).code, 0);
});

test('a public_url that is no origin is refused in one line that shows one', async () => {
  for (const [url, words] of [['https://otbor.example.com/otbor', /has a path/], ['https://отбор.рф', /xn--/], ['otbor.example.com', /must begin with https/]]) {
    const { code, stderr } = await otbor(['serve', '--data', dir, '--listen', '127.0.0.1:0', '--public-url', url]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /^otbor: public_url: [^\n]+ (as|letters)[^\n]+\n$/);
    assert.match(stderr, words);
  }
});

test('whoever listens for others than this machine without public_url is warned', async () => {
  const child = spawn(BIN, ['serve', '--data', dir, '--listen', `unix:${join(dataFolder(), 'http')}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((done) => child.on('close', done));
  let out = '', err = '';
  child.stdout.setEncoding('utf8').on('data', (s) => { out += s; });
  child.stderr.setEncoding('utf8').on('data', (s) => { err += s; });
  await until(() => out.startsWith('listening unix:'), 'it listens');
  child.kill('SIGTERM');
  assert.equal(await ended, 0);
  assert.match(err, /public_url .*set public_url/);
});
