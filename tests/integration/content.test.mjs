// Content that changes while nothing serves: what it scored is scored again and says so; what is needed may not go.
import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { chmodSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder, demoFolder, otbor, serve, signIn, sql, until, unescape } from '../support/otbor.mjs';
import { editItems, privatePack } from '../support/pack.mjs';

const TABLES = { score: 'attempt_id, instrument', competency_score: 'attempt_id, competency', standing: 'instruction_id, application_id' };
let dir, demo, items;

before(async () => {
  ({ dir, demo } = await demoFolder(21));
  items = await sql(dir, `SELECT DISTINCT f.item, c.value, a.vacancy_id AS vacancy FROM form_item f
    JOIN attempt t ON t.id = f.attempt_id JOIN application a ON a.id = t.application_id
    JOIN answer_current c ON c.attempt_id = f.attempt_id AND c.item = f.item
    WHERE f.item LIKE 'KT-%' AND length(c.value) = 3 ORDER BY a.vacancy_id, f.item`);
});

const words = (page) => unescape(page.text.replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');

// A folder of its own with the same database.
function copyOfDemo() {
  const made = join(dataFolder(), 'data');
  cpSync(dir, made, { recursive: true });
  chmodSync(made, 0o700);
  return made;
}

// And with a private pack that takes the place of the shipped one.
function copy() {
  const made = copyOfDemo();
  const pack = privatePack(made);
  chmodSync(join(made, 'packs'), 0o700);
  return { made, pack };
}

// Every result that is stored, without what made it.
async function results(folder) {
  const found = {};
  for (const [table, order] of Object.entries(TABLES)) found[table] = (await sql(folder, `SELECT * FROM ${table} ORDER BY ${order}`)).map(({ content, scoring_version, ...row }) => row);
  return found;
}

async function quiet(folder) {
  await until(async () => (await sql(folder, 'SELECT count(*) AS n FROM job'))[0].n === 0, 'the jobs are done');
}

// Serve until everything that the start asked for is done.
async function settle(folder) {
  const server = await serve(folder, { flags: ['--limits', 'off'] });
  await quiet(folder);
  assert.equal((await server.stop()).code, 0);
}

// What the audit log says of scoring again.
async function told(folder) {
  const events = (await sql(folder, "SELECT payload FROM event WHERE kind = 'results.rescored'")).map(({ payload }) => JSON.parse(payload));
  const sum = (name) => events.reduce((n, e) => n + e[name], 0);
  return { events: events.length, attempts: sum('attempts'), changed: sum('changed') };
}

const moveKey = (item) => {
  if (item.type === 'single') item.key = [item.options[(item.options.findIndex((o) => o.code === item.key[0]) + 1) % item.options.length].code];
};

test('starting with the content that scored everything scores nothing again', async () => {
  const made = copyOfDemo();
  const had = await results(made);
  await settle(made);
  assert.deepEqual(await told(made), { events: 0, attempts: 0, changed: 0 });
  assert.deepEqual(await results(made), had);
});

test('with other keys the check tells other content from tampering; serve scores again and says how many moved', async () => {
  const { made, pack } = copy();
  editItems(pack, moveKey, ['kt']);
  const had = await results(made);
  const before = await otbor(['check', '--data', made]);
  assert.equal(before.code, 1);
  const lines = before.stdout.trim().split('\n');
  const vacancies = await sql(made, `SELECT DISTINCT a.vacancy_id FROM score s JOIN attempt t ON t.id = s.attempt_id JOIN application a ON a.id = t.application_id`);
  assert.equal(lines.length, vacancies.length, before.stdout);
  for (const line of lines) assert.match(line, /^vacancy \d+: attempts scored with other content: \d+,/);

  await settle(made);
  const now = await results(made);
  assert.notDeepEqual(now.standing, had.standing, 'the list moved with the scores');
  const of = (rows) => Map.groupBy(rows, (r) => r.attempt_id);
  const [was, is] = [of([...had.score, ...had.competency_score]), of([...now.score, ...now.competency_score])];
  const text = (rows) => JSON.stringify(rows, (key, v) => (typeof v === 'number' ? v.toFixed(6) : v)); // sums in another order differ past that
  const moved = [...was.keys()].filter((id) => text(was.get(id)) !== text(is.get(id)));
  assert.ok(moved.length > 10, `${moved.length} moved`);
  const { attempts, changed } = await told(made);
  assert.deepEqual({ attempts, changed }, { attempts: was.size, changed: moved.length });
  const after = await otbor(['check', '--data', made]);
  assert.equal(after.code, 0, after.stdout + after.stderr);

  rmSync(pack, { recursive: true });
  await settle(made);
  assert.deepEqual(await results(made), had, 'the old content gives the old results');
});

test('a changed wording is other content, and moves nobody', async () => {
  const { made, pack } = copy();
  editItems(pack, (item) => { item.rationale.en += ' Again.'; }, ['kt']);
  const had = await results(made);
  await settle(made);
  const { attempts, changed } = await told(made);
  assert.ok(attempts > 10);
  assert.equal(changed, 0);
  assert.deepEqual(await results(made), had);
});

async function isRefused(made, ...patterns) {
  const stored = () => sql(made, 'SELECT (SELECT count(*) FROM event) AS e, (SELECT count(*) FROM job) AS j, (SELECT group_concat(key || value) FROM meta) AS m');
  const had = await stored();
  const { code, stdout, stderr } = await otbor(['serve', '--data', made, '--listen', '127.0.0.1:0'], { timeout: 60_000 });
  assert.deepEqual([code, stdout], [1, ''], stderr);
  for (const p of patterns) assert.match(stderr, p);
  assert.deepEqual(await stored(), had, 'a refused start changes nothing');
}

test('an item that somebody was given may not go: serve names the vacancy, the item and the way out', async () => {
  const { made, pack } = copy();
  const { item, vacancy } = items[0];
  editItems(pack, (one) => { if (one.code === item) one.code = 'KT-NEW-01'; }, ['kt']);
  await isRefused(made, new RegExp(`otbor: vacancy ${vacancy} needs the item ${item} of pack client-manager.*put the old pack back`),
    new RegExp(`event=content vacancy=${vacancy} pack=client-manager lost=item code=${item}\n`));
  rmSync(pack, { recursive: true });
  await settle(made);
});

test('an item may not change so that a stored answer is none any more', async () => {
  const { made, pack } = copy();
  const { item } = items.at(-1);
  editItems(pack, (one) => { if (one.code === item) Object.assign(one, { type: 'multiple', key: ['a', 'b'] }); }, ['kt']);
  await isRefused(made, new RegExp(`needs the item ${item} of pack client-manager, which is gone or changed its shape`));
});

test('a pack that a vacancy or a request names may not go', async () => {
  const { made } = copy();
  const { vacancies: [{ id }] } = demo;
  await sql(made, `UPDATE vacancy SET pack = 'account' WHERE id = ${id}`);
  await isRefused(made, new RegExp(`vacancy ${id} needs pack account, which is not loaded: put it back into packs/`));
  await sql(made, `UPDATE vacancy SET pack = 'client-manager'; UPDATE request SET pack = 'account'`);
  await isRefused(made, /request \d+ needs pack account, which is not loaded/);
});

test('until an attempt is scored again, its page shows the stored figures and no answers beside keys', async () => {
  const { made } = copy();
  const server = await serve(made, { flags: ['--limits', 'off'] });
  await quiet(made);
  const recruiter = await signIn(server.url, demo.users.find((u) => u.role === 'recruiter'));
  const [{ code, id }] = await sql(made, `SELECT a.code, t.id FROM application a JOIN attempt t ON t.application_id = a.id
    WHERE t.submitted_at IS NOT NULL AND a.withdrawn_at IS NULL ORDER BY a.code LIMIT 1`);
  const path = `/desk/applications/${code}`;
  const figures = (page) => page.text.match(/data-(estimate|contribution|composite)="[^"]*"/g);
  const whole = await recruiter.get(path);
  assert.match(whole.text, /id="i-KT-/);
  await sql(made, `UPDATE score SET content = 'other' WHERE attempt_id = ${id}`);
  const held = await recruiter.get(path);
  assert.equal(held.status, 200);
  assert.match(words(held), /результаты считаются заново/);
  assert.doesNotMatch(held.text, /id="i-(KT|SJT|NUM)-/);
  assert.ok(figures(whole).length > 10);
  assert.deepEqual(figures(held), figures(whole));
  const check = await otbor(['check', '--data', made]);
  assert.match(check.stdout, /attempts scored with other content: 1,/);
  await server.stop();
});

test('figures on the page of a candidate are those of the list, even where somebody changed what is stored', async () => {
  const { made } = copy();
  const server = await serve(made, { flags: ['--limits', 'off'] });
  await quiet(made);
  const recruiter = await signIn(server.url, demo.users.find((u) => u.role === 'recruiter'));
  const [{ code, id, competency }] = await sql(made, `SELECT a.code, t.id, s.competency FROM application a JOIN attempt t ON t.application_id = a.id
    JOIN competency_score s ON s.attempt_id = t.id JOIN requirement r ON r.instruction_id = t.instruction_id AND r.competency = s.competency
    WHERE a.withdrawn_at IS NULL AND r.weight > 0 LIMIT 1`);
  await sql(made, `UPDATE competency_score SET estimate = 12.345678 WHERE attempt_id = ${id} AND competency = '${competency}'`);
  assert.match((await recruiter.get(`/desk/applications/${code}`)).text, /data-estimate="12\.345678"/);
  await server.stop();
});
