// Who stays signed in: sessions end when nobody is seen, and whoever only reads is seen, too.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { demoFolder, serve, signIn, sql, until, Visitor } from '../support/otbor.mjs';
import { beginSection, doSection, openInvitation } from '../support/candidate.mjs';

const MINUTE = 60_000;
let dir, demo, server, recruiter;

before(async () => {
  ({ dir, demo } = await demoFolder(21));
  server = await serve(dir, { flags: ['--limits', 'off'] });
  recruiter = await signIn(server.url, demo.users.find((u) => u.role === 'recruiter'));
});
after(async () => { await server?.stop(); });

const seen = async (kind) => (await sql(dir, `SELECT last_seen_at AS at FROM session WHERE kind = '${kind}'`))[0]?.at;
const moveSeen = (kind, ago) => sql(dir, `UPDATE session SET last_seen_at = ${Date.now() - ago} WHERE kind = '${kind}'`);
const isRecent = (at) => Math.abs(Date.now() - at) < MINUTE;

test('reading keeps the session of a recruiter: it is noted, though no page was posted', async () => {
  await moveSeen('staff', 30 * MINUTE);
  assert.equal((await recruiter.get('/desk/requests')).status, 200);
  await until(async () => isRecent(await seen('staff')), 'the visit is noted');
  // Half an hour at a time, far past the hour that a recruiter may be away.
  for (let i = 0; i < 3; i += 1) {
    await moveSeen('staff', 40 * MINUTE);
    assert.equal((await recruiter.get('/desk/vacancies')).status, 200);
    await until(async () => isRecent(await seen('staff')), 'the visit is noted');
  }
});

test('a page that leaves a view record notes the visit as well', async () => {
  await moveSeen('staff', 30 * MINUTE);
  const page = await recruiter.get(`/desk/vacancies/${demo.vacancies[0].id}/invitations`);
  assert.equal(page.status, 200);
  await until(async () => isRecent(await seen('staff')), 'the visit is noted');
});

test('a visit is noted once a minute, however many pages are read', async () => {
  await moveSeen('staff', 30 * MINUTE);
  await Promise.all(Array.from({ length: 12 }, () => recruiter.get('/desk/requests')));
  await until(async () => isRecent(await seen('staff')), 'the visit is noted');
  await moveSeen('staff', MINUTE / 2);
  const at = await seen('staff');
  for (let i = 0; i < 5; i += 1) assert.equal((await recruiter.get('/desk/requests')).status, 200);
  // A write of the same browser has gone through the writer behind every note.
  await recruiter.submit(await recruiter.get('/desk/requests'), { pick: (f) => f.action === '/language' });
  assert.equal(await seen('staff'), at);
});

test('who was away too long has to sign in, and asking does not bring the session back', async () => {
  await moveSeen('staff', 61 * MINUTE);
  const at = await seen('staff');
  const page = await recruiter.get('/desk/requests');
  assert.deepEqual([page.status, page.location], [303, '/login?to=/desk/requests']);
  assert.equal(await seen('staff'), at);
  recruiter = await signIn(server.url, demo.users.find((u) => u.role === 'recruiter'));
});

const loginForm = (f) => f.action === '/login';

test('who had to sign in goes on to the page they asked for, also after a wrong password', async () => {
  const { email, password } = demo.users.find((u) => u.role === 'recruiter');
  const path = `/desk/vacancies/${demo.vacancies[0].id}/shortlist`;
  const visitor = new Visitor(server.url);
  const turned = await visitor.get(path);
  assert.deepEqual([turned.status, turned.location], [303, `/login?to=${path}`]);
  const wrong = await visitor.submit(await visitor.get(turned.location), { pick: loginForm, values: { email, password: 'not this one at all' } });
  assert.equal(wrong.status, 422);
  const right = await visitor.submit(wrong, { pick: loginForm, values: { email, password }, follow: false });
  assert.deepEqual([right.status, right.location], [303, path]);
  assert.equal((await visitor.get(`/login?to=${path}`)).location, path, 'who is signed in goes on at once');
});

test('a sign-in leads to no other place than a page of the desk', async () => {
  const { email, password } = demo.users.find((u) => u.role === 'recruiter');
  const EVIL = ['//evil.example', '//evil.example/desk', '\\\\evil.example', '/\\evil.example', '/%5Cevil.example', '/%2Fevil.example', 'https://evil.example/desk',
    'javascript:alert(1)', '/desk//evil.example', '/desk/../../evil', '/desk/requests\r\nX-Evil: 1', '/desk/requests?x=//evil.example', '/desk/nothing',
    '/login', '/l/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '/t/1', '/desk/requests/1/close/me/now', '', 'desk/requests', '@evil.example', '/.evil.example'];
  for (const to of EVIL) {
    const visitor = new Visitor(server.url);
    const page = await visitor.get(`/login?to=${encodeURIComponent(to)}`);
    assert.equal(page.status === 400 || (page.status === 200 && !/name="to"/.test(page.text)), true, `${JSON.stringify(to)}: ${page.status}`);
    const csrf = Visitor.csrf(await visitor.get('/login'));
    const reply = await visitor.post('/login', { csrf, to, email, password });
    assert.deepEqual([reply.status, reply.location], [303, '/desk/requests'], JSON.stringify(to));
  }
});

test('reading keeps the sessions of candidates and clients', async () => {
  const { visitor, attempt } = await openInvitation(server.url, demo.invitations[0]);
  const client = new Visitor(server.url);
  const status = await client.submit(await client.get(demo.clients[0].status));
  assert.equal(status.status, 200, status.text.slice(0, 300));
  await moveSeen('candidate', 23 * 60 * MINUTE);
  await moveSeen('client', 50 * MINUTE);
  assert.equal((await visitor.get(`/t/${attempt}`)).status, 200);
  assert.equal((await client.get(status.path)).status, 200);
  await until(async () => isRecent(await seen('candidate')) && isRecent(await seen('client')), 'both visits are noted');
});

// A shell on the database that holds the write lock until it is told to let go.
async function writeLock() {
  const shell = spawn('sqlite3', ['-cmd', '.timeout 5000', join(dir, 'otbor.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((done) => shell.on('close', done));
  let out = '';
  shell.stdout.setEncoding('utf8').on('data', (s) => { out += s; });
  shell.stdin.write("BEGIN IMMEDIATE; SELECT 'held';\n");
  await until(() => out.includes('held'), 'the lock is held');
  return { commit(text) { shell.stdin.end(`${text}; COMMIT;\n`); return ended; } };
}

const waiting = async () => Number(/^otbor_http_write_lane (\d+)$/m.exec((await new Visitor(server.url).get('/metrics')).text)[1]);

test('a session that ends while its answer waits for the writer: the answer is refused and not stored', async () => {
  const { visitor, attempt } = await openInvitation(server.url, demo.invitations[1]);
  await doSection(visitor, attempt, 1);
  const { data, items } = await beginSection(visitor, attempt, 3);
  const send = (rev) => visitor.json(`/api/attempts/${attempt}/items/${items[0].code}`,
    { lease: data.lease, rev, answer: { a: 3 }, client_ms: Date.now() }, { headers: { 'x-csrf-token': data.csrf } });
  assert.equal((await send(1)).status, 200);
  const lock = await writeLock();
  const replies = [send(2), send(3)]; // both wait for the writer, which waits for the lock
  await until(async () => await waiting() === 2, 'the guard has let both pass');
  await lock.commit("DELETE FROM session WHERE kind = 'candidate'");
  // 401 would be the guard's refusal, before the queue; 403 is the writer's.
  for (const reply of replies) assert.equal((await reply).status, 403, (await reply).text);
  const rows = await sql(dir, `SELECT rev FROM answer_log WHERE attempt_id = ${attempt} AND item = '${items[0].code}'`);
  assert.deepEqual(rows, [{ rev: 1 }]);
});

test('sessions whose time is over and old failed sign-ins are forgotten, those that still count are kept', async () => {
  await server.stop();
  const day = 24 * 60 * MINUTE;
  const now = Date.now();
  await sql(dir, 'DELETE FROM session');
  const session = (hash, id, at, expires) => `('${hash}', ${id}, 'staff', 1, 0, ${at}, ${at}, ${60 * MINUTE}, ${expires}, '', '')`;
  await sql(dir, `INSERT INTO session VALUES ${session('living', 1, now, now + day)}, ${session('idle', 2, now - 2 * 60 * MINUTE, now + day)},
    ${session('ended', 3, now - day, now - 1)}`);
  await sql(dir, `INSERT INTO login_failure VALUES ('a', '', ${now - 2 * day}, 3, 3), ('b', '', ${now - 2 * day}, 3, 100), ('c', '', ${now}, 3, 3)`);
  server = await serve(dir, { flags: ['--limits', 'off'] });
  await until(async () => (await sql(dir, 'SELECT 1 FROM session')).length === 1, 'upkeep is done');
  assert.deepEqual(await sql(dir, 'SELECT token_hash FROM session'), [{ token_hash: 'living' }]);
  assert.deepEqual(await sql(dir, "SELECT account FROM login_failure WHERE account IN ('a', 'b', 'c') ORDER BY account"), [{ account: 'b' }, { account: 'c' }]);
});
