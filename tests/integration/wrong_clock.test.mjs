// A machine whose clock is wrong: nothing is ended for good by it, and a start in the past is refused.
import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { copyFolder, demoFolder, otbor, serve, sql, until } from '../support/otbor.mjs';
import { clockAhead } from '../support/clock.mjs';
import { Load } from '../support/load.mjs';

const DAY = 86_400;
const LIMITS = { flags: ['--limits', 'off'] };
let dir, demo;
before(async () => { ({ dir, demo } = await demoFolder(21)); });

const RATINGS = { a: 1, b: 1, c: 3, d: 2 };
const under = (load, what) => sql(load.dir, `SELECT ${what} FROM section s JOIN attempt t ON t.id = s.attempt_id WHERE t.id IN (${load.people.map((p) => p.attempt)})`);
const closed = async (load) => (await under(load, 'count(*) AS n, sum(s.closed_at IS NOT NULL) AS sections, sum(t.submitted_at IS NOT NULL) AS attempts'))[0];
const alive = async (folder) => (await sql(folder, "SELECT value FROM meta WHERE key = 'alive'"))[0]?.value;

// A served folder in which two people are in the middle of a section; the server has stopped.
async function underWay() {
  const made = copyFolder(dir);
  const server = await serve(made, LIMITS);
  const load = await Load.begin(server.url, demo.invitations.slice(0, 2));
  await load.run((c) => c.saves >= 4);
  await until(() => alive(made), 'the time is noted');
  assert.equal((await server.stop()).code, 0);
  load.dir = made;
  load.before = await closed(load);
  assert.equal(load.before.attempts, 0);
  return load;
}

test('a start with a clock two weeks ahead ends no attempt; when the clock is set, tests go on', async () => {
  const load = await underWay();
  const noted = await alive(load.dir);
  const clock = clockAhead(14 * DAY);
  const server = await serve(load.dir, { ...LIMITS, env: clock.env });
  load.moveTo(server.url);
  assert.match(server.log(), /warn event=clock_doubt last_known=\S+ clock=\S+ held_s=600/);
  await new Promise((done) => { setTimeout(done, 3000); }); // the sweeps would have come by at the start
  assert.deepEqual(await closed(load), load.before);
  assert.equal(await alive(load.dir), noted, 'a doubted time is not noted');
  clock.step(0);
  await until(() => /event=clock_step by_ms=-1209/.test(server.log()), 'the step is followed');
  await until(() => /event=clock_believed/.test(server.log()), 'the clock is believed');
  for (const [i, person] of load.people.entries()) {
    const reply = await person.save(person.items[0].code, 9000 + i, RATINGS);
    assert.equal(reply.status, 200, reply.text);
  }
  assert.deepEqual(await closed(load), load.before);
  assert.equal((await server.stop()).code, 0);
  assert.equal((await otbor(['check', '--data', load.dir])).code, 0);
});

test('after a real pause of two weeks everything is ended, once the clock has stood for ten minutes', async () => {
  const load = await underWay();
  const clock = clockAhead(14 * DAY);
  const server = await serve(load.dir, { ...LIMITS, env: clock.env });
  clock.pass(590);
  await new Promise((done) => { setTimeout(done, 2500); });
  assert.deepEqual(await closed(load), load.before);
  clock.pass(15);
  await until(async () => (await closed(load)).attempts === load.before.n, 'the attempts are handed in');
  assert.match(server.log(), /event=clock_believed/);
  assert.doesNotMatch(server.log(), /event=clock_step/);
  assert.equal((await server.stop()).code, 0);
});

test('a clock set two weeks ahead while serving ends nothing, and is undone by setting it back', async () => {
  const load = await underWay();
  const clock = clockAhead(0);
  const server = await serve(load.dir, { ...LIMITS, env: clock.env });
  load.moveTo(server.url);
  clock.step(14 * DAY);
  await until(() => /event=clock_step by_ms=1209/.test(server.log()), 'the step is followed');
  assert.match(server.log(), /event=clock_doubt/);
  await new Promise((done) => { setTimeout(done, 6000); }); // longer than between two sweeps of sections
  clock.step(0);
  await until(() => /event=clock_believed/.test(server.log()), 'the clock is believed');
  assert.deepEqual(await closed(load), load.before);
  const reply = await load.people[0].save(load.people[0].items[0].code, 9000, RATINGS);
  assert.equal(reply.status, 200, reply.text);
  assert.equal((await server.stop()).code, 0);
});

test('a start with a clock behind what the database knows is refused with both times and the way out', async () => {
  const load = await underWay();
  const clock = clockAhead(-DAY);
  const refused = await otbor(['serve', '--data', load.dir, '--listen', '127.0.0.1:0'], { env: clock.env });
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /the clock shows \d{4}-\d\d-\d\dT\d\d:\d\dZ, but the database was in use at \d{4}-\S+: set the clock, or start with --trust-clock/);
  const near = clockAhead(-60);
  const server = await serve(load.dir, { ...LIMITS, env: near.env });
  assert.equal((await server.stop()).code, 0, 'a minute is no reason');
});

test('--trust-clock starts all the same, and the database learns the time', async () => {
  const load = await underWay();
  const clock = clockAhead(-DAY);
  const server = await serve(load.dir, { flags: ['--limits', 'off', '--trust-clock'], env: clock.env });
  const day = Date.now() - DAY * 1000;
  await until(async () => Math.abs(Number(await alive(load.dir)) - day) < 60_000, 'the time is noted');
  assert.equal((await server.stop()).code, 0);
  const again = await serve(load.dir, { ...LIMITS, env: clock.env });
  assert.equal((await again.stop()).code, 0);
});

test('a folder that no server has noted the time in is judged by its newest event', async () => {
  const made = copyFolder(dir);
  const [{ at }] = await sql(made, 'SELECT at FROM event ORDER BY seq DESC LIMIT 1');
  const clock = clockAhead(Math.round((at - Date.now()) / 1000) - 3600);
  const refused = await otbor(['serve', '--data', made, '--listen', '127.0.0.1:0'], { env: clock.env });
  assert.match(refused.stderr, /--trust-clock/);
});
