// The power goes: of what was not synced nothing is left, or some of it, as chance will have it. What was acknowledged
// is there, the database is whole, and a folder that was being made can be made again.
import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { copyFolder, dataFolder, demoFolder, otbor, serve, sql } from '../support/otbor.mjs';
import { diskUnder } from '../support/disk.mjs';
import { chance, Load } from '../support/load.mjs';

const ROUNDS = Number(process.env.OTBOR_POWER_ROUNDS ?? 12);
let made; // a demonstration, to be copied

before(async () => { made = await demoFolder(21); });

async function isClean(dir) {
  const check = await otbor(['check', '--data', dir]);
  assert.equal(check.code, 0, check.stdout + check.stderr);
}

// Serve on a disk with a mirror, save under load until the power goes; the folder that is left.
async function untilThePowerGoes(dir, load, { seed, saves, how = 'none' }) {
  const disk = diskUnder(dir, { mirror: true, seed, fault: how });
  const server = await serve(dir, { flags: ['--limits', 'off'], env: disk.env });
  load.moveTo(server.url);
  let dying;
  const count = await load.run((c) => {
    if (c.saves >= saves) dying ??= server.kill();
    return Boolean(dying);
  });
  await dying;
  assert.ok(count.saves >= saves);
  return disk.left();
}

async function beginOn(dir) {
  const server = await serve(dir, { flags: ['--limits', 'off'] });
  const load = await Load.begin(server.url, made.demo.invitations.slice(0, 6));
  assert.equal((await server.stop()).code, 0);
  return load;
}

test(`${ROUNDS} times the power goes under load: no acknowledged answer is lost, none stands twice, the database is whole`, { timeout: 1_800_000 }, async () => {
  let dir = copyFolder(made.dir);
  const load = await beginOn(dir);
  const random = chance(11);
  for (let round = 0; round < ROUNDS; round += 1) {
    dir = await untilThePowerGoes(dir, load, { seed: round + 1, saves: 1 + Math.floor(random.next().value * 150) });
    assert.deepEqual(await sql(dir, 'PRAGMA quick_check'), [{ quick_check: 'ok' }]);
    await load.verify(dir, `round ${round}`);
  }
  const server = await serve(dir);
  assert.equal((await server.stop()).code, 0);
  await isClean(dir);
});

test('the test sees a disk that says synced and is not', { timeout: 300_000 }, async () => {
  const dir = copyFolder(made.dir);
  const load = await beginOn(dir);
  const left = await untilThePowerGoes(dir, load, { seed: 1, saves: 60, how: 'lie' });
  await assert.rejects(load.verify(left), /was acknowledged|malformed|not a database|no such table/);
});

test('the power goes right after the first start: the folder is there, with database and keys', async () => {
  const dir = join(dataFolder(), 'data');
  const disk = diskUnder(dir, { mirror: true });
  const server = await serve(dir, { env: disk.env });
  await server.kill();
  const left = disk.left();
  const again = await serve(left);
  assert.equal((await again.stop()).code, 0);
  await isClean(left);
});

// Every step at which the names of the folder change, and some of those between.
test('the power goes during the first start: the next start makes the folder', { timeout: 600_000 }, async (t) => {
  const traced = diskUnder(join(dataFolder(), 'data'), { trace: true });
  const server = await serve(traced.dir, { env: traced.env });
  await server.kill();
  const all = traced.acts().filter((a) => a.what === 'write' || a.what === 'sync');
  const named = all.findLastIndex((a) => a.file === 'otbor.db.part') + 1; // the folder's sync; the server's own writes follow
  const acts = all.slice(0, named + 1);
  const keys = acts.findIndex((a) => a.file.startsWith('otbor.keys'));
  const said = acts.map((a) => `${a.what} ${a.file}`);
  assert.deepEqual(said.slice(keys, keys + 3), ['write otbor.keys.part', 'sync otbor.keys.part', 'sync .'], 'the keys get their name');
  assert.deepEqual(said.slice(-2), ['sync otbor.db.part', 'sync .'], 'then the database gets its own');
  const steps = [1, 2, 3, 5, 10, 50, 150, Math.floor(keys / 2)];
  for (let n = keys; n <= keys + 5; n += 1) steps.push(n);
  for (let n = acts.length - 4; n <= acts.length; n += 1) steps.push(n);
  const kinds = new Set();
  for (const n of steps) {
    const dir = join(dataFolder(), 'data');
    const disk = diskUnder(dir, { mirror: true, seed: n, endsAt: n });
    await assert.rejects(serve(dir, { env: disk.env }), /SIGKILL/);
    const left = disk.left();
    kinds.add(readdirSync(left).filter((f) => /(db|keys)(\.part)?$/.test(f)).sort().join(' '));
    const again = await serve(left);
    assert.equal((await again.stop()).code, 0);
    assert.deepEqual(await sql(left, 'PRAGMA integrity_check'), [{ integrity_check: 'ok' }], `at ${n}`);
  }
  for (const kind of ['', 'otbor.db.part', 'otbor.db.part otbor.keys']) assert.ok(kinds.has(kind), `left were ${[...kinds].join(' | ')}`);
  t.diagnostic(`${acts.length} acts, ${steps.length} tried; left were: ${[...kinds].map((k) => k || 'nothing').join(' | ')}`);
});
