// The disk fails under the server: people are told to try again, nothing acknowledged is lost, nothing refused is
// stored, and the server goes on by itself when the disk is well again.
import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { copyFolder, dataFolder, demoFolder, otbor, serve, until, Visitor } from '../support/otbor.mjs';
import { diskUnder } from '../support/disk.mjs';
import { Load } from '../support/load.mjs';

const FAULTS = { full: 'the disk is full', write: 'writes fail', sync: 'syncs fail, and with them every COMMIT' };
let made; // a demonstration, to be copied

before(async () => { made = await demoFolder(21); });

// A refusal as the runner needs it: what to do, when, and in a form that it reads.
function isTryAgain(reply) {
  assert.equal(reply.status, 503, reply.text);
  assert.match(reply.headers.get('retry-after'), /^[1-9]\d*$/);
  assert.match(reply.headers.get('content-type'), /^application\/problem\+json/);
  const { status, title, detail } = JSON.parse(reply.text);
  assert.deepEqual([status, typeof title, typeof detail], [503, 'string', 'string']);
}

// A person without scripts sends a form: told on a page. A full disk has room where the log is written over, so
// the form is sent until it needs more.
async function formIsRefused({ visitor, items: [item] }) {
  const page = await visitor.get(item.href);
  assert.equal(page.status, 200, 'the questions are there to be read');
  let n = 0;
  const reply = await until(async () => {
    n += 1;
    const got = await visitor.submit(await visitor.get(item.href), { pick: (f) => f.id === 'run-form', follow: false,
      values: { 'answer.a': String(1 + (n % 5)), 'answer.b': String(1 + ((n + 1) % 5)) } });
    assert.ok([303, 503].includes(got.status), got.text);
    return got.status === 503 && got;
  }, 'the form is refused');
  assert.match(reply.headers.get('retry-after'), /^[1-9]\d*$/);
  assert.match(reply.headers.get('content-type'), /^text\/html/);
}

async function isClean(dir) {
  const check = await otbor(['check', '--data', dir]);
  assert.equal(check.code, 0, check.stdout + check.stderr);
}

const failures = async (look) => Number(/^otbor_writer_failures_total (\d+)$/m.exec((await look.get('/metrics')).text)?.[1]);

for (const [how, what] of Object.entries(FAULTS)) {
  test(what, { timeout: 600_000 }, async (t) => {
    const dir = copyFolder(made.dir);
    const disk = diskUnder(dir);
    const start = async () => {
      disk.become('none');
      return serve(dir, { flags: ['--limits', 'off'], env: disk.env });
    };
    let server = await start();
    const load = await Load.begin(server.url, made.demo.invitations.slice(0, 6));

    await t.test('503 with Retry-After, and on it goes by itself, again and again', async () => {
      const look = new Visitor(server.url);
      for (let round = 0; round < 3; round += 1) {
        await load.run(({ saves }) => saves >= 40);
        disk.become(how);
        const failed = await failures(look);
        const { refusals } = await load.run((count) => count.refusals >= 40);
        await formIsRefused(load.people[0]);
        assert.ok(await failures(look) >= failed + refusals, 'the failures are counted');
        assert.equal((await look.get('/healthz')).status, 200, 'it lives');
        const ready = await look.get('/readyz');
        assert.deepEqual([ready.status, JSON.parse(ready.text).reason], [503, how === 'full' ? 'disk_full' : 'disk_failing']);
        disk.become('none');
        const { refusals: after } = await load.run(({ saves }) => saves >= 40);
        assert.equal(after, 0, 'well again, it refuses nobody');
        assert.equal((await look.get('/readyz')).status, 200);
        await load.verify(dir, `round ${round}`);
      }
      for (const reply of load.refused.values()) isTryAgain(reply);
      const [, id] = /^\S+ error event=request_failed id=(\S+) route=\/\S+ code=busy at=\S*daemon\/store\/(?!sqlite\.c)\S+ /m.exec(server.log());
      assert.match(server.log(), new RegExp(`event=request id=${id} .*status=503`));
      t.diagnostic(`${load.acknowledged.size} acknowledged, ${load.refused.size} refused`);
    });

    // When a sync fails, the transaction is in the log all the same: a server that dies before it writes on finds it
    // there. So who was told to try again does, with the same revision, and it stands once.
    for (const end of ['stop', 'kill']) {
      await t.test(`${end} while it fails: the next start has all that was acknowledged`, async () => {
        disk.become(how);
        await load.run(({ refusals }) => refusals >= 20);
        const { code } = await server[end]();
        if (end === 'stop') assert.equal(code, 0);
        await load.verify(dir, `after ${end}`, { refusedMayStand: how === 'sync' });
        server = await start();
        load.moveTo(server.url);
        await load.sendRefusedAgain();
        await load.verify(dir, 'sent again');
        assert.equal((await load.run(({ saves }) => saves >= 40)).refusals, 0);
        await load.verify(dir, 'and on');
      });
    }

    assert.equal((await server.stop()).code, 0);
    await isClean(dir);
  });

  test(`${what} at the first start: it says so, and the next start makes the folder`, async () => {
    const dir = join(dataFolder(), 'data');
    const disk = diskUnder(dir, { fault: how });
    await assert.rejects(serve(dir, { env: disk.env }), how === 'full' ? /ended \(1\)[\s\S]*otbor: .*[Nn]o space left/ : /ended \(1\)[\s\S]*otbor: .+/);
    assert.ok(!existsSync(join(dir, 'otbor.db')), 'no half of a database');
    const server = await serve(dir);
    assert.equal((await server.stop()).code, 0);
    await isClean(dir);
  });
}

test('trouble with the disk is logged once when it begins and once when it is over', { timeout: 300_000 }, async () => {
  const dir = copyFolder(made.dir);
  const disk = diskUnder(dir);
  const server = await serve(dir, { flags: ['--limits', 'off'], env: disk.env });
  const load = await Load.begin(server.url, made.demo.invitations.slice(0, 2));
  const times = (event) => [...server.log().matchAll(new RegExp(`warn event=${event} `, 'g'))].length;
  for (const [how, begins, over] of [['sync', 'writes_fail', 'writes_succeed'], ['low', 'disk_low', 'disk_low_over']]) {
    disk.become(how);
    if (how === 'sync') await load.run(({ refusals }) => refusals >= 20);
    await until(() => times(begins) === 1, begins);
    disk.become('none');
    assert.equal((await load.run(({ saves }) => saves >= 20)).refusals, 0);
    await until(() => times(over) === 1, over);
    assert.deepEqual([times(begins), times(over)], [1, 1]);
  }
  const figures = (await new Visitor(server.url).get('/metrics')).text;
  assert.match(figures, /^otbor_writer_commit_seconds_bucket\{le="0\.001"\} \d+$/m);
  assert.match(figures, /^otbor_wal_bytes \d+$/m);
  assert.match(figures, /^otbor_disk_free_bytes \d+$/m);
  const [, all] = /otbor_writer_commit_seconds_bucket\{le="\+Inf"\} (\d+)/.exec(figures);
  assert.equal(all, /^otbor_writer_batches_total (\d+)$/m.exec(figures)[1]);
  assert.equal((await server.stop()).code, 0);
});

test('on a nearly full disk tests under way go on and nothing new is begun', { timeout: 300_000 }, async () => {
  const dir = copyFolder(made.dir);
  const disk = diskUnder(dir);
  const server = await serve(dir, { flags: ['--limits', 'off'], env: disk.env });
  const load = await Load.begin(server.url, made.demo.invitations.slice(0, 2));
  const visitor = new Visitor(server.url);
  let page = await visitor.submit(await visitor.get(made.demo.invitations[2]), { follow: true });
  assert.match(page.path, /\/consent$/);
  const agree = /name="agree" value="([^"]*)"/.exec(page.text)[1];
  const consent = (at) => visitor.submit(at, { pick: (f) => /name="agree"/.test(f.html), values: { agree }, button: (b) => b.value === 'yes', follow: false });
  disk.become('low');
  const refused = await consent(page);
  assert.equal(refused.status, 503);
  assert.match(refused.headers.get('retry-after'), /^[1-9]\d*$/);
  assert.match(refused.text, /<html lang="ru"/);
  assert.equal((await load.run(({ saves }) => saves >= 40)).refusals, 0);
  await load.verify(dir, 'low');
  const ready = await visitor.get('/readyz');
  assert.deepEqual([ready.status, JSON.parse(ready.text).reason], [503, 'disk_full']);
  assert.doesNotMatch(server.log(), /request_failed/, 'it is no failure');
  disk.become('none');
  page = await visitor.get(page.path);
  assert.equal((await consent(page)).status, 303);
  assert.equal((await server.stop()).code, 0);
  await isClean(dir);
});
