// The customer's own pages: what the list says of equals and of scores, must-haves by name, questions for the meeting,
// posts without tests, requirements that the law forbids, and where to turn with a question.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { dataFolder, demoFolder, forms, nameOperator, serve, signIn, unescape, Visitor } from '../support/otbor.mjs';

let demo, server, client, portal, recruiter;
const words = (page) => unescape(page.text.replace(/<head>[\s\S]*?<\/head>/, '').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');

before(async () => {
  const folder = await demoFolder(21);
  demo = folder.demo;
  server = await serve(folder.dir, { flags: ['--limits', 'off'] });
  client = new Visitor(server.url);
  portal = await client.submit(await client.get(demo.clients[0].portal));
  recruiter = await signIn(server.url, demo.users.find((u) => u.role === 'recruiter'));
});
after(async () => { await server?.stop(); });

const consentForm = (f) => f.fields.some(([n]) => n === 'agree') || /name="agree"/.test(f.html);
async function ask(title) {
  const visitor = new Visitor(server.url);
  const values = { company: 'Склад', contact: 'Олег Ветров', address: 'vetrov@veter.example', title, place: 'Тверь', comment: '' };
  const consent = await visitor.submit(await visitor.get('/request'), { values });
  return { visitor, page: await visitor.submit(consent, { pick: consentForm, values: { agree: 'yes' } }) };
}

test('the list sums nobody up as equally good: the tests do not tell them apart, and it says who is ahead and how surely', async () => {
  assert.doesNotMatch(words(portal), /одинаково хорошо|сумма по этим весам/);
  assert.match(words(portal), /тесты не различают|тесты их не различают|Сильнее всех|по тестам/);
  if (!/Сильнее всех/.test(words(portal))) assert.match(words(portal), /По баллу впереди K‑\d+, за ним K‑\d+; вероятность, что так и на деле, \d+ %/);
});

test('the score is explained as it is made: measured weights add up, the rest waits for the interview', async () => {
  assert.match(words(portal), /только тех требований, которые измерили тесты/);
  const rows = [...portal.text.matchAll(/<td class="n">(\d+)<\/td><td(?: class="dim")?>(тестами|ждёт беседы)<\/td>/g)];
  assert.ok(rows.some((r) => r[2] === 'тестами') && rows.some((r) => r[2] === 'ждёт беседы'), words(portal).slice(-3000));
  assert.match(words(portal), /внутри группы порядок по коду и ничего не значит/);
});

test('must-haves stand on each card by name with their state, and what to ask is a question', async () => {
  const cards = portal.text.match(/<article class="card"[\s\S]*?<\/article>/g);
  for (const card of cards) assert.match(card, /<ul class="rows meta"><li><span lang="ru">[^<]+<\/span> <span class="[^"]+">(со\u00a0слов кандидата|подтвердил рекрутер|не\u00a0проверено|ответ не\u00a0подходит|не\u00a0выполнено)<\/span>/);
  const all = /Тесты этого не проверяют, спросите каждого<\/h3>\s*<ul[^>]*>([\s\S]*?)<\/ul>/.exec(portal.text);
  if (all) for (const [, item] of all[1].matchAll(/<li>([^<]*)<\/li>/g)) assert.match(unescape(item), /^[^:]+: .+[.?]/);
  assert.match(words(portal), /Список открыт до|список открыт до/);
});

test('a post that has no tests is taken and said to have none, to the customer and on the desk', async () => {
  const { page } = await ask('Кладовщик');
  assert.match(words(page), /такой роли у нас пока нет: тесты есть для должности «Менеджер по работе с клиентами»/);
  assert.match(words(await recruiter.get(`/desk/requests/${page.path.split('/').pop()}`)), /Кладовщик \(такой роли пока нет\)/);
  const served = await ask('Менеджер по клиентам');
  assert.doesNotMatch(words(served.page), /такой роли/);
  assert.match(words(await client.get('/request')), /Тесты сейчас есть для должности: Менеджер по работе с клиентами/);
});

test('the brief refuses what the law forbids, with the reason, and the summary names duties and must-haves', async () => {
  const { visitor, page } = await ask('Менеджер по работе с клиентами');
  const brief = (f) => /brief/.test(f.action);
  let step = await visitor.submit(await visitor.get(`${page.path}/brief`), { pick: brief, values: { segment: 'b2b', size: 'mid', start_when: 'month', headcount: '2' } });
  step = await visitor.submit(step, { pick: brief });
  const refused = await visitor.submit(step, { pick: brief, values: { 'own.1': 'Женщина не старше 35 лет' } });
  assert.equal(refused.status, 422);
  assert.match(words(refused), /статьи 3 и 64 Трудового кодекса/);
  await visitor.submit(refused, { pick: brief, values: { 'own.1': 'Опыт переговоров от 3 лет' } });
  const status = words(await visitor.get(page.path));
  assert.match(status, /Обязательные требования [^;]*(; )?.*Опыт переговоров от 3 лет/);
  assert.match(status, /Обязанности [А-ЯЁ][^;]+; [А-ЯЁ]/);
});

test('title and place of a request are left to the browser, so that Back does not empty them', async () => {
  const form = forms((await new Visitor(server.url).get('/request')).text).find((f) => /request$/.test(f.action));
  for (const name of ['title', 'place']) assert.doesNotMatch(new RegExp(`<input id="${name}"[^>]*>`).exec(form.html)[0], /autocomplete/);
});

test('where to turn is said where it was named, and nobody is told to call where it was not', async () => {
  assert.match(words(await client.get('/')), /\+7 495 000-00-00, data@otbor\.example/);
  const bare = dataFolder();
  nameOperator(bare);
  const other = await serve(bare, { flags: ['--limits', 'off'] });
  assert.doesNotMatch(words(await new Visitor(other.url).get('/')), /\+7 495|@/);
  await other.stop();
});
