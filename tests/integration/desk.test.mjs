// Promises of the recruiter's desk: the review is blind, must-haves keep their four values, and what changed is said.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { demoFolder, forms, serve, signIn, sql, unescape, Visitor } from '../support/otbor.mjs';

let dir, demo, server, recruiter, colleague, vacancy;

before(async () => {
  ({ dir, demo } = await demoFolder(31));
  server = await serve(dir, { flags: ['--limits', 'off'] });
  recruiter = await signIn(server.url, demo.users.find((u) => u.role === 'recruiter'));
  colleague = await signIn(server.url, demo.users.find((u) => u.role === 'administrator'));
  vacancy = `/desk/vacancies/${demo.vacancies[0].id}`;
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
