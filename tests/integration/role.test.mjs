// A role of one's own: a private pack is chosen on the desk, the brief and the vacancy follow, the test is drawn from it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { dataFolder, demoFolder, forms, nameOperator, otbor, serve, signIn, sql, unescape, Visitor } from '../support/otbor.mjs';
import { openInvitation } from '../support/candidate.mjs';
import { editFile, editItems, privatePack } from '../support/pack.mjs';

const TITLE = { ru: 'Аккаунт-менеджер агентства', en: 'Agency account manager' };
const ASKED = { company: 'Агентство «Ветер»', contact: 'Олег Ветров', address: 'vetrov@veter.example', title: 'Аккаунт', place: 'Тверь' };
let dir, demo, server, client, recruiter, request, vacancy;

before(async () => {
  ({ dir, demo } = await demoFolder(21));
  const pack = privatePack(dir, { code: 'account', title: TITLE });
  editItems(pack, (item) => { item.code = `A-${item.code}`; });
  editFile(pack, 'model/profiles.json', ({ segments }) => { segments[1].name = { ru: 'Рекламодатели', en: 'Advertisers' }; });
  server = await serve(dir, { flags: ['--limits', 'off'] });
  client = new Visitor(server.url);
  recruiter = await signIn(server.url, demo.users.find((u) => u.role === 'recruiter'));
});
after(async () => { await server?.stop(); });

const words = (page) => unescape(page.text.replace(/<head>[\s\S]*?<\/head>/, '').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');
const button = (value) => ({ pick: (f) => f.buttons.some((b) => b.value === value), button: (b) => b.value === value });
const desk = () => recruiter.get(`/desk/requests/${request}`);

test('a request is for the first shipped role until somebody chooses another', async () => {
  let page = await client.submit(await client.get('/request'), { values: ASKED });
  page = await client.submit(page, { pick: (f) => f.action === '/request/consent', values: { agree: 'yes' } });
  request = page.path.split('/').pop();
  assert.deepEqual(await sql(dir, `SELECT pack FROM request WHERE id = ${request}`), [{ pack: 'client-manager' }]);
  const roles = forms((await desk()).text).find((f) => f.buttons.some((b) => b.value === 'role'));
  assert.deepEqual(roles.fields.find(([name]) => name === 'role'), ['role', 'client-manager']);
});

test('the desk offers every role by its title, in the language of the page', async () => {
  assert.match(words(await desk()), /Менеджер по работе с клиентами.*Аккаунт-менеджер агентства/);
  recruiter.cookies.set('lang', 'en');
  assert.match(words(await desk()), /Client manager.*Agency account manager/);
  recruiter.cookies.delete('lang');
});

test('a role that is none is 422 and changes nothing', async () => {
  for (const role of ['nobody', '']) {
    const page = await recruiter.submit(await desk(), { ...button('role'), values: { role } });
    assert.equal(page.status, 422, role);
    assert.match(words(page), /Выберите роль из списка/);
  }
  assert.deepEqual(await sql(dir, `SELECT pack FROM request WHERE id = ${request}`), [{ pack: 'client-manager' }]);
});

test('the client’s brief and the desk follow the chosen role; duties ticked for another one are dropped', async () => {
  const brief = { pick: (f) => f.action.startsWith(`/r/${request}/brief`) };
  const whom = { segment: 'b2b', size: 'mid', start_when: 'month', headcount: '1' };
  assert.doesNotMatch(words(await client.get(`/r/${request}/brief`)), /Рекламодатели/);
  await client.submit(await client.get(`/r/${request}/brief`), { ...brief, values: whom });
  const duties = () => sql(dir, `SELECT duty FROM brief_duty WHERE request_id = ${request}`);
  assert.ok((await duties()).length > 0);
  const page = await recruiter.submit(await desk(), { ...button('role'), values: { role: 'account' } });
  assert.equal(page.status, 200);
  assert.match(words(page), /Рекламодатели/);
  assert.deepEqual(await duties(), []);
  assert.match(words(await client.get(`/r/${request}/brief`)), /Рекламодатели/);
  const [event] = await sql(dir, "SELECT kind, payload FROM event WHERE kind = 'request.role'");
  assert.deepEqual([event.kind, JSON.parse(event.payload)], ['request.role', { pack: 'account' }]);
});

test('the vacancy is drafted from the role, and then the role stays', async () => {
  const page = await recruiter.submit(await desk(), { ...button('draft'), values: { segment: 'b2b', size: 'mid' } });
  vacancy = /^\/desk\/vacancies\/\d+/.exec(page.path)?.[0];
  assert.ok(vacancy, `${page.status} ${page.path}`);
  assert.deepEqual(await sql(dir, `SELECT pack FROM vacancy WHERE request_id = ${request}`), [{ pack: 'account' }]);
  const later = await desk();
  assert.ok(!forms(later.text).some((f) => f.buttons.some((b) => b.value === 'role')));
  const csrf = Visitor.csrf(later);
  assert.equal((await recruiter.post(`/desk/requests/${request}`, { csrf, do: 'role', role: 'client-manager' })).status, 409);
});

test('who is invited is tested with items of the private bank', async () => {
  const published = await recruiter.submit(await recruiter.get(`${vacancy}/plan`), { pick: (f) => f.action.startsWith(`${vacancy}/plan`), button: (b) => b.value === 'publish' });
  assert.equal(published.status, 200, words(published).slice(0, 500));
  const page = await recruiter.submit(await recruiter.get(`${vacancy}/invitations`), { ...button('one'), values: { name: 'Анна Зимина', email: 'zimina@mail.example' } });
  const link = /value="[^"]*(\/l\/[\w-]{32})"/.exec(page.text)[1];
  const { attempt } = await openInvitation(server.url, link);
  const items = await sql(dir, `SELECT f.item FROM form_item f JOIN section s ON s.attempt_id = f.attempt_id AND s.position = f.section
    WHERE f.attempt_id = ${attempt} AND s.instrument <> 'Q'`);
  assert.ok(items.length > 20, `${items.length} items`);
  assert.deepEqual(items.filter(({ item }) => !item.startsWith('A-')), []);
});

test('a private pack under the code of a shipped one takes its place, and the log says so', async () => {
  const made = join(dataFolder(), 'data');
  privatePack(made, { code: 'client-manager', title: TITLE });
  nameOperator(made);
  const other = await serve(made);
  assert.match(other.log(), /event=pack code=client-manager .*takes the place/);
  assert.match((await new Visitor(other.url).get('/request')).text, /value="Аккаунт-менеджер агентства"/);
  await other.stop();
});

test('two private packs of one code are refused by name', async () => {
  const made = (await demoFolder(21)).dir;
  privatePack(made, { code: 'account', title: TITLE });
  editFile(privatePack(made, { code: 'second', title: TITLE }), 'pack.json', (head) => { head.code = 'account'; });
  const { code, stderr } = await otbor(['check', '--data', made]);
  assert.equal(code, 1);
  assert.match(stderr, /two folders of packs\/ hold a pack called account/);
});
