// kill -9 under load, again and again: every acknowledged answer is there, none twice, the check is clean.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { demoFolder, otbor, serve, sql } from '../support/otbor.mjs';
import { beginAttempt } from '../support/candidate.mjs';

const ROUNDS = Number(process.env.OTBOR_KILL_ROUNDS ?? 30);
const CANDIDATES = 6;

// Pseudo-random but repeatable: when each round's server dies, in acknowledged saves.
function* lcg(seed) { for (;;) { seed = (seed * 1103515245 + 12345) % 2147483648; yield seed / 2147483648; } }

// What is stored of these people: attempt/item → { rev, answer }.
async function stored(dir, people) {
  const rows = await sql(dir, `SELECT attempt_id, item, rev, value FROM answer_current WHERE attempt_id IN (${people.map((p) => p.attempt)})`);
  return new Map(rows.map((r) => [`${r.attempt_id}/${r.item}`, { rev: r.rev, answer: r.value }]));
}

test(`${ROUNDS} times kill -9 under load loses no acknowledged answer and stores none twice`, { timeout: 600_000 }, async () => {
  const { dir, demo } = await demoFolder(21);
  const random = lcg(7);
  const acknowledged = new Map(); // attempt/item → { rev, answer }
  const sent = new Map(); // attempt/item → the newest revision that was sent
  let server = await serve(dir, { flags: ['--limits', 'off'] });
  const people = [];
  for (const link of demo.invitations.slice(0, CANDIDATES)) people.push(await beginAttempt(server.url, link, 'SJT'));

  for (let round = 0; round < ROUNDS; round += 1) {
    const dieAfter = 1 + Math.floor(random.next().value * 60);
    let saves = 0, dying;
    await Promise.all(people.map(async (person) => {
      for (let i = 0; !dying; i += 1) {
        const item = person.items[i % person.items.length];
        const key = `${person.attempt}/${item.code}`;
        const rev = (sent.get(key) ?? item.rev) + 1; // one that was not acknowledged may have been stored
        const answer = { a: 1 + (rev % 5), b: 1 + ((rev + round) % 5), c: 3, d: 2 };
        sent.set(key, rev);
        let reply;
        try { reply = await person.save(item.code, rev, answer); } catch { break; } // the server is gone
        assert.equal(reply.status, 200, reply.text);
        assert.equal(JSON.parse(reply.text).stored, true);
        acknowledged.set(key, { rev, answer });
        saves += 1;
        if (saves >= dieAfter && !dying) dying = server.kill();
      }
    }));
    await dying;
    assert.ok(saves >= dieAfter, `round ${round}: the load stopped after ${saves} saves`);
    server = await serve(dir, { flags: ['--limits', 'off'] });
    people.forEach((p) => p.moveTo(server.url));
    const now = await stored(dir, people);
    for (const [key, known] of acknowledged) {
      const found = now.get(key);
      assert.ok(found && found.rev >= known.rev, `round ${round}: ${key} was acknowledged at revision ${known.rev}, stored is ${found?.rev}`);
      if (found.rev === known.rev) assert.deepEqual(JSON.parse(found.answer), known.answer, `round ${round}: ${key}`);
    }
  }

  const twice = await sql(dir, 'SELECT attempt_id, item, rev, count(*) AS n FROM answer_log GROUP BY 1, 2, 3 HAVING n > 1');
  assert.deepEqual(twice, []);
  for (const [code, shown] of await people[0].stored()) {
    const { rev, answer } = (await stored(dir, people)).get(`${people[0].attempt}/${code}`);
    assert.deepEqual(shown, { rev, answer: JSON.parse(answer) }, `the page of ${code} shows what is stored`);
  }
  assert.equal((await server.stop()).code, 0);
  const check = await otbor(['check', '--data', dir]);
  assert.equal(check.code, 0, check.stdout + check.stderr);
});
