// What pages promise is what happens: a name is passed on with consent only, wishes are read, outcomes are written.
// Each test continues where the one before it stopped.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder, demoFolder, forms, nameOperator, otbor, serve, signIn, sql, unescape, Visitor } from '../support/otbor.mjs';
import { openInvitation } from '../support/candidate.mjs';

let dir, demo, server, client, recruiter, portal, person;

const words = (page) => unescape(page.text.replace(/<head>[\s\S]*?<\/head>/, '').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');
const has = (value) => (f) => f.buttons.some((b) => b.value === value);

// The letters of a kind, each as it is printed for who runs the server.
async function letters(kind) {
  const rows = await sql(dir, `SELECT id FROM outbox WHERE kind = '${kind}' ORDER BY created_at`);
  return Promise.all(rows.map(async ({ id }) => {
    const { code, stdout, stderr } = await otbor(['outbox', String(id), '--data', dir]);
    assert.equal(code, 0, stderr);
    return stdout;
  }));
}

// The card of a candidate on a page of the client's.
const card = (page, code) => new RegExp(`<article class="card" id="${code}"[\\s\\S]*?</article>`).exec(page.text)[0].replace(/\s+/g, ' ');

before(async () => {
  ({ dir, demo } = await demoFolder(21));
  server = await serve(dir, { flags: ['--limits', 'off'] });
  client = new Visitor(server.url);
  portal = await client.submit(await client.get(demo.clients[0].portal));
  recruiter = await signIn(server.url, demo.users.find((u) => u.role === 'recruiter'));
});
after(async () => { await server?.stop(); });

/* The name ------------------------------------------------------------------------------------------------- */

const pick = (code, verdict) => (f) => f.fields.some(([k, v]) => k === 'code' && v === code) && f.buttons.some((b) => b.value === verdict);
const say = (code, verdict) => async () => client.submit(await client.get(portal.path), { pick: pick(code, verdict), button: (b) => b.value === verdict });
const answer = async (value) => person.visitor.submit(await person.visitor.get(`/t/${person.attempt}/result`), { pick: has(value), button: (b) => b.value === value });
const consents = () => sql(dir, `SELECT action, text_version, text_hash FROM consent WHERE purpose = 'transfer' ORDER BY at`);

test('an invitation writes to the candidate: the vacancy by its title, the company by its name, a link that lives', async () => {
  const code = /<article class="card" id="([^"]+)"/.exec(portal.text)[1];
  const [{ title, client: company }] = await sql(dir, `SELECT v.title, c.name AS client FROM vacancy v JOIN client c ON c.id = v.client_id WHERE v.id = ${portal.path.split('/').pop()}`);
  assert.doesNotMatch(card(portal, code), /@/);
  await say(code, 'invite')();
  const [text, ...more] = await letters('choice.invited');
  assert.equal(more.length, 0);
  assert.ok(text.includes(`Вакансия «${title}», ${company}.`), text.slice(-1500));
  const link = /странице:\n\s*\S*(\/l\/[\w-]{32})/.exec(text)[1];
  const visitor = new Visitor(server.url);
  const page = await visitor.submit(await visitor.get(link));
  const [, attempt] = /^\/t\/(\d+)\/result$/.exec(page.path);
  person = { code, visitor, attempt, company };
  assert.match(words(page), new RegExp(`${company.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} приглашает вас на встречу`));
  assert.match(words(page), /Согласие на передачу имени и почты заказчику/);
});

test('until the candidate answers, the client sees no name and the recruiter sees that it is waited for', async () => {
  const page = await client.get(portal.path);
  assert.doesNotMatch(card(page, person.code), /@/);
  assert.match(card(page, person.code), /когда кандидат согласится/);
  assert.match(words(await recruiter.get(`/desk/applications/${person.code}`)), /ещё не ответил, передать ли имя/);
});

test('a refusal is kept with the text it answers, and no name is shown', async () => {
  const page = await answer('no');
  assert.match(words(page), /Имя и почта не переданы/);
  const rows = await consents();
  assert.deepEqual(rows.map((r) => r.action), ['refused']);
  assert.ok(rows[0].text_version && rows[0].text_hash);
  assert.match(card(await client.get(portal.path), person.code), /не согласился передать/);
  assert.match(words(await recruiter.get(`/desk/vacancies/${portal.path.split('/').pop()}/share`)), /Кандидат не передаёт имя и почту/);
});

test('consent shows name and address to this client, each view leaves a record, and the data copy names the consent', async () => {
  const views = async () => (await sql(dir, `SELECT count(*) AS n FROM event WHERE kind = 'viewed'`))[0].n;
  assert.match(words(await answer('yes')), /Имя и почта переданы/);
  const seen = await views();
  const shown = card(await client.get(portal.path), person.code);
  assert.match(shown, /<dd>[^<]+ [^<]+<\/dd><dt>Почта<\/dt><dd>\S+@\S+<\/dd>/);
  assert.equal(await views(), seen + 1);
  assert.match(words(await recruiter.get(`/desk/applications/${person.code}`)), /Имя и почта переданы с согласия кандидата/);
  const [told] = await letters('transfer.given');
  assert.match(told, new RegExp(`Кандидат ${person.code.replace('-', '\u2011')}[\\s\\S]*/l/[\\w-]{32}`), 'the client hears of it');
  const copy = JSON.parse((await person.visitor.get(`/t/${person.attempt}/data.json`)).text);
  assert.deepEqual(copy.consents.filter((c) => c.purpose === 'transfer').map((c) => c.action), ['refused', 'given']);
});

test('a text that has changed meanwhile is not consented to', async () => {
  const page = await person.visitor.get(`/t/${person.attempt}/result`);
  const rows = await consents();
  const reply = await person.visitor.post(`/t/${person.attempt}/transfer`, { csrf: Visitor.csrf(page), answer: 'yes', version: '0.9' });
  assert.equal(reply.status, 409);
  assert.deepEqual(await consents(), rows);
});

test('withdrawing hides the name at once, and the candidate may still change the mind', async () => {
  assert.match(words(await answer('withdraw')), /Имя и почта больше не показываются/);
  const shown = card(await client.get(portal.path), person.code);
  assert.doesNotMatch(shown, /@/);
  assert.match(shown, /отозвал согласие/);
  await answer('yes');
  assert.match(card(await client.get(portal.path), person.code), /@/);
});

test('when the client takes the invitation back nothing is shown, and nobody may be made to answer', async () => {
  await say(person.code, 'none')();
  assert.doesNotMatch(card(await client.get(portal.path), person.code), /@/);
  assert.match(words(await answer('withdraw')), /Ответы отправлены/);
  const page = await person.visitor.get(`/t/${person.attempt}/result`);
  assert.equal(forms(page.text).some((f) => /transfer/.test(f.action)), false);
  const reply = await person.visitor.post(`/t/${person.attempt}/transfer`, { csrf: Visitor.csrf(page), answer: 'yes', version: '1.0' });
  assert.equal(reply.status, 410);
});

/* Questions -------------------------------------------------------------------------------------------------- */

test('a question is a message: the invitation stands, a second invitation sends no second letter, both are on the card', async () => {
  const code = [...portal.text.matchAll(/<article class="card" id="([^"]+)"/g)].map((m) => m[1]).find((c) => c !== person.code);
  const ask = async (text) => client.submit(await client.get(portal.path), { pick: pick(code, 'question'), values: { comment: text }, button: (b) => b.value === 'question' });
  const written = (await letters('choice.invited')).length;
  await say(code, 'invite')();
  await ask('Готов ли человек работать по субботам?');
  await ask('Готов ли человек работать по субботам?');
  let shown = card(await client.get(portal.path), code);
  assert.match(shown, /Вы пригласили/);
  assert.match(shown, /Готов ли человек работать по субботам\?/);
  assert.equal(shown.match(/работать по субботам/g).length, 1, 'the same question again adds nothing');
  await say(code, 'none')();
  assert.doesNotMatch(card(await client.get(portal.path), code), /Вы пригласили/);
  await say(code, 'invite')();
  shown = card(await client.get(portal.path), code);
  assert.match(shown, /Вы пригласили/);
  assert.match(shown, /работать по субботам/);
  assert.equal((await letters('choice.invited')).length, written + 1, 'one letter for two invitations');
  const staff = (await sql(dir, 'SELECT id FROM staff WHERE disabled_at IS NULL')).length;
  const told = (await letters('choice.notice')).filter((t) => t.includes(code.replace('-', '\u2011')));
  assert.equal(told.length, 4 * staff, 'the staff hears of each word');
  assert.ok(told.every((t) => !t.includes('субботам')), 'without the words themselves');
});

test('the recruiter answers on the desk: the answer stands on the card and goes to the client by mail, once', async () => {
  const where = `/desk/vacancies/${portal.path.split('/').pop()}/share`;
  const send = async (text) => recruiter.submit(await recruiter.get(where), { pick: has('answer'), values: { answer: text }, button: (b) => b.value === 'answer' });
  const empty = await send('');
  assert.equal(empty.status, 422);
  assert.match(words(empty), /Напишите ответ/);
  const question = forms((await recruiter.get(where)).text).find(has('answer'));
  assert.match(words(await send('Да, но не каждую неделю')), /Да, но не каждую неделю/);
  assert.match(words(await client.get(portal.path)), /Ответ рекрутера, [^:]+:\d\d \(МСК\) Да, но не каждую неделю/);
  const [letter, ...more] = await letters('choice.answered');
  assert.equal(more.length, 0);
  assert.match(letter, /субботам\?[\s\S]*Да, но не каждую неделю[\s\S]*\/l\/[\w-]{32}/);
  assert.equal((await recruiter.post(where, [...question.fields.filter(([k]) => k !== 'answer'), ['answer', 'Нет'], ['do', 'answer']])).status, 409);
});

/* The wish ------------------------------------------------------------------------------------------------- */

test('a wish for other conditions reaches the staff, stands on the desk apart from results, and never before the client', async () => {
  const { visitor, attempt } = await openInvitation(server.url, demo.invitations[0]);
  const asked = 'Прошу вдвое больше времени и перерыв в середине';
  const before = async () => visitor.submit(await visitor.get(`/t/${attempt}/before`), { pick: (f) => /before$/.test(f.action), values: { wish: asked } });
  await before();
  const [{ code, vacancy }] = await sql(dir, `SELECT a.code, a.vacancy_id AS vacancy FROM application a JOIN attempt t ON t.application_id = a.id WHERE t.id = ${attempt}`);
  const told = await letters('wish.notice');
  assert.ok(told.length > 0 && told.every((text) => text.includes(code) && !text.includes(asked)), told.join('\n'));
  await before();
  assert.equal((await letters('wish.notice')).length, told.length, 'the same wish again tells nobody anew');
  let found = null;
  for (let n = 1; !found && n < 20; n += 1) found = (await recruiter.get(`/desk/vacancies/${vacancy}/invitations?page=${n}`)).text.includes(asked);
  assert.ok(found, 'in the list of people, beside the name: no code stands there');
  const page = await recruiter.get(`/desk/applications/${code}`);
  assert.match(page.text, new RegExp(`<details class="note m16" id="wish" open>[\\s\\S]*${asked}`));
  assert.ok(!(await client.get(portal.path)).text.includes(asked));
});

/* The outcome ---------------------------------------------------------------------------------------------- */

const decide = async (code, outcome, reason) => recruiter.submit(await recruiter.get(`/desk/applications/${code}`),
  { pick: (f) => /\/decision$/.test(f.action), values: { outcome, reason } });
const undo = async (code) => recruiter.submit(await recruiter.get(`/desk/applications/${code}`), { pick: (f) => /\/undo$/.test(f.action) });

test('a refusal queues the letter that the form has shown, an hour later; taken back in time it goes no more', async () => {
  const [{ code, title }] = await sql(dir, `SELECT a.code, v.title FROM application a JOIN vacancy v ON v.id = a.vacancy_id WHERE a.state = 'completed'
    AND a.withdrawn_at IS NULL AND a.id NOT IN (SELECT application_id FROM decision) ORDER BY a.code LIMIT 1`);
  const form = await recruiter.get(`/desk/applications/${code}`);
  assert.match(words(form), new RegExp(`Письмо кандидату при отказе .*Итог отбора: ${title}`));
  await decide(code, 'hold', 'reserve');
  assert.deepEqual(await letters('decision.declined'), []);
  const page = await decide(code, 'decline', 'weaker_in_main');
  assert.match(words(page), /Решение: отказ\. .*Письмо кандидату уйдёт/);
  const [text, ...more] = await letters('decision.declined');
  assert.equal(more.length, 0);
  assert.match(text, /Здравствуйте!/);
  assert.doesNotMatch(text, /весит больше|weaker/, 'the reason is not in it');
  const [{ wait }] = await sql(dir, `SELECT next_at - created_at AS wait FROM outbox WHERE kind = 'decision.declined'`);
  assert.equal(wait, 3_600_000);
  await undo(code);
  assert.deepEqual(await letters('decision.declined'), []);
});

test('a letter that has gone is not sent twice, and the page says that it has', async () => {
  const [{ code }] = await sql(dir, `SELECT code FROM application WHERE state = 'completed' AND withdrawn_at IS NULL
    AND id NOT IN (SELECT application_id FROM decision) ORDER BY code DESC LIMIT 1`);
  await decide(code, 'decline', 'weaker_in_main');
  await sql(dir, `UPDATE outbox SET state = 'sent', sent_at = created_at WHERE kind = 'decision.declined'`);
  const page = await decide(code, 'decline', 'post_filled');
  assert.match(words(page), /Письмо кандидату ушло/);
  assert.equal((await letters('decision.declined')).length, 1);
});

/* The operator --------------------------------------------------------------------------------------------- */

test('a site that names no operator takes no request and says why; named, it takes one', async () => {
  const data = join(dataFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  for (const [status, title] of [[503, 'Сайт ещё не настроен'], [200, 'Заявка на подбор']]) {
    const other = await serve(data);
    const page = await new Visitor(other.url).get('/request');
    await other.stop();
    assert.equal(page.status, status);
    assert.ok(words(page).includes(title), words(page));
    nameOperator(data);
  }
});
