// What the clock does to a score: times are moved in the database, the jobs of the server do the rest.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { demoFolder, otbor, serve, sql, until, Visitor } from '../support/otbor.mjs';
import { doSection, openInvitation, runData } from '../support/candidate.mjs';

const SECTION = { KT: 2, SJT: 3, NUM: 4 };
let dir, demo, server;

before(async () => {
  ({ dir, demo } = await demoFolder(21));
  server = await serve(dir, { flags: ['--limits', 'off'] });
});
after(async () => { await server?.stop(); });

// A candidate with the questionnaire done, and a section begun: its first question is on the screen.
async function begin(link, n) {
  const { visitor, attempt } = await openInvitation(server.url, link);
  await doSection(visitor, attempt, 1);
  const intro = await visitor.get(`/t/${attempt}/s/${n}`);
  const page = await visitor.submit(intro, { pick: (f) => f.method === 'post' && (f.action.includes(`/s/${n}`) || f.action === '') });
  return { visitor, attempt, data: runData(page) };
}

const look = (c, n, question) => c.visitor.get(`/t/${c.attempt}/s/${n}/q/${question}`);
const shown = (c, n) => sql(dir, `SELECT position, shown_at FROM form_item WHERE attempt_id = ${c.attempt} AND section = ${n} AND shown_at IS NOT NULL ORDER BY position`);
const runOut = (c, n) => sql(dir, `UPDATE section SET started_at = started_at - 7200000, deadline_at = started_at - 3600000 WHERE attempt_id = ${c.attempt} AND position = ${n}`);
const closeVacancy = (c) => sql(dir, `UPDATE vacancy SET state = 'closed' WHERE id = (SELECT vacancy_id FROM application a JOIN attempt t ON t.application_id = a.id WHERE t.id = ${c.attempt})`);
const openVacancy = (c) => sql(dir, `UPDATE vacancy SET state = 'open' WHERE id = (SELECT vacancy_id FROM application a JOIN attempt t ON t.application_id = a.id WHERE t.id = ${c.attempt})`);
const submitted = async (c) => (await sql(dir, `SELECT submitted_at FROM attempt WHERE id = ${c.attempt}`))[0].submitted_at;

test('the first look at a question is recorded, the second changes nothing, and no view record is written', async () => {
  const c = await begin(demo.invitations[0], SECTION.KT);
  const views = async () => (await sql(dir, 'SELECT COUNT(*) AS n FROM event WHERE kind = \'viewed\''))[0].n;
  const before_ = await views();
  await look(c, SECTION.KT, 1);
  await look(c, SECTION.KT, 3);
  const first = await shown(c, SECTION.KT);
  assert.deepEqual(first.map((r) => r.position), [1, 3]);
  await look(c, SECTION.KT, 3);
  assert.deepEqual(await shown(c, SECTION.KT), first);
  assert.equal(await views(), before_);
});

test('closing a vacancy leaves a running section its time; then what was seen and empty is wrong, what was not seen is missing', async () => {
  const c = await begin(demo.invitations[1], SECTION.KT);
  for (const n of [1, 2, 3]) await look(c, SECTION.KT, n);
  await closeVacancy(c);
  try {
    await new Promise((resolve) => { setTimeout(resolve, 33_000); }); // the sweep has come by
    assert.equal(await submitted(c), null, 'the clock of the section runs');
    assert.equal((await look(c, SECTION.KT, 1)).status, 200);
    await runOut(c, SECTION.KT);
    await until(async () => (await submitted(c)) !== null, 'the attempt is handed in', 90_000);
  } finally {
    await openVacancy(c);
  }
  const [score] = await sql(dir, `SELECT points, points_max, answered, shown FROM score WHERE attempt_id = ${c.attempt} AND instrument = 'KT'`);
  assert.deepEqual([score.points, score.points_max, score.answered, score.shown], [0, 3, 0, 3]);
  const [known] = await sql(dir, `SELECT estimate, shown_share FROM competency_score WHERE attempt_id = ${c.attempt} AND competency = 'KNOW'`);
  assert.ok(Math.abs(known.estimate - 12.5) < 1e-9); // (0 + ½)/(3 + 1)
  assert.ok(Math.abs(known.shown_share - 3 / 12) < 1e-9);
  const check = await otbor(['check', '--data', dir]);
  assert.doesNotMatch(check.stdout, new RegExp(`attempt ${c.attempt}`));
});

test('a section handed in counts whole, whatever was looked at', async () => {
  const c = await begin(demo.invitations[2], SECTION.NUM);
  await look(c, SECTION.NUM, 2);
  const review = await c.visitor.get(`/t/${c.attempt}/s/${SECTION.NUM}/review`);
  await c.visitor.submit(review, { pick: (f) => /close/.test(f.action) });
  await closeVacancy(c);
  try {
    await until(async () => (await submitted(c)) !== null, 'the attempt is handed in', 90_000);
  } finally {
    await openVacancy(c);
  }
  const [score] = await sql(dir, `SELECT points_max, shown FROM score WHERE attempt_id = ${c.attempt} AND instrument = 'NUM'`);
  assert.deepEqual([score.points_max, score.shown], [6, 6]);
});
