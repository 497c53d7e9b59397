// What is acknowledged was synced before: each reply to a save leaves the server after a sync of the write-ahead log
// that began after the whole transaction of that save had been written.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { demoFolder, serve } from '../support/otbor.mjs';
import { diskUnder } from '../support/disk.mjs';
import { Load } from '../support/load.mjs';

const WAL = 'otbor.db-wal';
const FRAME_HEAD = 24;

// For each acknowledged save, in the order of the replies: { rev, transaction, why }, why null when it was synced before.
// A frame of the log is its head, then its page; the head of the last frame of a transaction says how many pages the
// database has (bytes 4 to 7), others say 0.
function proofs(acts) {
  const firstWritten = new Map(); // rev → index of the page that first held it
  const ends = []; // indices of the pages that end a transaction
  const syncs = []; // { from, to }
  let commits = false, from = -1;
  const found = [];
  const transactionOf = (rev) => ends.find((e) => e >= firstWritten.get(rev));
  acts.forEach((act, i) => {
    if (act.file === WAL && act.what === 'write') {
      for (const rev of act.saves) if (!firstWritten.has(rev)) firstWritten.set(rev, i);
      if (act.length === FRAME_HEAD) commits = act.first.slice(8) !== '00000000';
      else if (commits) { ends.push(i); commits = false; }
    } else if (act.file === WAL && act.what === 'sync') {
      from = i;
    } else if (act.file === WAL && act.what === 'synced') {
      syncs.push({ from, to: i });
    } else if (act.what === 'reply' && act.status === 200) {
      for (const rev of act.revs) {
        const end = transactionOf(rev);
        const why = !firstWritten.has(rev) ? 'it was not written' : end === undefined ? 'its transaction was not written to its end'
          : syncs.some((s) => s.from > end) ? null : 'no sync came between';
        found.push({ rev, transaction: end, why });
      }
    }
  });
  return found;
}

async function loadOn(how) {
  const { dir, demo } = await demoFolder(21);
  const quiet = await serve(dir, { flags: ['--limits', 'off'] });
  const load = await Load.begin(quiet.url, demo.invitations.slice(0, 6), { code: 'NUM', answer: (n) => `save-${n}` });
  assert.equal((await quiet.stop()).code, 0);
  const disk = diskUnder(dir, { trace: true, fault: how });
  const server = await serve(dir, { flags: ['--limits', 'off'], env: disk.env });
  load.moveTo(server.url);
  const { saves, refusals } = await load.run(({ saves: n }) => n >= 400);
  assert.equal(refusals, 0);
  assert.equal((await server.stop()).code, 0);
  return { saves, found: proofs(disk.acts()) };
}

test('every acknowledged save was synced before its reply left, also when many share a commit', { timeout: 300_000 }, async (t) => {
  const { saves, found } = await loadOn('none');
  assert.equal(found.length, saves, 'the record has a reply for each acknowledged save');
  assert.deepEqual(found.filter((p) => p.why !== null), []);
  const transactions = new Set(found.map((p) => p.transaction)).size;
  assert.ok(transactions < saves, 'some share a commit');
  t.diagnostic(`${saves} saves in ${transactions} transactions`);
});

test('the proof sees a server that does not sync', { timeout: 300_000 }, async () => {
  const { saves, found } = await loadOn('lie');
  assert.equal(found.length, saves);
  assert.deepEqual([...new Set(found.map((p) => p.why))], ['no sync came between']);
});
