// What is watched and kept within bounds: edited history, the log of requests and sign-ins, who may serve where, links on
// the desk, how much one person may store.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder, demoFolder, otbor, serve, signIn, sql, unescape, until, Visitor } from '../support/otbor.mjs';
import { beginSection, doSection, openInvitation } from '../support/candidate.mjs';

let dir, demo, server, recruiter, used = 0;
const words = (page) => unescape(page.text.replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');
const to = (path) => (f) => f.method === 'post' && f.action.split('?')[0] === path;
const user = (role) => demo.users.find((u) => u.role === role);

before(async () => {
  ({ dir, demo } = await demoFolder(21));
  server = await serve(dir, { flags: ['--limits', 'off'] });
  recruiter = await signIn(server.url, user('recruiter'));
});
after(async () => { await server?.stop(); });

/* Edited history --------------------------------------------------------------------------------------------------- */

// The complaints of the check about a copy of a demo that was changed behind the program's back.
let pristine;
async function complaints(change) {
  const { dir: made } = (pristine ??= await demoFolder(21));
  const copy = join(dataFolder(), 'copy');
  cpSync(made, copy, { recursive: true });
  chmodSync(copy, 0o700);
  await sql(copy, change);
  const check = await otbor(['check', '--data', copy]);
  return { code: check.code, lines: check.stdout.split('\n').filter((line) => line && !line.startsWith('no fault: ')), stderr: check.stderr };
}

test('the check names a decision or a consent that was changed beside the audit log', async () => {
  const clean = await complaints('SELECT 1');
  assert.deepEqual([clean.code, clean.lines], [0, []], clean.stderr);
  const cases = [
    ["UPDATE decision SET outcome = CASE outcome WHEN 'decline' THEN 'advance' ELSE 'decline' END WHERE id = (SELECT min(id) FROM decision)", /^decision \d+ about application \d+ is not as the audit log tells$/],
    ['UPDATE decision SET undone_at = at + 1, undone_by = by_id WHERE id = (SELECT min(id) FROM decision WHERE undone_at IS NULL)', /^decision \d+ about application \d+ is not as/],
    ['DELETE FROM decision WHERE id = (SELECT min(id) FROM decision)', /^the decision of event \d+ about application \d+ is not stored$/],
    ["UPDATE consent SET action = 'refused' WHERE id = (SELECT min(id) FROM consent WHERE purpose = 'selection' AND action = 'given')", /^consent \d+ about \d+ is not as the audit log tells$/],
    ['UPDATE consent SET at = at - 86400000 WHERE id = (SELECT min(id) FROM consent)', /^consent \d+ about \d+ is not as/],
    ['DELETE FROM consent WHERE id = (SELECT min(id) FROM consent)', /^the consent of event \d+ about \d+ is not stored$/],
    ['DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)', /^the end of the audit log was changed: event \d+ is the last, but \d+ was$/],
    ["DELETE FROM meta WHERE key = 'event_head'", /^the end of the audit log was changed: event \d+ is the last, but none was$/],
  ];
  for (const [change, pattern] of cases) {
    const { code, lines } = await complaints(change);
    assert.equal(code, 1, change);
    assert.ok(lines.some((l) => pattern.test(l)), `${change}\n${lines.join('\n')}`);
  }
});

/* The log ----------------------------------------------------------------------------------------------------------- */

test('a request’s line says of which audience and session it came, an attempt to sign in its result and address; no person is named', async () => {
  const { email, password } = user('administrator');
  const visitor = new Visitor(server.url);
  const attempt = async (values) => visitor.submit(await visitor.get('/login'), { pick: to('/login'), values });
  await attempt({ email, password: 'wrong password, long enough' });
  await attempt({ email: 'nobody-there@otbor.example', password: 'wrong password, long enough' });
  await attempt({ email, password });
  await visitor.get('/desk/vacancies');
  const { visitor: candidate, attempt: id } = await openInvitation(server.url, demo.invitations[used++]);
  await candidate.get(`/t/${id}`);
  const log = await until(() => /route=\/t\/\{attempt\} .*who=candidate:\d/.test(server.log()) && server.log(), 'the lines are there');
  assert.match(log, /route=\/desk\/vacancies .*who=administrator:\d{1,6} /);
  assert.match(log, /route=\/login .*who=- /);
  const tries = [...log.matchAll(/sign_in.*result=(\w+) .*device=(\w+) .*address=127\.0\.0\.1/g)].map((m) => `${m[1]} ${m[2]}`);
  assert.deepEqual(tries.slice(-3), ['wrong unknown', 'wrong unknown', 'right unknown']);
  for (const secret of [email, password, 'nobody-there', 'wrong password']) assert.ok(!log.includes(secret), secret);
});

test('metrics answer this machine, and nobody whom a proxy speaks for', async () => {
  const ask = async (headers) => (await new Visitor(server.url).get('/metrics', { headers })).status;
  assert.equal(await ask({}), 200);
  for (const name of ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'Via']) assert.equal(await ask({ [name]: '127.0.0.1' }), 404, name);
});

/* Where a folder may be served ------------------------------------------------------------------------------------ */

test('a demonstration stays on this machine, and without https so does everything', async () => {
  const { dir: mine } = await demoFolder(21);
  const far = await otbor(['serve', '--data', mine, '--listen', '0.0.0.0:0']);
  assert.deepEqual([far.code, far.stdout], [1, '']);
  assert.match(far.stderr, /demonstration and is served on this machine only/);
  const shown = await otbor(['serve', '--data', mine, '--listen', '127.0.0.1:0', '--public-url', 'https://otbor.example.com']);
  assert.match(shown.stderr, /demonstration and is not served under https/);
  const real = join(dataFolder(), 'real');
  for (const url of [[], ['--public-url', 'http://otbor.example.com']]) {
    const plain = await otbor(['serve', '--data', real, '--listen', '0.0.0.0:0', ...url]);
    assert.equal(plain.code, 1);
    assert.match(plain.stderr, /without an https public_url only this machine is served/);
  }
});

/* Links on the desk -------------------------------------------------------------------------------------------------- */

test('the desk shows the links of people who still need them, and the view record counts them', async () => {
  const vacancy = demo.vacancies[0].id;
  const rows = await sql(dir, `SELECT sum(state <> 'completed' AND withdrawn_at IS NULL) AS needed, sum(state = 'completed' OR withdrawn_at IS NOT NULL) AS over
    FROM application WHERE vacancy_id = ${vacancy}`);
  assert.ok(rows[0].over > 0);
  const page = await recruiter.get(`/desk/vacancies/${vacancy}/invitations`);
  const links = new Set([...page.text.matchAll(/value="[^"]*(\/l\/[\w-]{32})"/g)].map((m) => m[1]));
  assert.ok(links.size <= rows[0].needed, `${links.size} of ${rows[0].needed}`);
  const [{ payload }] = await sql(dir, `SELECT payload FROM event WHERE kind = 'viewed' AND object = ${vacancy} ORDER BY seq DESC LIMIT 1`);
  assert.deepEqual(JSON.parse(payload), { page: 'desk.people', links: links.size });
});

/* How much one person may store ------------------------------------------------------------------------------------- */

test('one answer is stored two thousand times at most, a late one once, and answers in grace are told on the desk', async () => {
  const { visitor, attempt } = await openInvitation(server.url, demo.invitations[used++]);
  await doSection(visitor, attempt, 1);
  const { data, items } = await beginSection(visitor, attempt, 4);
  const [first, second] = items;
  const save = (item, rev, answer, client = Date.now()) => visitor.json(`/api/attempts/${attempt}/items/${item.code}`,
    { lease: data.lease, rev, answer, client_ms: client }, { headers: { 'x-csrf-token': data.csrf } });
  const journal = async (item) => (await sql(dir, `SELECT count(*) AS n FROM answer_log WHERE attempt_id = ${attempt} AND item = '${item.code}'`))[0].n;
  assert.equal((await save(first, 1, '3')).status, 200);
  await sql(dir, `UPDATE answer_current SET changes = 1999 WHERE attempt_id = ${attempt} AND item = '${first.code}'`);
  assert.equal((await save(first, 2, '4')).status, 200);
  const over = await save(first, 3, '5');
  assert.equal(over.status, 422);
  assert.match(JSON.parse(over.text).detail, /2.000/);
  assert.equal((await save(first, 2, '4')).status, 200, 'the same again is still the same');
  assert.equal(await journal(first), 2);

  const move = (ago) => sql(dir, `UPDATE section SET started_at = ${Date.now() - ago - 1_020_000}, deadline_at = ${Date.now() - ago} WHERE attempt_id = ${attempt} AND position = 4`);
  await move(60_000);
  assert.equal((await save(second, 1, '3', Date.now() - 90_000)).status, 200);
  await move(600_000);
  for (let i = 0; i < 3; i += 1) assert.equal((await save(second, 2, '5', Date.now() - 700_000)).status, 410);
  assert.equal(await journal(second), 2, 'one in grace, one late');
  for (let rev = 3; rev < 30; rev += 1) await save(second, rev, '5', Date.now() - 700_000);
  assert.ok(await journal(second) <= 21, 'twenty late ones at most');
  const [{ code }] = await sql(dir, `SELECT a.code FROM attempt t JOIN application a ON a.id = t.application_id WHERE t.id = ${attempt}`);
  assert.match(words(await recruiter.get(`/desk/applications/${code}`)), /1 ответ пришёл в минуты после конца раздела/);
});
