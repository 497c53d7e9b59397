// Requests that are almost HTTP, byte by byte, against the real server. The list is raw.json; the
// unit tests head and connections read it too and say what its fields mean.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { demoFolder, serve } from '../support/otbor.mjs';

const cases = JSON.parse(readFileSync(new URL('raw.json', import.meta.url), 'utf8'));
let server;

before(async () => {
  const { dir } = await demoFolder();
  server = await serve(dir, { flags: ['--limits', 'off'] });
});
after(() => server?.stop());

// {text*n} and {host}, then \r \n \t \xHH: the bytes that go over the wire.
function expand(text, host) {
  const whole = text
    .replace(/\{([^{}*]+)\*(\d+)\}/g, (_, piece, n) => piece.repeat(Number(n)))
    .replaceAll('{host}', host);
  const plain = whole.replace(/\\(x[0-9a-f]{2}|[rnt])/g, (_, e) =>
    e[0] === 'x' ? String.fromCharCode(parseInt(e.slice(1), 16)) : { r: '\r', n: '\n', t: '\t' }[e]);
  return Buffer.from(plain, 'latin1');
}

// The statuses of n replies, and whether the connection then ends by itself.
function ask(url, bytes, n, waitForEnd) {
  return new Promise((done, fail) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let text = '';
    const statuses = () => [...text.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map((m) => Number(m[1]));
    const finish = (closed) => { socket.destroy(); done({ statuses: statuses(), closed, text }); };
    socket.setTimeout(20_000, () => finish(false));
    socket.on('data', (d) => {
      text += d.toString('latin1');
      if (!waitForEnd && statuses().length >= n) finish(false);
    });
    socket.on('close', () => finish(true));
    socket.on('error', (e) => (e.code === 'ECONNRESET' || e.code === 'EPIPE' ? finish(true) : fail(e)));
  });
}

for (const { name, bytes, replies, closed } of cases) {
  test(name, async () => {
    const got = await ask(server.url, expand(bytes, new URL(server.url).host), replies.length, closed);
    assert.deepEqual(got.statuses, replies);
    assert.equal(got.closed, closed);
    assert.match(got.text, /^Content-Security-Policy: /m);
    assert.doesNotMatch(got.text, /^Server:/m);
  });
}

test('what is refused before it is known who asks is told in both languages, and looks like ours', async () => {
  const head = `POST /request HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\nContent-Length: 999999999\r\n\r\n`;
  const { statuses, closed, text } = await ask(server.url, head, 1, true);
  assert.deepEqual([statuses, closed], [[413], true]);
  const page = Buffer.from(text, 'latin1').toString('utf8');
  assert.match(page, /<html lang="ru">[\s\S]*<h1[^>]*>Слишком много текста<\/h1>[\s\S]*<section[^>]* lang="en">\s*<h2>Too much text<\/h2>/);
  const [, sheet] = /<link rel="stylesheet" href="([^"]+)"/.exec(page);
  assert.equal((await fetch(new URL(sheet, server.url))).status, 200);
});
