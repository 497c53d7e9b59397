// What happens without anybody asking: sections end, attempts of a closed vacancy are handed in, places are made.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { demoFolder, otbor, serve, sql, until } from '../support/otbor.mjs';
import { beginSection, doSection, openInvitation, runData } from '../support/candidate.mjs';

const KT = 2, SJT = 3, NUM = 4;
const MINUTE = 60_000;
const bank = (name) => new Map(JSON.parse(readFileSync(`assessments/packs/client-manager/instruments/${name}.json`, 'utf8')).items.map((i) => [i.code, i]));
let dir, demo, server;

before(async () => {
  ({ dir, demo } = await demoFolder(21));
  server = await serve(dir, { flags: ['--limits', 'off'] });
});
after(async () => { await server?.stop(); });

const section = async (attempt, position) => (await sql(dir, `SELECT started_at, deadline_at, closed_at FROM section WHERE attempt_id = ${attempt} AND position = ${position}`))[0];
const move = (attempt, position, ago) => sql(dir, `UPDATE section SET deadline_at = ${Date.now() - ago} WHERE attempt_id = ${attempt} AND position = ${position}`);
const standing = async (application) => (await sql(dir, `SELECT state, band, place_lo FROM standing WHERE application_id = ${application}`))[0];

// Ask for standings as a hand-in does, and wait until they are made.
async function standings(vacancy) {
  await sql(dir, `INSERT INTO job (kind, object_id, run_at, tries) VALUES ('standings', ${vacancy}, ${Date.now()}, 0) ON CONFLICT DO NOTHING`);
  await until(async () => (await sql(dir, `SELECT 1 FROM job WHERE kind = 'standings' AND object_id = ${vacancy}`)).length === 0, 'standings are made', 60_000);
}

test('a section that nobody closed is closed when its grace is over, as of then; one in its grace stays open', async () => {
  const { visitor, attempt } = await openInvitation(server.url, demo.invitations[0]);
  await doSection(visitor, attempt, 1);
  await beginSection(visitor, attempt, KT);
  await beginSection(visitor, attempt, NUM);
  await move(attempt, NUM, MINUTE);
  await move(attempt, KT, 10 * MINUTE);
  await until(async () => (await section(attempt, KT)).closed_at, 'the overdue section is closed', 60_000);
  const closed = await section(attempt, KT);
  assert.equal(closed.closed_at, closed.deadline_at + 2 * MINUTE);
  assert.equal((await section(attempt, NUM)).closed_at, null);
});

test('points of a hand-in whose answers are known: 11 right of 12, and 4 right, one wrong, one left out of 6', async () => {
  const kt = bank('kt'), num = bank('num');
  const { visitor, attempt } = await openInvitation(server.url, demo.invitations[1]);
  await doSection(visitor, attempt, 1);
  let singles = 0;
  await doSection(visitor, attempt, KT, (form, page) => {
    const item = kt.get(runData(page).item);
    const wrong = item.type === 'single' && singles++ === 0;
    return (wrong ? [item.options.find((o) => !item.key.includes(o.code)).code] : item.key).map((code) => ['answer', code]);
  });
  await doSection(visitor, attempt, SJT);
  let nth = 0;
  await doSection(visitor, attempt, NUM, (form, page) => {
    nth += 1;
    const { key } = num.get(runData(page).item);
    return nth === 6 ? [] : [['answer', String(nth === 5 ? 987654 : key).replace('.', ',')]];
  });
  let page = await visitor.get(`/t/${attempt}/submit`);
  page = await visitor.submit(page, { pick: (f) => f.method === 'post' && /submit/.test(f.action) });
  assert.equal(page.status, 200, page.text.slice(0, 500));
  assert.deepEqual(await sql(dir, `SELECT instrument, points, points_max, answered, shown FROM score WHERE attempt_id = ${attempt} AND instrument IN ('KT', 'NUM') ORDER BY instrument`), [
    { instrument: 'KT', points: 11, points_max: 12, answered: 12, shown: 12 },
    { instrument: 'NUM', points: 4, points_max: 6, answered: 5, shown: 6 },
  ]);
});

test('who does not meet a must-have, as a person confirmed, stands apart; a later word brings the place back', async () => {
  const [{ application_id: id, vacancy_id: vacancy, root_id: root }] = await sql(dir, `SELECT s.application_id, a.vacancy_id, r.root_id
    FROM standing s JOIN application a ON a.id = s.application_id
    JOIN requirement r ON r.instruction_id = s.instruction_id AND r.kind = 'gate'
    WHERE s.state = 'placed' AND NOT EXISTS (SELECT 1 FROM gate_check g WHERE g.application_id = a.id) LIMIT 1`);
  const word = (n, met) => sql(dir, `INSERT INTO gate_check (id, application_id, root_id, met, by_id, at) VALUES (${n}, ${id}, ${root}, ${met}, 1, ${Date.now() + n})`);
  await standings(vacancy); // with everybody who has handed in until now
  const before = await standing(id);
  const others = async () => (await sql(dir, `SELECT count(*) AS n FROM standing s JOIN application a ON a.id = s.application_id
    WHERE a.vacancy_id = ${vacancy} AND s.state = 'placed' AND a.id <> ${id}`))[0].n;
  await word(1, 0);
  await standings(vacancy);
  assert.deepEqual(await standing(id), { state: 'apart', band: null, place_lo: null });
  assert.ok(await others() > 0, 'everybody else has a place');
  await word(2, 1);
  await standings(vacancy);
  assert.deepEqual(await standing(id), before);
});

test('when a vacancy has closed, attempts under way are handed in with what is stored; who never began is left alone', async () => {
  const begun = await openInvitation(server.url, demo.invitations[2]);
  await doSection(begun.visitor, begun.attempt, 1);
  await doSection(begun.visitor, begun.attempt, KT);
  const opened = await openInvitation(server.url, demo.invitations[3]);
  const application = async (attempt) => (await sql(dir, `SELECT a.id, a.vacancy_id, a.state, t.submitted_at, t.receipt FROM attempt t JOIN application a ON a.id = t.application_id WHERE t.id = ${attempt}`))[0];
  const { vacancy_id: vacancy, id } = await application(begun.attempt);
  await server.stop(); // the sweep comes at the start, then every half minute
  await sql(dir, `UPDATE vacancy SET closes_at = ${Date.now() - 60 * MINUTE} WHERE id = ${vacancy}`);
  server = await serve(dir, { flags: ['--limits', 'off'] });
  await until(async () => (await application(begun.attempt)).submitted_at, 'the attempt is handed in', 60_000);
  const done = await application(begun.attempt);
  assert.equal(done.state, 'completed');
  assert.match(done.receipt, /^\w{8}$/);
  assert.equal((await sql(dir, `SELECT 1 FROM score WHERE attempt_id = ${begun.attempt} AND instrument = 'KT'`)).length, 1);
  await until(async () => standing(id), 'the attempt has its place', 60_000);
  const left = await application(opened.attempt);
  assert.equal(left.submitted_at, null);
  assert.notEqual(left.state, 'completed');
});

test('after all this the check finds the database clean', async () => {
  const check = await otbor(['check', '--data', dir]);
  assert.equal(check.code, 0, check.stdout + check.stderr);
});
