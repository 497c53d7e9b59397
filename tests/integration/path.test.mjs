// One real selection from end to end over HTTP, without scripts: a client asks, the recruiter makes a vacancy of it and
// invites two people, a candidate takes all of the test. Each test continues where the one before it stopped.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { demoFolder, forms, otbor, rowCounts, serve, signIn, sql, unescape, until, Visitor } from '../support/otbor.mjs';
import { doSection, openInvitation, runData } from '../support/candidate.mjs';
import { agreements, balanced, checkAgainstGolden, items } from '../support/points.mjs';

const ASKED = { company: 'Завод «Ветер & сын»', contact: 'Олег Ветров', address: 'vetrov@veter.example', title: 'Менеджер ключевых клиентов',
  place: 'Тверь, офис', comment: 'Первая строка.\nВторая <b>строка</b>.' };
let dir, demo, server, client, recruiter, requestPath, privateLink, vacancy, instruction, invited, candidate;

before(async () => {
  ({ dir, demo } = await demoFolder(21));
  server = await serve(dir, { flags: ['--limits', 'off'] });
  client = new Visitor(server.url);
});
after(async () => { await server?.stop(); });

const values = (form) => Object.fromEntries(form.fields);
const words = (page) => unescape(page.text.replace(/<head>[\s\S]*?<\/head>/, '').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');
const onVacancy = (page, what) => page.path.endsWith(what);
const save = (button) => (b) => b.value === button;
const form = (action) => (f) => f.method === 'post' && f.action.startsWith(action);

test('a request with faults comes back with 422, every reason, and everything that was typed', async () => {
  const counts = await rowCounts(dir);
  const page = await client.submit(await client.get('/request'), { values: { ...ASKED, contact: '', address: 'не почта' } });
  assert.equal(page.status, 422);
  assert.match(page.text, /<title>Ошибка:/);
  const kept = values(forms(page.text).find(form('/request')));
  for (const [name, value] of Object.entries({ ...ASKED, contact: '', address: 'не почта' })) assert.equal(kept[name], value, name);
  const bad = [...page.text.matchAll(/aria-invalid="true"/g)];
  assert.equal(bad.length, 2, 'two fields are marked, each with its reason');
  assert.deepEqual(await rowCounts(dir), counts);
});

test('a good request shows the consent page and stores nothing before the consent', async () => {
  const counts = await rowCounts(dir);
  let page = await client.submit(await client.get('/request'), { values: ASKED });
  assert.equal(page.status, 200);
  const consent = (f) => f.action === '/request/consent';
  const carried = values(forms(page.text).find(consent));
  for (const [name, value] of Object.entries(ASKED)) assert.equal(carried[name], value, `${name} travels in the form`);
  page = await client.submit(page, { pick: consent });
  assert.equal(page.status, 422, 'the box is not ticked');
  const edit = await client.submit(page, { pick: consent, button: (b) => b.name === 'edit' });
  assert.equal(edit.status, 200);
  assert.equal(values(forms(edit.text).find(form('/request'))).company, ASKED.company);
  assert.deepEqual(await rowCounts(dir), counts);

  const sent = await client.submit(page, { pick: consent, values: { agree: 'yes' }, follow: false });
  assert.equal(sent.status, 303, sent.text.slice(0, 500));
  requestPath = sent.location;
  assert.match(requestPath, /^\/r\/\d+$/);
});

test('the consent is kept with the version of the text, the address and the browser', async () => {
  const id = requestPath.split('/').pop();
  const rows = await sql(dir, `SELECT purpose, action, text_version, text_hash, lang, network FROM consent WHERE object_id = ${id}`);
  assert.equal(rows.length, 1);
  const [{ text_version: version, text_hash: hash, ...rest }] = rows;
  assert.deepEqual(rest, { purpose: 'request', action: 'given', lang: 'ru', network: '127.0.0.0/24' });
  assert.ok(version && hash);
});

test('the done page tells the number and the private link, and shows what was sent as text', async () => {
  const page = await client.get(requestPath);
  assert.equal(page.status, 200);
  assert.equal(page.headers.get('cache-control'), 'no-store');
  assert.match(words(page), /Заявка № ?\d+ принята/);
  for (const value of [ASKED.company, ASKED.contact, ASKED.address, ASKED.title]) assert.ok(words(page).includes(value), value);
  assert.doesNotMatch(page.text, /<b>строка<\/b>/);
  privateLink = /\/l\/[\w-]{32}/.exec(page.text)[0];
});

test('a letter to the client waits in the outbox', async () => {
  const list = await otbor(['outbox', '--data', dir]);
  assert.equal(list.code, 0, list.stderr);
  assert.match(list.stdout, /vetrov@veter\.example/);
});

test('the private link opens the request on another device after a press, and looking spends nothing', async () => {
  const phone = new Visitor(server.url);
  assert.equal((await phone.get(requestPath)).status, 401);
  const counts = await rowCounts(dir);
  for (const method of ['HEAD', 'GET', 'GET']) assert.equal((await phone.get(privateLink, { method })).status, 200);
  assert.deepEqual(await rowCounts(dir), counts);
  const page = await phone.submit(await phone.get(privateLink));
  assert.deepEqual([page.status, page.path], [200, requestPath]);
  const inside = await phone.get(privateLink);
  assert.deepEqual([inside.status, inside.location], [303, requestPath]);
});

test('the brief is filled page by page, keeps what was said and refuses nonsense with the value kept', async () => {
  const brief = { pick: form(`${requestPath}/brief`) };
  let page = await client.get(`${requestPath}/brief`);
  page = await client.submit(page, { ...brief, values: { segment: 'b2b', size: 'mid', start_when: 'month', headcount: 'много' } });
  assert.equal(page.status, 422);
  assert.equal(values(forms(page.text).find(brief.pick)).headcount, 'много');
  page = await client.submit(page, { ...brief, values: { segment: 'b2b', size: 'mid', start_when: 'month', headcount: '2' } });
  assert.equal(page.path, `${requestPath}/brief/2`);
  page = await client.submit(page, brief);
  assert.equal(page.path, `${requestPath}/brief/3`);
  page = await client.submit(page, { ...brief, values: { gate: ['trips'], 'own.1': 'Знает складской учёт' } });
  assert.equal(page.path, `${requestPath}/brief/4`);
  page = await client.submit(page, { ...brief, values: { authority: 'Скидка до 5 %', pay: 'от 100 000 ₽' } });
  assert.deepEqual([page.status, page.path], [200, requestPath]);
  const again = await client.get(`${requestPath}/brief/4`);
  assert.equal(values(forms(again.text).find(brief.pick)).authority, 'Скидка до 5 %');
});

test('the recruiter signs in; a wrong password and an unknown address are told alike', async () => {
  const user = demo.users.find((u) => u.role === 'recruiter');
  const visitor = new Visitor(server.url);
  const login = async (email, password) => visitor.submit(await visitor.get('/login'), { pick: form('/login'), values: { email, password } });
  const wrong = await login(user.email, 'wrong password, long enough');
  const unknown = await login('nobody@otbor.example', 'wrong password, long enough');
  assert.deepEqual([wrong.status, unknown.status], [422, 422]);
  const plain = (page) => words(page).replaceAll(user.email, 'X').replaceAll('nobody@otbor.example', 'X');
  assert.equal(plain(wrong), plain(unknown));
  recruiter = await signIn(server.url, user, visitor);
});

test('the request stands in the inbox with its brief, and opening it leaves a view record', async () => {
  const inbox = await recruiter.get('/desk/requests');
  assert.ok(words(inbox).includes(ASKED.company));
  const id = requestPath.split('/').pop();
  const views = async () => (await sql(dir, `SELECT count(*) AS n FROM event WHERE kind = 'viewed' AND object = ${id}`))[0].n;
  const before = await views();
  const page = await recruiter.get(`/desk/requests/${id}`);
  assert.equal(page.status, 200);
  for (const value of [ASKED.contact, ASKED.address, 'Знает складской учёт', 'Скидка до 5 %']) assert.ok(words(page).includes(value), value);
  assert.equal(await views(), before + 1);
});

test('the recruiter drafts a vacancy from the request: a whole job instruction of rows', async () => {
  const id = requestPath.split('/').pop();
  const page = await recruiter.submit(await recruiter.get(`/desk/requests/${id}`),
    { pick: (f) => f.buttons.some((b) => b.value === 'draft'), button: save('draft') });
  assert.ok(onVacancy(page, '/instruction'), `${page.status} ${page.path}`);
  vacancy = /^\/desk\/vacancies\/\d+/.exec(page.path)[0];
  for (const tab of ['provisions', 'duties', 'requirements', 'kpis', 'rights']) {
    const opened = await recruiter.get(`${vacancy}/instruction?tab=${tab}`);
    assert.equal(opened.status, 200, tab);
    assert.ok((opened.text.match(/data-row|name="mark\./g) ?? []).length > 0, `${tab} has rows`);
  }
});

test('one weight is edited and saved; a page opened before the save is told of the conflict', async () => {
  const stale = await recruiter.get(`${vacancy}/instruction?tab=requirements`);
  const pick = form(`${vacancy}/instruction`);
  const before = values(forms(stale.text).find(pick));
  const weight = Object.keys(before).find((k) => k.startsWith('weight.'));
  const page = await recruiter.submit(stale, { pick, button: save('save'), values: { [weight]: String(Number(before[weight]) + 5) } });
  assert.equal(page.status, 200, words(page).slice(0, 500));
  const now = values(forms((await recruiter.get(`${vacancy}/instruction?tab=requirements`)).text).find(pick));
  assert.equal(Number(now[weight]), Number(before[weight]) + 5);
  const lost = await recruiter.submit(stale, { pick, button: save('save'), values: { [weight]: '1' } });
  assert.equal(lost.status, 409);
  instruction = { pick, weight };
});

test('a weight that is no weight is 422 with the value kept', async () => {
  const page = await recruiter.submit(await recruiter.get(`${vacancy}/instruction?tab=requirements`),
    { pick: instruction.pick, button: save('save'), values: { [instruction.weight]: 'сто' } });
  assert.equal(page.status, 422);
  assert.equal(values(forms(page.text).find(instruction.pick))[instruction.weight], 'сто');
});

test('weights are brought to 100 and the version is published', async () => {
  await recruiter.submit(await recruiter.get(`${vacancy}/instruction?tab=requirements`), { pick: instruction.pick, button: save('balance') });
  const row = Number(vacancy.split('/').pop());
  const [{ sum }] = await sql(dir, `SELECT sum(weight) AS sum FROM requirement r JOIN instruction i ON i.id = r.instruction_id WHERE i.vacancy_id = ${row}`);
  assert.equal(sum, 100);
  const page = await recruiter.submit(await recruiter.get(`${vacancy}/plan`), { pick: form(`${vacancy}/plan`), button: save('publish') });
  assert.equal(page.status, 200, words(page).slice(0, 800));
  const [{ state }] = await sql(dir, `SELECT state FROM vacancy WHERE id = ${row}`);
  assert.equal(state, 'open');
});

test('a published version is frozen: the same form again changes nothing in it', async () => {
  const row = Number(vacancy.split('/').pop());
  const rows = () => sql(dir, `SELECT r.* FROM requirement r JOIN instruction i ON i.id = r.instruction_id WHERE i.vacancy_id = ${row} AND i.version = 1 ORDER BY r.id`);
  const frozen = await rows();
  const page = await recruiter.get(`${vacancy}/instruction?tab=requirements`);
  await recruiter.submit(page, { pick: instruction.pick, button: save('save'), values: { [instruction.weight]: '40' } });
  assert.deepEqual(await rows(), frozen);
});

test('a pasted list is checked line by line before anybody is invited', async () => {
  const people = 'Анна Зимина <zimina@mail.example>\nбез адреса\nleto@mail.example Борис Летов\n';
  const list = (f) => f.buttons.some((b) => b.value === 'check');
  let page = await recruiter.get(`${vacancy}/invitations`);
  // the page names people, so that it was seen is a row of the audit log; nothing else may change
  const stored = async () => ({ ...await rowCounts(dir), event: null });
  const counts = await stored();
  page = await recruiter.submit(page, { pick: list, button: save('check'), values: { people } });
  assert.match(words(page), /без адреса/);
  assert.match(words(page), /Строка 2|строка 2/i);
  assert.equal(values(forms(page.text).find(list)).people.trim(), people.trim());
  assert.deepEqual(await stored(), counts);
  page = await recruiter.submit(page, { pick: list, button: save('invite'), values: { people: people.replace('без адреса\n', '') } });
  assert.equal(page.status, 200, words(page).slice(0, 500));
  invited = [...new Set([...page.text.matchAll(/value="[^"]*(\/l\/[\w-]{32})"/g)].map((m) => m[1]))];
  assert.equal(invited.length, 2);
});

test('inviting the same person again makes no second application', async () => {
  const list = (f) => f.buttons.some((b) => b.value === 'one');
  const applications = () => sql(dir, `SELECT id FROM application WHERE vacancy_id = ${vacancy.split('/').pop()}`);
  const before = await applications();
  await recruiter.submit(await recruiter.get(`${vacancy}/invitations`),
    { pick: list, button: save('one'), values: { name: 'Анна Зимина', email: 'ZIMINA@mail.example' } });
  assert.deepEqual(await applications(), before);
});

// What the candidate answers, by item: the first option (of several the first two), the right number to every other question,
// ratings that tell actions apart.
const answers = new Map();
const NUM = items('num');
const RATINGS = { a: 5, b: 2, c: 4, d: 1 };

function deliberate(page, form) {
  const { item } = runData(page);
  const inputs = [...form.html.matchAll(/<input\b[^>]*>/g)].map(([tag]) => ({ name: /name="([^"]*)"/.exec(tag)?.[1], value: /value="([^"]*)"/.exec(tag)?.[1],
    several: /type="checkbox"/.test(tag) })).filter((i) => i.name?.startsWith('answer'));
  if (NUM.has(item)) {
    const value = [...NUM.keys()].indexOf(item) % 2 === 0 ? NUM.get(item).key : -1;
    answers.set(item, value);
    return [['answer', String(value).replace('.', ',')]];
  }
  if (item.startsWith('SJT')) {
    const rated = [...new Set(inputs.map((i) => i.name))];
    answers.set(item, Object.fromEntries(rated.map((name) => [name.split('.')[1], RATINGS[name.split('.')[1]] ?? 3])));
    return rated.map((name) => [name, String(RATINGS[name.split('.')[1]] ?? 3)]);
  }
  const chosen = inputs.slice(0, inputs[0].several ? 2 : 1).map((i) => i.value);
  answers.set(item, chosen);
  return chosen.map((value) => [inputs[0].name, value]);
}

test('a candidate takes all of the test without scripts and hands it in', async () => {
  const { visitor, attempt } = await openInvitation(server.url, invited[0]);
  candidate = { visitor, attempt };
  const sections = await sql(dir, `SELECT position, instrument FROM section WHERE attempt_id = ${attempt} ORDER BY position`);
  assert.deepEqual(sections.map((s) => s.instrument), ['Q', 'KT', 'SJT', 'NUM']);
  for (const { position, instrument } of sections) {
    const page = await doSection(visitor, attempt, position, instrument === 'Q' ? undefined : (form, at) => deliberate(at, form));
    assert.equal(page.status, 200, `section ${position}: ${words(page).slice(0, 500)}`);
  }
  const submit = await visitor.get(`/t/${attempt}/submit`);
  const done = await visitor.submit(submit, { pick: (f) => /submit/.test(f.action) });
  assert.deepEqual([done.status, done.path], [200, `/t/${attempt}/result`]);
});

test('after the hand-in every old address leads to the result, and handing in again changes nothing', async () => {
  const { visitor, attempt } = candidate;
  for (const path of [`/t/${attempt}`, `/t/${attempt}/s/2`, `/t/${attempt}/s/2/q/3`, `/t/${attempt}/s/4/review`, `/t/${attempt}/submit`]) {
    const page = await visitor.get(path);
    assert.deepEqual([page.status, page.location], [303, `/t/${attempt}/result`], path);
  }
  const [first] = await sql(dir, `SELECT submitted_at, receipt FROM attempt WHERE id = ${attempt}`);
  const csrf = Visitor.csrf(await visitor.get(`/t/${attempt}/result`));
  const again = await visitor.post(`/t/${attempt}/submit`, { csrf });
  assert.ok([303, 409, 410].includes(again.status), `${again.status}`);
  assert.deepEqual((await sql(dir, `SELECT submitted_at, receipt FROM attempt WHERE id = ${attempt}`))[0], first);
});

test('the scores are there after the hand-in, one row for each instrument', async () => {
  const rows = await until(async () => {
    const found = await sql(dir, `SELECT instrument FROM score WHERE attempt_id = ${candidate.attempt} ORDER BY instrument`);
    return found.length > 0 && found;
  }, 'scores of the attempt');
  assert.deepEqual(rows.map((r) => r.instrument), ['KT', 'NUM', 'SJT']);
});

test('the points of every test are those of a second computation, which holds the golden values', async () => {
  checkAgainstGolden();
  const kt = items('kt'), sjt = items('sjt');
  const given = [...answers];
  const knowledge = given.filter(([code]) => kt.has(code)).map(([code, chosen]) => balanced(kt.get(code).options.length, kt.get(code).key, chosen)
    * (kt.get(code).type === 'single' ? Number(kt.get(code).key.includes(chosen[0])) : 1));
  const numbers = given.filter(([code]) => NUM.has(code)).map(([code, value]) => Number(value === NUM.get(code).key));
  const scenarios = given.filter(([code]) => sjt.has(code)).map(([code, ratings]) => ({
    key: sjt.get(code).actions.map((x) => x.key), ratings: sjt.get(code).actions.map((x) => ratings[x.code]) }));
  const wanted = { KT: knowledge, NUM: numbers, SJT: agreements(scenarios) };
  const stored = await sql(dir, `SELECT instrument, points, points_max, answered FROM score WHERE attempt_id = ${candidate.attempt}`);
  for (const { instrument, points, points_max: max, answered } of stored) {
    const sum = wanted[instrument].reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(points - sum) < 1e-9, `${instrument}: ${points} is stored, ${sum} is right`);
    assert.deepEqual([max, answered], [wanted[instrument].length, wanted[instrument].length], instrument);
  }
  assert.equal(scenarios.length, 6);
  assert.ok(wanted.SJT.some((a) => Math.abs(a) > .1), 'the ratings say something');
  assert.ok(numbers.includes(1) && numbers.includes(0), 'right and wrong numbers');
});

test('the recruiter sees one candidate done and one waiting', async () => {
  const page = await recruiter.get(`${vacancy}/invitations`);
  assert.equal(page.status, 200);
  for (const name of ['Анна Зимина', 'Борис Летов']) assert.ok(words(page).includes(name), name);
  const states = await sql(dir, `SELECT state FROM application WHERE vacancy_id = ${vacancy.split('/').pop()} ORDER BY state`);
  assert.deepEqual(states.map((s) => s.state), ['completed', 'invited']);
});

test('a new version ranks everybody anew as soon as it is published', async () => {
  await recruiter.submit(await recruiter.get(`${vacancy}/instruction?tab=requirements`), { pick: instruction.pick, button: save('balance') });
  const page = await recruiter.submit(await recruiter.get(`${vacancy}/plan`),
    { pick: form(`${vacancy}/plan`), button: save('publish'), values: { reason: 'Уточнены веса' } });
  assert.equal(page.status, 200, words(page).slice(0, 800));
  await until(async () => (await sql(dir, `SELECT s.application_id FROM standing s JOIN instruction i ON i.id = s.instruction_id
    WHERE i.vacancy_id = ${vacancy.split('/').pop()} AND i.version = 2`)).length === 1, 'standings under version 2');
});

test('after the whole path the check finds the database clean', async () => {
  const check = await otbor(['check', '--data', dir]);
  assert.equal(check.code, 0, check.stdout + check.stderr);
});
