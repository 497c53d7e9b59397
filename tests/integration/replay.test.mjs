// Each write of the table, with its first, second, third … statement failing: a failing handler leaves no trace, and the
// same request succeeds when nothing fails any more. Check builds only: X-Fail-Statement (web/guard/guard.c).
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { otbor, rowCounts, sql, until } from '../support/otbor.mjs';
import { FIXTURES, makeWorld, readTable, send } from './routes.mjs';

const exec = promisify(execFile);
const STATEMENTS_MAX = 400;
const WRITES = readTable().filter((r) => r.method === 'POST' && r.lane !== 'read' && r.key in FIXTURES); // routes.test.mjs names those without
let w, database;

before(async () => {
  w = await makeWorld();
  database = new DatabaseSync(join(w.dir, 'otbor.db'), { readOnly: true });
});
after(async () => { database?.close(); await w?.server.stop(); });

// Everything stored, but for when sessions were seen last, which any request may note.
async function dump() {
  const { stdout } = await exec('sqlite3', ['-cmd', '.timeout 5000', join(w.dir, 'otbor.db'), '.dump'], { maxBuffer: 256 << 20 });
  const sessions = database.prepare('SELECT * FROM session ORDER BY 1').all()
    .map((s) => Object.entries(s).filter(([name]) => !/seen|idle/.test(name)));
  return stdout.split('\n').filter((line) => !line.startsWith('INSERT INTO session VALUES')).join('\n') + JSON.stringify(sessions, (k, v) => (typeof v === 'bigint' ? String(v) : v));
}

async function unchanged(before, message) {
  const now = await dump();
  if (now === before) return;
  const had = new Set(before.split('\n')), has = new Set(now.split('\n'));
  const lines = [...now.split('\n').filter((l) => !had.has(l)).map((l) => `+ ${l}`), ...before.split('\n').filter((l) => !has.has(l)).map((l) => `- ${l}`)];
  assert.fail(`${message}\n${lines.map((l) => l.slice(0, 300)).join('\n')}`);
}

// A number that moves with every commit of another connection: while it stands, not a byte was written.
const version = () => database.prepare('PRAGMA data_version').get().data_version;

test('every write route of the table has a replay', () => {
  assert.deepEqual(WRITES.filter((r) => !FIXTURES[r.key].write).map((r) => r.key), [], 'give their fixtures in tests/integration/routes.mjs a write');
});

for (const route of WRITES.filter((r) => FIXTURES[r.key].write)) {
  test(`${route.key} stores all of it or nothing, whichever of its statements fails`, { timeout: 120_000 }, async (t) => {
    const request = await FIXTURES[route.key].write(w);
    assert.match(request.path.split('?')[0], new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}$`), 'the fixture sends to its route');
    await until(async () => (await sql(w.dir, 'SELECT count(*) AS n FROM job'))[0].n === 0, 'the jobs of the writes before are done');
    const before = await dump(), counts = await rowCounts(w.dir);
    let seen = version(), reply, n = 0;
    for (n = 1; n <= STATEMENTS_MAX; n += 1) {
      reply = await send(request, { headers: { 'x-fail-statement': String(n) } });
      if (reply.status < 500) break;
      assert.deepEqual(reply.headers.getSetCookie().filter((c) => /^s-|^__Host-s/.test(c)), [], `statement ${n}: a session that is not there`);
      const now = version();
      if (now !== seen) await unchanged(before, `statement ${n} failed, ${reply.status}, and something was stored`);
      seen = now;
    }
    t.diagnostic(`${n - 1} statements`);
    const expected = request.json ? [200] : [303];
    assert.ok(expected.includes(reply.status), `after ${n - 1} failures: ${reply.status}\n${reply.text.slice(0, 600)}`);
    if (Object.keys(request.rows ?? {}).length > 0) {
      assert.ok(n > 1, 'no statement failed: is this a check build?');
      assert.ok(await dump() !== before, 'at last it is stored');
    }
    const after = await rowCounts(w.dir);
    const added = Object.fromEntries(Object.keys(request.rows ?? {}).map((name) => [name, after[name] - counts[name]]));
    assert.deepEqual(added, request.rows ?? {}, 'rows added, once');
  });
}

test('a save that fails beside others in the same moment harms none of them', async () => {
  const save = (person, item, rev, fail) => person.visitor.json(`/api/attempts/${person.attempt}/items/${item.code}`,
    { lease: person.begun[3].data.lease, rev, answer: { a: 1 + (rev % 5) }, client_ms: Date.now() },
    { headers: { 'x-csrf-token': person.begun[3].data.csrf, ...(fail && { 'x-fail-statement': String(fail) }) } });
  const items = w.a.begun[3].items;
  for (let rev = 1; rev <= 4; rev += 1) {
    const good = items.map((item) => save(w.a, item, rev));
    const bad = w.b.begun[3].items.map((item, i) => save(w.b, item, rev, 2 + (i % 3)));
    for (const reply of await Promise.all(good)) assert.deepEqual([reply.status, JSON.parse(reply.text).stored], [200, true]);
    for (const reply of await Promise.all(bad)) assert.equal(reply.status, 500);
  }
  const stored = (person) => sql(w.dir, `SELECT item, rev, value FROM answer_current WHERE attempt_id = ${person.attempt} AND item LIKE 'SJT%' ORDER BY item`);
  assert.deepEqual(await stored(w.b), []);
  assert.deepEqual(await stored(w.a), items.map(({ code }) => ({ item: code, rev: 4, value: '{"a":5}' })).sort((x, y) => (x.item < y.item ? -1 : 1)));
  assert.equal((await sql(w.dir, `SELECT count(*) AS n FROM answer_log WHERE attempt_id = ${w.a.attempt} AND item LIKE 'SJT%'`))[0].n, 4 * items.length);
});

test('after all these failures the check finds the database clean', async () => {
  const check = await otbor(['check', '--data', w.dir]);
  assert.equal(check.code, 0, check.stdout + check.stderr);
});
