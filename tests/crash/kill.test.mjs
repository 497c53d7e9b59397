// kill -9 under load, again and again: every acknowledged answer is there, none twice, the check is clean.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { demoFolder, otbor, serve } from '../support/otbor.mjs';
import { chance, Load } from '../support/load.mjs';

const ROUNDS = Number(process.env.OTBOR_KILL_ROUNDS ?? 30);
const CANDIDATES = 6;

test(`${ROUNDS} times kill -9 under load loses no acknowledged answer and stores none twice`, { timeout: 1_800_000 }, async () => {
  const { dir, demo } = await demoFolder(21);
  const random = chance(7);
  let server = await serve(dir, { flags: ['--limits', 'off'] });
  const load = await Load.begin(server.url, demo.invitations.slice(0, CANDIDATES));
  for (let round = 0; round < ROUNDS; round += 1) {
    const dieAfter = 1 + Math.floor(random.next().value * 60);
    let dying;
    const { saves, refusals } = await load.run((count) => {
      if (count.saves >= dieAfter) dying ??= server.kill();
      return Boolean(dying);
    });
    await dying;
    assert.ok(saves >= dieAfter, `round ${round}: the load stopped after ${saves} saves`);
    assert.equal(refusals, 0, [...load.refused.values()].at(-1)?.text);
    server = await serve(dir, { flags: ['--limits', 'off'] });
    load.moveTo(server.url);
    await load.verify(dir, `round ${round}`);
  }

  const stored = await load.verify(dir);
  const [person] = load.people;
  for (const [code, shown] of await person.stored()) {
    const { rev, value } = stored.get(`${person.attempt}/${code}`);
    assert.deepEqual(shown, { rev, answer: JSON.parse(value) }, `the page of ${code} shows what is stored`);
  }
  assert.equal((await server.stop()).code, 0);
  const check = await otbor(['check', '--data', dir]);
  assert.equal(check.code, 0, check.stdout + check.stderr);
});
