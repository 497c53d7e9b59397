// Letters leave the outbox once, and a mail server in trouble is nobody's trouble but the letters'.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder, demoFolder, otbor, serve, sql, until } from '../support/otbor.mjs';
import { mailServer } from '../support/smtp.mjs';

const LETTERS = 23; // more than one turn of the job takes
let from, demo;
const mailServers = [];

before(async () => {
  ({ dir: from, demo } = await demoFolder(31));
  // The demonstration has written to everybody already; keep a handful.
  await sql(from, `DELETE FROM outbox WHERE id NOT IN (SELECT id FROM outbox ORDER BY id LIMIT ${LETTERS})`);
});

after(() => Promise.all(mailServers.map((m) => m.close())));

async function folder() {
  const dir = join(dataFolder(), 'data');
  cpSync(from, dir, { recursive: true });
  return dir;
}

async function stub(like) {
  const mail = await mailServer(like);
  mailServers.push(mail);
  return mail;
}

const states = async (dir) => Object.fromEntries((await sql(dir, 'SELECT state, count(*) AS n FROM outbox GROUP BY state')).map(({ state, n }) => [state, n]));

// Ask for the standings of the first vacancy, as a hand-in does, and wait until they are made.
async function standingsAreMade(dir) {
  const vacancy = demo.vacancies[0].id;
  await sql(dir, `INSERT INTO job (kind, object_id, run_at, tries) VALUES ('standings', ${vacancy}, ${Date.now()}, 0)`);
  await until(async () => (await sql(dir, `SELECT 1 FROM job WHERE kind = 'standings' AND object_id = ${vacancy}`)).length === 0, 'standings are made', 15_000);
}

async function stopsSoon(server) {
  const from = Date.now();
  const { code } = await server.stop();
  assert.equal(code, 0, server.log());
  assert.ok(Date.now() - from < 10_000, `it took ${Date.now() - from} ms to stop`);
}

test('each letter is sent once and only once, also over a restart', async () => {
  const dir = await folder();
  const mail = await stub();
  const server = await serve(dir, { flags: ['--smtp-url', mail.url] });
  await until(async () => (await states(dir)).sent === LETTERS, 'all letters are sent', 60_000);
  await stopsSoon(server);
  const again = await serve(dir, { flags: ['--smtp-url', mail.url] });
  await standingsAreMade(dir); // a turn of jobs has passed
  await stopsSoon(again);
  const ids = mail.letters.map(({ id }) => id).sort();
  assert.deepEqual(ids, (await sql(dir, 'SELECT CAST(id AS TEXT) AS id FROM outbox')).map(({ id }) => id).sort());
  const [{ tries }] = await sql(dir, 'SELECT max(tries) AS tries FROM outbox');
  assert.equal(tries, 1);
  assert.deepEqual(mail.letters[0].text.split('\n').filter((l) => /^(From|Subject|Content-Language|MIME-Version): /.test(l)).map((l) => l.split(':')[0]),
    ['From', 'Subject', 'MIME-Version', 'Content-Language']);
});

test('a mail server that accepts and says nothing delays neither other jobs nor the end', async () => {
  const dir = await folder();
  const mail = await stub({ silent: true });
  const server = await serve(dir, { flags: ['--smtp-url', mail.url] });
  await until(() => mail.connections() > 0, 'a letter is under way');
  await standingsAreMade(dir);
  assert.equal(mail.connections(), 1, 'the letter is still under way');
  await stopsSoon(server);
  // Nothing is lost: the letter waits again, and says why.
  assert.deepEqual(await states(dir), { queued: LETTERS });
  const tried = await sql(dir, 'SELECT tries, last_error FROM outbox WHERE tries > 0');
  assert.deepEqual(tried.map(({ tries }) => tries), [1]);
  assert.match(tried[0].last_error, /the server stopped/);
});

test('who is refused for now is tried again later, who is refused for good is not, and the outbox says why', async () => {
  const dir = await folder();
  const replies = ['450 later', '550 nobody here'];
  const refused = new Map(); // address → reply; the first two addresses are refused, and at once only
  let well = false;
  const rcpt = (to) => {
    if (well) return null;
    if (refused.has(to) || refused.size === replies.length) return null; // some get several letters
    refused.set(to, replies[refused.size]);
    return refused.get(to);
  };
  const mail = await stub({ rcpt });
  const server = await serve(dir, { flags: ['--smtp-url', mail.url] });
  await until(async () => {
    const [{ n }] = await sql(dir, "SELECT count(*) AS n FROM outbox WHERE tries = 0 OR state = 'sending'");
    return n === 0;
  }, 'every letter was tried once', 60_000);
  assert.deepEqual(await states(dir), { failed: 1, queued: 1, sent: LETTERS - 2 });
  const [later] = await sql(dir, "SELECT CAST(id AS TEXT) AS id, tries, next_at, last_error FROM outbox WHERE state = 'queued'");
  const [lost] = await sql(dir, "SELECT CAST(id AS TEXT) AS id, last_error FROM outbox WHERE state = 'failed'");
  assert.equal(later.tries, 1);
  assert.ok(later.next_at > Date.now() + 30_000 && later.next_at < Date.now() + 120_000, 'about a minute later');
  assert.match(later.last_error, /could not be sent.*450/);
  assert.match(lost.last_error, /refused letter .* for good .*550/);
  const { stdout } = await otbor(['outbox', '--data', dir]);
  assert.match(stdout, new RegExp(`^${later.id} +queued .*450`, 'm'));
  assert.match(stdout, new RegExp(`^${lost.id} +failed .*550`, 'm'));
  assert.match((await otbor(['outbox', later.id, '--data', dir])).stdout, /^Last failure: .*450/m);
  well = true;
  await sql(dir, `UPDATE outbox SET next_at = ${Date.now()} WHERE id = ${later.id}`);
  await until(async () => (await sql(dir, `SELECT 1 FROM outbox WHERE id = ${later.id} AND state = 'sent' AND tries = 2 AND last_error IS NULL`)).length === 1, 'it is sent in the end');
  assert.equal(mail.letters.filter(({ id }) => id === later.id).length, 1);
  assert.ok(!mail.letters.some(({ id }) => id === lost.id));
  await stopsSoon(server);
});
