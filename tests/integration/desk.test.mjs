// Promises of the recruiter's desk: the review is blind, must-haves keep their four values, and what changed is said.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { demoFolder, forms, serve, signIn, sql, unescape, until, Visitor } from '../support/otbor.mjs';

let dir, demo, server, recruiter, colleague, vacancy;

before(async () => {
  ({ dir, demo } = await demoFolder(31));
  // A quarter of each error: whatever the demonstration drew, its list has several groups.
  await sql(dir, `UPDATE competency_score SET se = se / 4; UPDATE competency_covariance SET covariance = covariance / 16;
    INSERT INTO job (kind, object_id, run_at, tries) VALUES ('standings', ${demo.vacancies[0].id}, 0, 0)`);
  server = await serve(dir, { flags: ['--limits', 'off'] });
  recruiter = await signIn(server.url, demo.users.find((u) => u.role === 'recruiter'));
  colleague = await signIn(server.url, demo.users.find((u) => u.role === 'administrator'));
  vacancy = `/desk/vacancies/${demo.vacancies[0].id}`;
  await settled();
});
after(async () => { await server?.stop(); });

const words = (page) => unescape(page.text.replace(/<head>[\s\S]*?<\/head>/, '').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');
const codeOf = async (where) => (await sql(dir, `SELECT a.code FROM application a JOIN standing s ON s.application_id = a.id
  WHERE a.vacancy_id = ${demo.vacancies[0].id} AND ${where} ORDER BY s.list_order LIMIT 1`))[0].code;

test('the page that names people shows no code and leads to no result', async () => {
  const page = await recruiter.get(`${vacancy}/invitations`);
  assert.equal(page.status, 200);
  assert.match(page.text, /@/);
  assert.doesNotMatch(words(page), /K[-‑]\d{3}/);
  assert.doesNotMatch(page.text, /\/desk\/applications\//);
});

test('inviting a person who is there already does not tell their code', async () => {
  const before = await recruiter.get(`${vacancy}/invitations`);
  const [, email] = /([\w.-]+@[\w.-]+)<\/span>/.exec(before.text);
  const page = await recruiter.submit(before, { pick: (f) => f.buttons.some((b) => b.value === 'one'), button: (b) => b.value === 'one',
    values: { name: 'Кто-то', email } });
  assert.equal(page.status, 422);
  assert.doesNotMatch(words(page), /K[-‑]\d{3}/);
});

test('a name is opened by a POST with a reason, and every colleague sees who opened it', async () => {
  const path = `/desk/applications/${await codeOf("s.state = 'placed'")}`;
  const toName = (f) => f.action === `${path}/name`;
  const asked = await recruiter.get(`${path}?name=1`);
  assert.equal(asked.status, 200);
  assert.ok(forms(asked.text).some(toName), 'the name is still hidden');
  const refused = await recruiter.submit(asked, { pick: toName, values: { name_reason: 'other' } });
  assert.equal(refused.status, 422);
  const records = () => sql(dir, "SELECT payload FROM event WHERE kind = 'name.opened'");
  assert.equal((await records()).length, 0);
  const opened = await recruiter.submit(asked, { pick: toName, values: { name_reason: 'other', name_note: 'Звонил сам' } });
  assert.equal(opened.status, 200);
  assert.ok(!forms(opened.text).some(toName), 'the name is open for who opened it');
  const seen = await colleague.get(path);
  assert.match(words(seen), /Имя открывали: Другое : Звонил сам|Имя открывали: Другое: Звонил сам/);
  assert.ok(forms(seen.text).some(toName), 'and hidden from the colleague');
  const [{ payload }] = await records();
  assert.equal(JSON.parse(payload).reason, 'other');
  assert.ok(!payload.includes('Звонил'), 'the note is sealed');
});

/* Must-haves --------------------------------------------------------------------------------------------------- */

const id = () => demo.vacancies[0].id;
const jobs = () => sql(dir, `SELECT tries FROM job WHERE kind = 'standings' AND object_id = ${id()}`);
const settled = () => until(async () => (await jobs()).length === 0, 'the list is computed again');
const rowOf = (page, code) => new RegExp(`<tr[^>]* id="${code}">[\\s\\S]*?</tr>`).exec(page.text)[0];
// The must-haves of the newest version, and a way to say what the questionnaire made of one of them.
const gates = () => sql(dir, `SELECT r.id, r.root_id, r.text, r.field FROM requirement r JOIN instruction i ON i.id = r.instruction_id
  WHERE i.vacancy_id = ${id()} AND r.kind = 'gate' AND i.published_at IS NOT NULL ORDER BY i.version DESC, r.position`);
const propose = (code, gate, word) => sql(dir, `UPDATE gate_result SET proposed = '${word}' WHERE requirement_id = ${gate.id}
  AND application_id = (SELECT id FROM application WHERE code = '${code}')`);

test('an answer that fails a must-have is told apart from one that nobody verified, and is not preselected', async () => {
  const [gate] = await gates();
  const code = await codeOf("s.state = 'placed' AND s.band = 1 AND a.id NOT IN (SELECT application_id FROM gate_check)");
  await propose(code, gate, 'failed');
  const row = async () => unescape(rowOf(await recruiter.get(`${vacancy}/shortlist`), code));
  assert.ok((await row()).includes(`Ответ не подходит: ${gate.text}.`));
  const share = await recruiter.get(`${vacancy}/share`);
  assert.match(share.text, new RegExp(`name="code" value="${code}"(?! checked)`));
  assert.ok(unescape(share.text).includes(`Заказчик увидит «ответ не подходит»: ${gate.text}`));
  await propose(code, gate, 'unverified');
  assert.ok((await row()).includes(`Не проверено: ${gate.text}.`));
  assert.ok(unescape((await recruiter.get(`${vacancy}/share`)).text).includes(`Заказчик увидит «не проверено»: ${gate.text}`));
  await propose(code, gate, 'passed');
});

test('an answer that does not open leaves one must-have unverified and does not stop the list', async () => {
  const [gate] = (await gates()).filter((g) => g.field);
  const [one] = await sql(dir, `SELECT a.id, t.id AS attempt, c.value FROM application a JOIN attempt t ON t.application_id = a.id
    JOIN answer_current c ON c.attempt_id = t.id AND c.item = '${gate.field}' JOIN gate_result g ON g.application_id = a.id AND g.requirement_id = ${gate.id}
    WHERE a.vacancy_id = ${id()} AND a.withdrawn_at IS NULL AND g.proposed = 'passed' LIMIT 1`);
  const put = (value) => sql(dir, `UPDATE answer_current SET value = '${value}' WHERE attempt_id = ${one.attempt} AND item = '${gate.field}'`);
  const again = async () => { await sql(dir, `INSERT INTO job (kind, object_id, run_at, tries) VALUES ('standings', ${id()}, 0, 0)`); await settled(); };
  const proposed = async () => (await sql(dir, `SELECT proposed FROM gate_result WHERE requirement_id = ${gate.id} AND application_id = ${one.id}`))[0].proposed;
  await put(`${one.value.slice(0, -8)}AAAAAAAA`);
  await again();
  assert.equal(await proposed(), 'unverified');
  await put(one.value);
  await again();
  assert.equal(await proposed(), 'passed');
});

/* The list is of a moment ---------------------------------------------------------------------------------------- */

test('while the list is being computed the pages say of when it is, and nothing is shown to the client', async () => {
  const now = Date.now();
  await sql(dir, `INSERT INTO job (kind, object_id, run_at, tries, last_error) VALUES ('standings', ${id()}, ${now + 3_600_000}, 2, 'failed')`);
  const list = words(await recruiter.get(`${vacancy}/shortlist`));
  assert.match(list, /Посчитано /);
  assert.match(list, /Пересчёт не удался/);
  const page = await recruiter.get(`${vacancy}/share`);
  assert.match(page.text, /value="share" aria-disabled="true"/);
  const shares = () => sql(dir, `SELECT id FROM share WHERE vacancy_id = ${id()}`);
  const before = await shares();
  const refused = await recruiter.submit(page, { pick: (f) => f.buttons.some((b) => b.value === 'share'), button: (b) => b.value === 'share' });
  assert.equal(refused.status, 409);
  assert.deepEqual(await shares(), before);
  await sql(dir, `UPDATE job SET run_at = 0 WHERE kind = 'standings' AND object_id = ${id()}`);
  await settled();
  assert.doesNotMatch(words(await recruiter.get(`${vacancy}/shortlist`)), /Посчитано /);
});

test('a person of the shown list who is confirmed as failing is named on the list, the share page and their own page', async () => {
  const [{ code }] = await sql(dir, `SELECT a.code FROM share_row r JOIN share s ON s.id = r.share_id JOIN application a ON a.id = r.application_id
    WHERE s.vacancy_id = ${id()} ORDER BY s.number DESC, a.code LIMIT 1`);
  const [gate] = await gates();
  const pages = [`${vacancy}/shortlist`, `${vacancy}/share`, `/desk/applications/${code}`];
  for (const path of pages) assert.doesNotMatch((await recruiter.get(path)).text, /id="changed"/, path);
  const own = await recruiter.get(`/desk/applications/${code}`);
  await recruiter.submit(own, { pick: (f) => f.action.endsWith('/gate') && f.fields.some(([, v]) => v === String(gate.root_id)), button: (b) => b.value === '0' });
  await settled();
  for (const path of pages) {
    const page = await recruiter.get(path);
    assert.match(page.text, /id="changed"/, path);
    assert.ok(words(page).includes(gate.text), path);
    assert.match(words(page), /Показать новый список/, path);
  }
  assert.match(words(await recruiter.get(`/desk/applications/${code}`)), /Решение противоречит подтверждённому/);
});

/* What if -------------------------------------------------------------------------------------------------------- */

test('a trial changes the heading with the list, and says who came, went or lost a place', async () => {
  const plain = await recruiter.get(`${vacancy}/shortlist`);
  const [, name] = /name="(w\.\d+)"/.exec(plain.text);
  const page = await recruiter.get(`${vacancy}/shortlist?${name}=90`);
  const region = /<div id="list"[\s\S]*?<form class="panel/.exec(page.text)[0];
  assert.match(region, /<h1>/);
  const trial = words({ text: /<div class="note w m16" id="trial">[\s\S]*?<\/div>/.exec(region)[0] });
  assert.match(trial, /Вошли в первую группу: K|Вышли из первой группы: K|Остались без места: K|Первая группа та же/);
});

/* Finding people --------------------------------------------------------------------------------------------------- */

const find = async (q) => recruiter.submit(await recruiter.get(`${vacancy}/invitations`),
  { pick: (f) => f.buttons.some((b) => b.value === 'find'), button: (b) => b.value === 'find', values: { q } });
const rows = (page) => (page.text.match(/<tr[^>]* data-row/g) ?? []).length;

test('a person is found by the whole e-mail and by a part of the name, and the search leaves no trace in an address', async () => {
  const first = await recruiter.get(`${vacancy}/invitations`);
  const [, name, email] = /<th scope="row">([^<]+?)(?: <span class="tag">[^<]*<\/span>)?<br><span[^>]*>([^<]+)</.exec(first.text);
  const byMail = await find(email.toUpperCase());
  assert.deepEqual([byMail.status, rows(byMail)], [200, 1]);
  assert.ok(byMail.text.includes(unescape(name)));
  const byName = await find(unescape(name).split(' ')[1].toLowerCase());
  assert.ok(rows(byName) >= 1 && byName.text.includes(email));
  assert.match(words(byName), /по имени искали среди людей списка с 1 по \d+/);
  assert.doesNotMatch(byName.path, /q=/);
  assert.equal(rows(await find('nobody@nowhere.example')), 0);
});

test('the list of people can be asked for one state', async () => {
  const page = await recruiter.get(`${vacancy}/invitations?state=invited`);
  const [{ n }] = await sql(dir, `SELECT count(*) AS n FROM application WHERE vacancy_id = ${id()} AND state = 'invited' AND withdrawn_at IS NULL`);
  assert.equal(rows(page), Math.min(n, 50));
});

test('everybody who has not opened is reminded once, after a second press', async () => {
  await sql(dir, `UPDATE event SET at = at - 200000000 WHERE kind IN ('application.invited', 'application.invited_again')`);
  const letters = async () => (await sql(dir, "SELECT count(*) AS n FROM outbox WHERE kind = 'invitation'"))[0].n;
  const before = await letters();
  const press = async (page, value) => recruiter.submit(page, { pick: (f) => f.buttons.some((b) => b.value === value), button: (b) => b.value === value });
  const asked = await press(await recruiter.get(`${vacancy}/invitations`), 'remind');
  assert.equal(await letters(), before, 'the first press only asks');
  const n = Number(/Отправить (\d+)/.exec(words(asked))[1]);
  assert.ok(n > 0);
  const done = await press(asked, 'remind.sure');
  assert.equal(await letters(), before + n);
  assert.ok(!done.text.includes('value="remind"'), 'nobody is left to be reminded today');
});

test('a code that is typed on the list leads to its page; an unknown one is said to be unknown', async () => {
  const code = await codeOf("s.state = 'placed'");
  const found = await recruiter.get(`${vacancy}/shortlist?find=${encodeURIComponent(`к ${code.slice(2)}`)}`);
  assert.deepEqual([found.status, found.location], [303, `/desk/applications/${code}`]);
  const none = await recruiter.get(`${vacancy}/shortlist?find=K-99999`);
  assert.equal(none.status, 200);
  assert.match(words(none), /Кода «K-99999» в этой вакансии нет/);
});

test('decided people are found on the list', async () => {
  const page = await recruiter.get(`${vacancy}/shortlist?d=advance`);
  const decided = await sql(dir, `SELECT DISTINCT a.code FROM decision d JOIN application a ON a.id = d.application_id
    WHERE a.vacancy_id = ${id()} AND d.outcome = 'advance' AND d.undone_at IS NULL AND a.withdrawn_at IS NULL`);
  assert.equal(rows(page), decided.length);
  for (const { code } of decided) assert.ok(page.text.includes(`/desk/applications/${code}`), code);
});

test('the inbox and the vacancies name the same next step', async () => {
  const inbox = await recruiter.get('/desk/requests');
  const list = await recruiter.get('/desk/vacancies');
  const steps = (page) => Object.fromEntries([...page.text.matchAll(/href="\/desk\/vacancies\/(\d+)(\/[a-z]+[^"]*)"[^>]*>([^<]+)</g)].map(([, v, tail, label]) => [v, tail + label.trim()]));
  const [a, b] = [steps(inbox), steps(list)];
  for (const v of Object.keys(a)) assert.equal(b[v], a[v], v);
  assert.ok(Object.keys(a).length > 0);
});

/* Figures that nobody gave ------------------------------------------------------------------------------------------ */

test('figures of the library are supposed until somebody confirms them', async () => {
  const draft = `/desk/vacancies/${demo.vacancies[2].id}`;
  const finding = /Проверьте суммы и пределы в правах/;
  assert.match(words(await recruiter.get(`${draft}/plan`)), finding);
  const page = await recruiter.get(`${draft}/instruction?tab=rights`);
  assert.match(words(page), /предположено/);
  await recruiter.submit(page, { pick: (f) => f.buttons.some((b) => b.value === 'figures'), button: (b) => b.value === 'figures' });
  assert.doesNotMatch(words(await recruiter.get(`${draft}/plan`)), finding);
  assert.doesNotMatch(words(await recruiter.get(`${draft}/instruction?tab=rights`)), /предположено/);
});

/* What the measurement can carry ------------------------------------------------------------------------------------ */

const LEVEL = /^([1-5]), (начальный|базовый|рабочий|сильный|образцовый)( возможно [1-5]–[1-5])?$/;
const NONE = /^–/;
const strip = (html) => words({ text: html }).replace(/\s+/g, ' ').trim();
const cells = (page, label) => [...page.text.matchAll(new RegExp(`<td[^>]* data-l="${label}">([\\s\\S]*?)</td>`, 'g'))].map((m) => strip(m[1].replace(/<svg[\s\S]*?<\/svg>/g, '')));
// code → band, as the list shows it
function bandsOf(page) {
  const map = new Map();
  let band = 0;
  for (const [, b, code] of page.text.matchAll(/<tr[^>]* id="(?:band-(\d+)|(K-\d+))"/g)) {
    if (b) band = Number(b); else map.set(code, band);
  }
  return map;
}
const recompute = async () => { await sql(dir, `INSERT INTO job (kind, object_id, run_at, tries) VALUES ('standings', ${id()}, 0, 0) ON CONFLICT DO NOTHING`); await settled(); };
const placed = (where = '1') => sql(dir, `SELECT a.code, s.band FROM application a JOIN standing s ON s.application_id = a.id JOIN instruction i ON i.id = s.instruction_id
  WHERE a.vacancy_id = ${id()} AND s.state = 'placed' AND a.withdrawn_at IS NULL AND ${where}
  AND i.version = (SELECT max(version) FROM instruction WHERE vacancy_id = ${id()} AND published_at IS NOT NULL) ORDER BY s.list_order`);

test('levels are whole numbers with a word, and a range only where there is one', async () => {
  const [one, two] = await placed();
  const own = cells(await recruiter.get(`/desk/applications/${one.code}`), 'Уровень');
  assert.ok(own.length >= 8);
  for (const cell of own) assert.ok(LEVEL.test(cell) || NONE.test(cell), cell);
  for (const cell of own.filter((c) => c.includes('возможно'))) {
    const [, level, lo, hi] = /^(\d),.*возможно (\d)–(\d)$/.exec(cell);
    assert.ok(lo < hi && lo <= level && level <= hi, cell);
  }
  const page = await recruiter.get(`${vacancy}/compare?c=${one.code}&c=${two.code}`);
  const both = cells(page, one.code.replace('-', '‑')).slice(0, -1);
  assert.ok(both.length >= 8);
  for (const cell of both) assert.ok(LEVEL.test(cell) || NONE.test(cell), cell);
});

test('in a trial an arrow stands beside those who change their group, and beside nobody else', async () => {
  const approved = await recruiter.get(`${vacancy}/shortlist`);
  const was = bandsOf(approved);
  assert.doesNotMatch(approved.text, /class="moved-by"/);
  let moved = 0, stayed = 0;
  for (const [, name] of [...approved.text.matchAll(/name="(w\.\d+)"/g)].slice(0, 4)) {
    const page = await recruiter.get(`${vacancy}/shortlist?${name}=60`);
    for (const [code, band] of bandsOf(page)) {
      const arrow = /class="moved-by"><span[^>]*>([▲▼])/.exec(rowOf(page, code))?.[1];
      const wanted = !was.has(code) || was.get(code) === band ? undefined : band < was.get(code) ? '▲' : '▼';
      assert.equal(arrow, wanted, `${code}: group ${was.get(code)} and now ${band}`);
      if (wanted) moved++; else stayed++;
    }
  }
  assert.ok(moved > 0 && stayed > 0, `${moved} moved, ${stayed} stayed`);
});

test('of two equals no page says that one is higher', async () => {
  const all = await placed();
  const band = all.find((p, i) => p.band === all[i + 1]?.band).band; // the first with two people
  const equals = all.filter((p) => p.band === band).slice(0, 2).map((p) => p.code);
  const list = await recruiter.get(`${vacancy}/shortlist?why=${equals.join(',')}`);
  const compare = await recruiter.get(`${vacancy}/compare?c=${equals.join('&c=')}`);
  for (const text of [/<tr class="open" id="why">[\s\S]*?Свернуть/.exec(list.text)[0], /<section class="part" aria-labelledby="pairs">[\s\S]*?<\/section>/.exec(compare.text)[0]]) {
    const said = strip(text);
    assert.match(said, /Чем отличаются K/);
    assert.match(said, /считайте равными/);
    assert.doesNotMatch(said, /выше|ниже/i);
  }
  const apart = all.find((p) => p.band > band);
  assert.match(words(await recruiter.get(`${vacancy}/shortlist?why=${equals[0]},${apart.code}`)), /Почему K.\d+ выше K.\d+/);
});

test('comparing more people asks for a larger difference, and the page says by which rule', async () => {
  const codes = (await placed()).slice(0, 4).map((p) => p.code);
  const at = async (n) => words(await recruiter.get(`${vacancy}/compare?c=${codes.slice(0, n).join('&c=')}`));
  assert.match(await at(2), /больше 1,645 ошибки разности/);
  assert.match(await at(3), /3 пары,.* больше 2,13 ошибки разности.*Бонферрони/);
  assert.match(await at(4), /6 пар,.* больше 2,39 ошибки разности.*Бонферрони/);
});

test('the page of a candidate says where the error comes from', async () => {
  const [one] = await placed();
  const page = await recruiter.get(`/desk/applications/${one.code}`);
  const said = words(page);
  for (const part of ['Биномиальная', 'Между ситуациями', 'Полнота', '√(p · (1 − p) / (k + 2))', '100 · s / √m', 'assessments/METHOD.md'])
    assert.ok(said.includes(part), part);
  assert.match(said, /ошибка биномиальная/);
  assert.match(said, /ошибка между ситуациями/);
});

test('the client sees the list as it was frozen: neither axis nor border move, and it says that scores are provisional', async () => {
  const client = new Visitor(server.url);
  const portal = await client.submit(await client.get(demo.clients[0].portal));
  const figure = (page) => /<figure class="figure part">[\s\S]*?<\/figure>/.exec(page.text)[0];
  const strips = (page) => page.text.match(/<div class="strip">[\s\S]*?<\/div>/g);
  assert.match(words(portal), /Оценки предварительные: ключи тестов и границы уровней ещё не утвердила группа экспертов/);
  assert.doesNotMatch(words(portal), /уровень.[1-5],\d/);
  assert.match(words(portal), /уровень.[1-5] \((начальный|базовый|рабочий|сильный|образцовый)\)/);
  const standings = () => sql(dir, `SELECT s.application_id, s.composite FROM standing s JOIN application a ON a.id = s.application_id WHERE a.vacancy_id = ${id()} ORDER BY 1`);
  const before = await standings();
  const turn = () => sql(dir, `UPDATE competency_score SET estimate = 100 - estimate WHERE attempt_id IN
    (SELECT t.id FROM attempt t JOIN application a ON a.id = t.application_id WHERE a.vacancy_id = ${id()})`);
  await turn();
  await recompute();
  assert.notDeepEqual(await standings(), before);
  const after = await client.get(portal.path);
  assert.equal(figure(after), figure(portal));
  assert.deepEqual(strips(after), strips(portal));
  await turn();
  await recompute();
});

test('what was hardly shown prints a dash and the reason, no score', async () => {
  const [other, one] = (await placed()).slice(-2);
  await sql(dir, `UPDATE competency_score SET shown_share = 0.3 WHERE attempt_id IN
    (SELECT t.id FROM attempt t JOIN application a ON a.id = t.application_id WHERE a.code = '${one.code}')`);
  await recompute();
  const page = await recruiter.get(`/desk/applications/${one.code}`);
  const own = cells(page, 'Уровень');
  for (const cell of own) assert.equal(cell, '–');
  for (const cell of cells(page, 'Оценка')) assert.match(cell, /^–/);
  assert.match(words(page), /показано 30 % заданий, для вывода мало/);
  assert.match(page.text, /<p class="h2 m0"><b>–<\/b>/);
  assert.doesNotMatch(words(page), /Как получился балл/);
  const list = await recruiter.get(`${vacancy}/shortlist`);
  const [row] = [...list.text.matchAll(/<tr class="out"[\s\S]*?<\/tr>/g)].map((m) => m[0]).filter((r) => r.includes(`/desk/applications/${one.code}"`));
  assert.match(row, /<td class="n dim nb">–<\/td>/);
  const pair = await recruiter.get(`${vacancy}/compare?c=${one.code}&c=${other.code}`);
  for (const cell of cells(pair, one.code.replace('-', '‑'))) assert.match(cell, /^–/);
});
