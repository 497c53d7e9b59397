// kill -9 under load, again and again: every acknowledged answer is there, none twice, the check is clean.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { demoFolder, otbor, serve } from '../support/otbor.mjs';
import { beginAttempt } from '../support/candidate.mjs';

const ROUNDS = Number(process.env.OTBOR_KILL_ROUNDS ?? 30);
const CANDIDATES = 8;

// Pseudo-random but repeatable: when each round's server dies, in acknowledged saves.
function* lcg(seed) { for (;;) { seed = (seed * 1103515245 + 12345) % 2147483648; yield seed / 2147483648; } }

test(`${ROUNDS} times kill -9 under load loses no acknowledged answer`, { timeout: 600_000 }, async () => {
  const { dir, demo } = await demoFolder(11);
  const random = lcg(7);
  const acknowledged = new Map(); // attempt/item → { rev, answer }
  let server = await serve(dir, { flags: ['--limits', 'off'] });
  let people = await Promise.all(demo.invitations.slice(0, CANDIDATES).map((link) => beginAttempt(server.url, link, 'SJT')));

  for (let round = 0; round < ROUNDS; round += 1) {
    const dieAfter = 1 + Math.floor(random.next().value * 60);
    let saves = 0;
    let dying;
    await Promise.all(people.map(async (person) => {
      for (let i = 0; !dying; i += 1) {
        const item = person.items[i % person.items.length];
        const rev = (acknowledged.get(`${person.attempt}/${item.code}`)?.rev ?? item.rev) + 1;
        item.rev = Math.max(item.rev, rev); // an unacknowledged revision may have been stored
        const answer = { a: 1 + (rev % 5), b: 1 + ((rev + round) % 5), c: 3, d: 2 };
        let reply;
        try { reply = await person.save(item.code, item.rev, answer); } catch { break; } // the server is gone
        if (reply.status === 200 && JSON.parse(reply.text).stored) {
          acknowledged.set(`${person.attempt}/${item.code}`, { rev: item.rev, answer });
          saves += 1;
        }
        if (saves >= dieAfter && !dying) dying = server.kill();
      }
    }));
    await dying;
    server = await serve(dir, { flags: ['--limits', 'off'] });
    people.forEach((p) => p.moveTo(server.url));
    for (const person of people) {
      const stored = await person.stored();
      for (const item of person.items) {
        const known = acknowledged.get(`${person.attempt}/${item.code}`);
        if (!known) continue;
        const now = stored.get(item.code);
        assert.ok(now && now.rev >= known.rev, `round ${round}: ${item.code} was acknowledged at revision ${known.rev}, stored is ${now?.rev}`);
        if (now.rev === known.rev) assert.deepEqual(now.answer, known.answer, `round ${round}: ${item.code}`);
        item.rev = now.rev;
      }
    }
  }
  assert.equal((await server.stop()).code, 0);
  const check = await otbor(['check', '--data', dir]);
  assert.equal(check.code, 0, check.stdout + check.stderr);
});
