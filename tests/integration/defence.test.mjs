// What an attacker tried, and what must come of it: links that were taken back, forms of others, guessed tokens,
// invented devices, a wrong key file, edited history.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { BIN, dataFolder, demoFolder, forms, otbor, serve, signIn, sql, unescape, Visitor } from '../support/otbor.mjs';
import { openInvitation } from '../support/candidate.mjs';

let dir, demo, server, recruiter, used = 0;
const words = (page) => unescape(page.text.replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');
const to = (path) => (f) => f.method === 'post' && f.action.split('?')[0] === path;
const invitation = () => demo.invitations[used++];
const user = (role) => demo.users.find((u) => u.role === role);
const consentForm = (f) => f.action.endsWith('/consent') && /name="agree"/.test(f.html);
const asked = (n) => ({ company: `Завод ${n}`, contact: 'Олег Ветров', address: `vetrov${n}@veter.example`, title: 'Менеджер <b>', place: 'Тверь', comment: '' });

before(async () => {
  ({ dir, demo } = await demoFolder(21));
  server = await serve(dir, { flags: ['--limits', 'off'] });
  recruiter = await signIn(server.url, user('recruiter'));
});
after(async () => { await server?.stop(); });

async function byLink(link) {
  const visitor = new Visitor(server.url);
  const page = await visitor.submit(await visitor.get(link));
  return { visitor, page };
}

// A client who has just asked: { visitor, page, consent } – consent is the page with the form that was sent.
async function newRequest(n) {
  const visitor = new Visitor(server.url);
  const consent = await visitor.submit(await visitor.get('/request'), { values: asked(n) });
  const page = await visitor.submit(consent, { pick: consentForm, values: { agree: 'yes' } });
  assert.match(page.path, /^\/r\/\d+$/);
  return { visitor, page, consent };
}

/* A person's copy of their data ------------------------------------------------------------------------------- */

test('the copy of one’s data tells no figures while the selection runs, and whole points when it is over', async () => {
  const [{ id, vacancy, person }] = await sql(dir, `SELECT t.id, a.vacancy_id AS vacancy, a.person_id AS person FROM attempt t JOIN application a ON a.id = t.application_id
    JOIN vacancy v ON v.id = a.vacancy_id JOIN link l ON l.purpose = 'invite' AND l.object_id = a.id WHERE t.submitted_at IS NOT NULL AND a.withdrawn_at IS NULL
    AND v.state = 'open' AND v.closes_at > ${Date.now()} AND a.id NOT IN (SELECT application_id FROM decision)
    ORDER BY (SELECT count(*) FROM competency_score c WHERE c.attempt_id = t.id) DESC LIMIT 1`);
  // a session of that person: the links of the demo’s finished people are nobody’s to see
  const { visitor } = await openInvitation(server.url, invitation());
  const [{ token_hash: session, subject_id: other }] = await sql(dir, "SELECT token_hash, subject_id FROM session WHERE kind = 'candidate' ORDER BY created_at DESC LIMIT 1");
  await sql(dir, `UPDATE session SET subject_id = ${person} WHERE token_hash = '${session}'`);
  const copy = async () => JSON.parse((await visitor.get(`/t/${id}/data.json`)).text);
  const page = async (lang = '') => (await visitor.get(`/t/${id}/data`, { headers: lang ? { 'accept-language': lang } : {} })).text;
  const section = (html, name) => new RegExp(`<section[^>]*aria-labelledby="${name}">([\\s\\S]*?)</section>`).exec(html)[1];
  const early = await copy(), read = await page();
  assert.equal(typeof early.results, 'string');
  assert.match(early.results, /отбор|selection/);
  // The page tells the same in words, leads to the file, and has neither a figure of a result nor a key.
  assert.match(read, new RegExp(`href="/t/${id}/data\\.json"`));
  assert.ok(!/\d/.test(section(read, 'results').replace(/<[^>]*>/g, '')), section(read, 'results'));
  const plain = unescape(read.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
  for (const own of [early.person.name, early.person.email, early.application.vacancy, early.application.receipt]) assert.ok(plain.includes(own.replace(/\s+/g, ' ')), own);
  for (const s of early.sections) assert.ok(plain.includes(s.section.replace(/\s+/g, ' ')), s.section);
  assert.equal((read.match(/<th scope="row">/g) ?? []).length >= early.sections.flatMap((s) => s.answers).length + early.consents.length, true);
  assert.doesNotMatch(read, /rationale|"key"|data-estimate/);
  await sql(dir, `UPDATE vacancy SET state = 'closed' WHERE id = ${vacancy}`);
  const late = await copy(), lateRead = section(await page(), 'results');
  await sql(dir, `UPDATE vacancy SET state = 'open' WHERE id = ${vacancy}; UPDATE session SET subject_id = ${other} WHERE token_hash = '${session}'`);
  assert.ok(Array.isArray(late.results) && late.results.length > 0, JSON.stringify(late.results));
  for (const row of late.results)
    assert.match(unescape(lateRead), new RegExp(`<th scope="row">${row.competency.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}</th><td>${row.estimate_0_100}</td>`));
  for (const row of late.results)
    for (const name of ['estimate_0_100', 'from', 'to']) assert.ok(Number.isInteger(row[name]) && row[name] >= 0 && row[name] <= 100, `${name} ${row[name]}`);
});

test('a contact reads on the page of the request what is kept of them, and takes it along as a file; nobody else does', async () => {
  const { visitor, page } = await newRequest('копии');
  const where = `${page.path}/data.json`;
  assert.match(page.text, new RegExp(`href="${where}"`));
  const copy = JSON.parse((await visitor.get(where)).text);
  assert.deepEqual(Object.keys(copy), ['request', 'brief', 'consents']);
  assert.deepEqual(copy.consents.map((c) => [c.purpose, c.action]), [['request', 'given']]);
  for (const own of [copy.request.company, copy.request.contact, copy.request.address, copy.request.post, copy.request.place]) {
    assert.ok(own, JSON.stringify(copy.request));
    assert.ok(words(page).includes(own.replace(/\s+/g, ' ')), own);
  }
  assert.ok(words(page).includes(`версия ${copy.consents[0].text_version}`), 'the page names the consent');
  assert.equal((await (await newRequest('чужой')).visitor.get(where)).status, 404);
  await visitor.submit(await visitor.get(`${page.path}/withdraw`), { pick: to(`${page.path}/withdraw`), values: { address: copy.request.address } });
  assert.equal((await visitor.get(where)).status, 303, 'a withdrawn request shows nothing but that');
});

/* Links that were taken back ------------------------------------------------------------------------------------ */

test('a revoked invitation ends the sessions it opened', async () => {
  const link = invitation();
  const { visitor, attempt } = await openInvitation(server.url, link);
  assert.equal((await visitor.get(`/t/${attempt}`)).status, 200);
  const [{ application, vacancy }] = await sql(dir, `SELECT a.id AS application, a.vacancy_id AS vacancy FROM attempt t JOIN application a ON a.id = t.application_id WHERE t.id = ${attempt}`);
  const path = `/desk/vacancies/${vacancy}/invitations`;
  const page = await recruiter.get(path);
  await recruiter.post(path, { csrf: Visitor.csrf(page), do: `revoke.${application}` });
  assert.equal((await visitor.get(`/t/${attempt}`)).status, 401);
  assert.equal((await visitor.get(link)).status, 410);
});

test('a revoked list closes for who came by its link and for who came by the request', async () => {
  const status = await byLink(demo.clients[0].status), portal = await byLink(demo.clients[0].portal);
  const list = portal.page.path;
  assert.match(list, /^\/c\/vacancies\/\d+$/);
  assert.deepEqual([(await status.visitor.get(list)).status, (await portal.visitor.get(list)).status], [200, 200]);
  const share = `/desk/vacancies/${list.split('/').pop()}/share`;
  const page = await recruiter.get(share);
  const form = forms(page.text).find((f) => f.buttons.some((b) => b.value === 'revoke'));
  assert.ok(form, 'the share page offers to revoke');
  await recruiter.post(form.action || share, [...form.fields.filter(([n]) => n), ['do', 'revoke']]);
  assert.deepEqual([(await status.visitor.get(list)).status, (await portal.visitor.get(list)).status], [410, 410]);
  assert.match(words(await status.visitor.get(status.page.path)), /Список обновляется/);
  assert.doesNotMatch((await status.visitor.get(status.page.path)).text, new RegExp(`href="${list}"`), 'the request leads to no closed page');
});

test('after a withdrawal the request says that and nothing else, and only where it was withdrawn', async () => {
  const { visitor, page } = await newRequest('отзыва');
  const link = /\/l\/[\w-]{32}/.exec(page.text)[0];
  const other = await byLink(link);
  assert.equal((await other.visitor.get(page.path)).status, 200);
  const where = `${page.path}/withdraw`;
  const stranger = await visitor.submit(await visitor.get(where), { pick: to(where), values: { address: 'someone@veter.example' } });
  assert.equal(stranger.status, 422);
  assert.match(words(stranger), /тот адрес, который назван в.заявке/);
  const done = await visitor.submit(await visitor.get(where), { pick: to(where), values: { address: 'vetrovотзыва@veter.example' } });
  assert.deepEqual([done.status, done.path], [200, page.path]);
  for (const secret of ['Завод отзыва', 'Олег Ветров', 'vetrov', '/l/', 'Тверь']) assert.ok(!done.text.includes(secret), secret);
  assert.match(words(done), /отозвали согласие/);
  assert.equal((await other.visitor.get(page.path)).status, 404);
  assert.equal((await other.visitor.get(link)).status, 410);
});

/* Forms of others ------------------------------------------------------------------------------------------------- */

test('a form of one browser opens nothing in another', async () => {
  const first = await newRequest('первый');
  const once = forms(first.consent.text).find(consentForm).fields.find(([n]) => n === 'once');
  const thief = new Visitor(server.url);
  const page = await thief.submit(await thief.get('/request'), { values: asked('первый') });
  const form = forms(page.text).find(consentForm);
  const reply = await thief.post(form.action, [...form.fields.filter(([n]) => n && n !== 'once'), once, ['agree', 'yes']]);
  assert.notEqual(reply.location, first.page.path);
  assert.equal((await thief.get(first.page.path)).status === 200, false);
});

test('sending a form again opens the same request; with another contact or after the end it is a conflict that keeps what was typed', async () => {
  const { visitor, page, consent } = await newRequest('второй');
  const form = forms(consent.text).find(consentForm);
  const again = await visitor.post(form.action, [...form.fields.filter(([n]) => n), ['agree', 'yes']]);
  assert.deepEqual([again.status, again.location], [303, page.path]);
  const changed = form.fields.filter(([n]) => n).map(([n, v]) => [n, n === 'contact' ? 'Инна Другая' : v]);
  const conflict = await visitor.post(form.action, [...changed, ['agree', 'yes']]);
  assert.equal(conflict.status, 409);
  const kept = Object.fromEntries(forms(conflict.text).find(to('/request')).fields);
  assert.deepEqual([kept.contact, kept.company, kept.address], ['Инна Другая', 'Завод второй', 'vetrovвторой@veter.example']);
  const withdraw = `${page.path}/withdraw`;
  await visitor.submit(await visitor.get(withdraw), { pick: to(withdraw), values: { address: asked('второй').address } });
  assert.equal((await visitor.post(form.action, [...form.fields.filter(([n]) => n), ['agree', 'yes']])).status, 409);
});

test('the letter to an address that nobody proved carries the number and the link, not a word that was typed', async () => {
  const visitor = new Visitor(server.url);
  const page = await visitor.submit(await visitor.get('/request'),
    { values: { ...asked('спам'), address: 'victim@mail.example', title: 'КУПИ СЛОНА', place: 'spam.example', comment: 'реклама' } });
  await visitor.submit(page, { pick: consentForm, values: { agree: 'yes' } });
  const list = await otbor(['outbox', '--data', dir]);
  const id = list.stdout.split('\n').find((l) => l.includes('victim@mail.example')).split(' ')[0];
  const letter = (await otbor(['outbox', id, '--data', dir])).stdout;
  assert.match(letter, /\/l\/[\w-]{32}/);
  for (const typed of ['СЛОНА', 'spam.example', 'реклама', 'Завод', 'Ветров']) assert.ok(!letter.includes(typed), typed);
});

/* Signing in ---------------------------------------------------------------------------------------------------------- */

async function tryPassword(visitor, email, password) {
  const page = await visitor.get('/login');
  return visitor.submit(page, { pick: to('/login'), values: { email, password } });
}

test('an invented device is an unknown one; a browser that signed in before is not slowed down by strangers', async () => {
  const { email, password } = user('administrator');
  const mine = await signIn(server.url, { email, password });
  const device = [...mine.cookies].find(([k]) => /device/.test(k));
  assert.ok(device);
  const [{ n, days }] = await sql(dir, `SELECT count(*) AS n, max(expires_at - ${Date.now()}) / 86400000.0 AS days FROM device`);
  assert.ok(n > 0 && days > 179 && days <= 180);
  for (let i = 0; i < 10; i += 1) {
    const stranger = new Visitor(server.url);
    stranger.cookies.set(device[0], randomBytes(24).toString('base64url'));
    await tryPassword(stranger, email, 'wrong password, long enough');
  }
  const late = new Visitor(server.url);
  late.cookies.set(device[0], randomBytes(24).toString('base64url'));
  assert.equal((await tryPassword(late, email, password)).status, 429, 'invented devices count together');
  const home = new Visitor(server.url);
  home.cookies.set(...device);
  assert.match((await tryPassword(home, email, password)).path, /^\/desk/);
});

// A command with one line on its standard input.
const withInput = (args, input) => new Promise((done) => {
  const child = spawn(BIN, args, { stdio: ['pipe', 'ignore', 'inherit'] });
  child.on('close', done);
  child.stdin.end(input);
});

test('a known device of one account is unknown for another, and for its own after a new password and when disabled', async () => {
  const account = ['--data', dir, '--email', 'inna@agency.example'], first = 'четыре простых слова подряд', second = 'другие четыре простых слова';
  assert.equal(await withInput(['user', 'add', ...account, '--name', 'Инна Лапина', '--role', 'recruiter', '--password-stdin'], `${first}\n`), 0);
  const mine = new Visitor(server.url);
  assert.match((await tryPassword(mine, 'inna@agency.example', first)).path, /^\/desk/);
  const device = [...mine.cookies].find(([k]) => /device/.test(k));
  const [{ id }] = await sql(dir, 'SELECT id FROM staff ORDER BY created_at DESC LIMIT 1');
  const known = async () => (await sql(dir, `SELECT count(*) AS n FROM device WHERE staff_id = ${id}`))[0].n;
  const strange = async () => (await sql(dir, "SELECT COALESCE(sum(window_n), 0) AS n FROM login_failure WHERE device = ''"))[0].n;
  assert.equal(await known(), 1);
  const shared = new Visitor(server.url), before = await strange();
  shared.cookies.set(...device);
  await tryPassword(shared, user('recruiter').email, 'wrong password, long enough');
  assert.equal(await strange(), before + 1, 'counted as of an unknown device');
  await tryPassword(shared, 'inna@agency.example', 'wrong password, long enough');
  assert.equal(await strange(), before + 1, 'counted for the known device alone');
  assert.equal(await withInput(['user', 'password', ...account, '--password-stdin'], `${second}\n`), 0);
  assert.equal(await known(), 0);
  assert.match((await tryPassword(mine, 'inna@agency.example', second)).path, /^\/desk/);
  assert.equal(await known(), 1);
  assert.equal((await otbor(['user', 'disable', ...account])).code, 0);
  assert.equal(await known(), 0);
});

test('signing out tells the browser to forget what it kept', async () => {
  const visitor = await signIn(server.url, user('recruiter'));
  const page = await visitor.get('/desk/vacancies');
  const out = await visitor.submit(page, { pick: to('/logout'), follow: false });
  assert.equal(out.headers.get('clear-site-data'), '"cache", "storage"');
});

/* Guessing links, and a classroom ----------------------------------------------------------------------------------- */

test('sixty people behind one address open their links at once; guessed links are soon refused', async () => {
  const other = await demoFolder(21);
  const limited = await serve(other.dir);
  try {
    const link = other.demo.invitations[0];
    for (let i = 0; i < 60; i += 1) {
      const visitor = new Visitor(limited.url);
      const page = await visitor.get(link);
      assert.equal(page.status, 200, `the ${i + 1}th looks`);
      const opened = await visitor.submit(page, { follow: false });
      assert.equal(opened.status, 303, `the ${i + 1}th opens`);
      assert.equal((await visitor.get(opened.location)).status < 400, true);
    }
    const statuses = [];
    for (let i = 0; i < 24; i += 1) statuses.push((await new Visitor(limited.url).get(`/l/${randomBytes(24).toString('base64url')}`)).status);
    assert.deepEqual(statuses.slice(0, 20), Array(20).fill(404));
    assert.equal(statuses.at(-1), 429);
    assert.equal((await new Visitor(limited.url).get(link)).status, 200, 'a link that somebody has still opens');
  } finally { await limited.stop(); }
});

/* The key file --------------------------------------------------------------------------------------------------------- */

// A demo folder whose key file is another installation's.
async function withOtherKeys() {
  const { dir: mine } = await demoFolder(21);
  const other = join(dataFolder(), 'other');
  const made = await serve(other);
  await made.stop();
  copyFileSync(join(mine, 'otbor.keys'), join(other, 'otbor.keys.of-mine'));
  copyFileSync(join(other, 'otbor.keys'), join(mine, 'otbor.keys'));
  chmodSync(join(mine, 'otbor.keys'), 0o600);
  return { mine, right: join(other, 'otbor.keys.of-mine') };
}

test('bodies that are announced and never come keep nobody else from being served', async () => {
  const { hostname, port, host } = new URL(server.url);
  const announce = async (n, cookie) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.write(`POST /desk/vacancies/1/instruction HTTP/1.1\r\nHost: ${host}\r\n${cookie}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${n}\r\n\r\n`);
    return socket;
  };
  // without a session so much is not even waited for
  const stranger = await announce(1 << 20, '');
  assert.match(String((await once(stranger, 'data'))[0]), /^HTTP\/1\.1 413 /);
  stranger.destroy();
  const idle = await Promise.all(Array.from({ length: 64 }, () => announce(1 << 20, 'Cookie: s-staff=invented\r\n')));
  try {
    const metrics = async () => (await new Visitor(server.url).get('/metrics')).text;
    const open = async () => Number(/^otbor_http_connections (\d+)$/m.exec(await metrics())?.[1]);
    for (const end = Date.now() + 10_000; (await open()) < 64;) assert.ok(Date.now() < end, 'the connections never arrived');
    await signIn(server.url, user('recruiter'));
    assert.match((await newRequest('тишины')).page.path, /^\/r\/\d+$/);
    assert.match(await metrics(), /^otbor_http_bodies_in_flight_bytes 0$/m);
    assert.ok(idle.every((socket) => !socket.destroyed && socket.bytesRead === 0), 'the idle ones were still there meanwhile');
  } finally {
    for (const socket of idle) socket.destroy();
  }
});

test('a key file of another installation is refused by every command, with the way out, and nothing is stored', async () => {
  const { mine, right } = await withOtherKeys();
  const [{ n }] = await sql(mine, 'SELECT count(*) AS n FROM person_key');
  for (const args of [['serve', '--listen', '127.0.0.1:0'], ['outbox'], ['user', 'list'], ['check'], ['migrate']]) {
    const run = await otbor([...args, '--data', mine]);
    assert.notEqual(run.code, 0, args[0]);
    assert.match(run.stderr, /otbor\.keys is not the key file of this database; .*--key-file/, args[0]);
  }
  assert.equal((await sql(mine, 'SELECT count(*) AS n FROM person_key'))[0].n, n);
  const listed = await otbor(['user', 'list', '--data', mine, '--key-file', right]);
  assert.equal(listed.code, 0, listed.stderr);
});

test('a database that does not know its key file gets to know it by migrate, and only the right one', async () => {
  const { mine, right } = await withOtherKeys();
  await sql(mine, "DELETE FROM meta WHERE key = 'key_proof'");
  const serving = await otbor(['serve', '--data', mine, '--listen', '127.0.0.1:0']);
  assert.match(serving.stderr, /otbor migrate/);
  const wrong = await otbor(['migrate', '--data', mine]);
  assert.notEqual(wrong.code, 0);
  assert.match(wrong.stderr, /does not open the people/);
  assert.equal((await otbor(['migrate', '--data', mine, '--key-file', right])).code, 0);
  assert.equal((await otbor(['user', 'list', '--data', mine, '--key-file', right])).code, 0);
});

test('the check unwraps every person’s key; a letter that does not open hides no other', async () => {
  const { dir: mine } = await demoFolder(21);
  const [{ id, person_id: person }] = await sql(mine, "SELECT id, person_id FROM outbox ORDER BY created_at DESC LIMIT 1");
  const [{ person_id: foreign }] = await sql(mine, `SELECT person_id FROM person_key WHERE person_id <> ${person} LIMIT 1`);
  await sql(mine, `UPDATE person_key SET wrapped = (SELECT wrapped FROM person_key WHERE person_id = ${foreign}) WHERE person_id = ${person}`);
  const check = await otbor(['check', '--data', mine]);
  assert.equal(check.code, 1);
  assert.match(check.stdout, new RegExp(`the key of person ${person} does not open`));
  const list = await otbor(['outbox', '--data', mine]);
  assert.equal(list.code, 0, list.stderr);
  assert.match(list.stdout, new RegExp(`^${id} .*\\(does not open\\)`, 'm'));
  assert.match(list.stdout, /@/, 'others are there');
});
