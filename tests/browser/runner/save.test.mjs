// The save contract, state by state: what goes over the wire, what the person reads.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { setup } from './browser.mjs';

const t = setup();

test('a choice is saved at once, with lease, revision, time and token', async () => {
  const page = await t.open();
  await t.choose(page, 'b');
  const save = await t.server.saves.at(0);
  assert.equal(save.csrf, 'csrf-1');
  assert.deepEqual([save.item, save.lease, save.rev, save.answer], ['KT-07', 'lease-1', 1, 'b']);
  assert.ok(Math.abs(save.client_ms - t.server.now()) < 60000);
  await t.state(page, 'saved');
  await t.noDrafts(page);
  await t.choose(page, 'c');
  assert.equal((await t.server.saves.at(1)).rev, 2);
});

test('several answers and ratings are collected by type', async () => {
  let page = await t.open({ type: 'multiple', item: 'KT-09' });
  await t.choose(page, 'c');
  await t.choose(page, 'a');
  assert.deepEqual((await t.server.saves.at(1)).answer, ['a', 'c']);
  await t.noDrafts(page); // a page that closes with an answer under way sends it once more
  await page.close();
  page = await t.open({ type: 'sjt', item: 'SJT-04' });
  await page.locator('[name="answer.a"][value="4"]').check();
  await page.locator('[name="answer.b"][value="2"]').check();
  assert.deepEqual((await t.server.saves.at(3)).answer, { a: 4, b: 2 });
});

test('Enter in the number saves and stays; the page says how the number was read', async () => {
  const page = await t.open({ type: 'num', item: 'NUM-05' });
  await page.locator('#answer').fill('18.4');
  await page.locator('#answer').press('Enter');
  const save = await t.server.saves.at(0);
  assert.equal(save.answer, '18.4');
  await page.locator('#understood', { hasText: '18,4' }).waitFor();
  await page.locator('#answer').fill('полтора');
  await page.locator('#understood', { hasText: 'напишите его цифрами' }).waitFor(); // saved as typed, and said not to be a number
  await page.locator('#answer').fill('');
  await page.locator('#understood', { hasText: /^$/ }).waitFor({ state: 'attached' });
  assert.equal(t.server.posts.list.length, 0);
  assert.equal(page.url(), t.server.url);
});

test('a text is saved after a pause, and within ten seconds of steady typing', async () => {
  const page = await t.context.newPage();
  await page.clock.install();
  Object.assign(t.server, { type: 'num', item: 'NUM-05' });
  await page.goto(t.server.url);
  await page.locator('html[data-run=ready]').waitFor();
  await page.clock.pauseAt(Date.now() + 60000);
  const field = page.locator('#answer');
  await field.pressSequentially('1');
  await page.clock.runFor(900);
  assert.equal((await t.server.saves.at(0)).answer, '1');
  await t.state(page, 'saved');
  for (let i = 0; i < 20; i++) { // a key every 500 ms never leaves an 800 ms pause
    await field.pressSequentially('2');
    await page.clock.runFor(500);
  }
  const second = await t.server.saves.at(1);
  assert.ok(second.answer.length >= 18 && second.answer.length <= 22, second.answer);
});

test('503 twice: same revision and answer each time, «повторить сейчас» and the wait both work', async () => {
  const page = await t.open();
  t.server.answerWith([503, {}, { 'Retry-After': '600' }], [503, {}, { 'Retry-After': '1' }]);
  await t.choose(page, 'b');
  await t.state(page, 'retry');
  assert.equal(await page.locator('[value=next]').getAttribute('aria-disabled'), 'true');
  await page.getByRole('button', { name: 'Повторить сейчас' }).click();
  await t.state(page, 'saved');
  assert.deepEqual(t.server.saves.list.map((s) => [s.rev, s.answer, s.status]), [[1, 'b', 503], [1, 'b', 503], [1, 'b', 200]]);
  assert.equal(await page.locator('[value=next]').getAttribute('aria-disabled'), null);
  assert.ok(await page.locator('#note').isHidden());
});

test('an answer changed after an uncertain send gets a new revision', async () => {
  const page = await t.open();
  t.server.answerWith((save) => { // stored, but the reply is lost on the way
    t.server.stored.set(save.item, { rev: save.rev, answer: save.answer });
    return [503, {}, { 'Retry-After': '30' }];
  });
  await t.choose(page, 'b');
  await t.state(page, 'retry');
  await t.choose(page, 'c');
  const save = await t.server.saves.at(1);
  assert.deepEqual([save.rev, save.answer, save.status], [2, 'c', 200]);
});

test('an answer changed while the first is under way follows it, one request at a time', async () => {
  const page = await t.open();
  let go;
  t.server.answerWith((save) => new Promise((done) => { go = () => done(t.server.contract(save)); }));
  const sent = page.waitForRequest('**/api/**');
  await t.choose(page, 'b');
  await sent;
  await t.choose(page, 'c');
  await page.waitForFunction(() => document.querySelector('[name=rev]').value === '2');
  assert.equal(t.server.saves.list.length, 0);
  go();
  await t.server.saves.at(1);
  await t.state(page, 'saved');
  assert.deepEqual(t.server.saves.list.map((s) => [s.rev, s.answer]), [[1, 'b'], [2, 'c']]);
});

test('429 waits as long as it is told', async () => {
  const page = await t.open();
  t.server.answerWith([429, {}, { 'Retry-After': '1' }]);
  await t.choose(page, 'b');
  await t.state(page, 'retry');
  await t.server.saves.at(1);
  await t.state(page, 'saved');
});

test('409 with another answer: the person decides, mine becomes a newer revision', async () => {
  const page = await t.open();
  t.server.answerWith([409, { code: 'answer_differs', rev: 4, answer: 'd' }]);
  await t.choose(page, 'b');
  const dialog = page.getByRole('dialog', { name: 'Ответ изменён в другом месте' });
  await dialog.waitFor();
  const text = (await page.locator('label:has([value=d])').innerText()).trim();
  assert.ok((await dialog.innerText()).includes(text), `the dialog says «${text}»`);
  await dialog.getByRole('button', { name: 'Оставить мой ответ' }).click();
  const save = await t.server.saves.at(1);
  assert.deepEqual([save.rev, save.answer], [5, 'b']);
  await t.state(page, 'saved');
});

test('409 with another answer: the stored one is taken', async () => {
  const page = await t.open();
  t.server.answerWith([409, { code: 'answer_differs', rev: 4, answer: 'd' }]);
  await t.choose(page, 'b');
  await page.getByRole('button', { name: 'Взять ответ с сервера' }).click();
  await t.state(page, 'saved');
  assert.ok(await page.locator('[value=d]').isChecked());
  await t.noDrafts(page);
  await t.choose(page, 'a');
  assert.equal((await t.server.saves.at(1)).rev, 5);
});

test('an older revision is not forced over a newer one: it is asked about', async () => {
  const page = await t.open();
  t.server.stored.set('KT-07', { rev: 6, answer: 'd' }); // written elsewhere after this page was made
  await t.choose(page, 'b');
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(t.server.saves.list.map((s) => [s.rev, s.status]), [[1, 200], [6, 409]]);
  assert.equal(t.server.stored.get('KT-07').answer, 'd');
});

test('401: the answer is kept, a new sign-in with a new token sends it', async () => {
  const page = await t.open();
  t.server.answerWith([401, {}]);
  await t.choose(page, 'b');
  await t.state(page, 'auth');
  assert.equal((await t.drafts(page))[0].answer, 'b');
  t.server.csrf = 'csrf-2';
  await page.getByRole('button', { name: 'Повторить сейчас' }).click();
  await t.state(page, 'saved');
  assert.equal((await t.server.saves.at(1)).csrf, 'csrf-2');
});

test('403 for an old token renews it once by itself', async () => {
  const page = await t.open();
  t.server.csrf = 'csrf-2';
  await t.choose(page, 'b');
  await t.state(page, 'saved');
  assert.deepEqual(t.server.saves.list.map((s) => [s.csrf, s.status]), [['csrf-1', 403], ['csrf-2', 200]]);
});

test('413 and 422 say why and are not repeated until the answer changes', async () => {
  const page = await t.open();
  t.server.answerWith([422, { detail: 'такого варианта нет' }], [413, {}]);
  await t.choose(page, 'b');
  await t.state(page, 'rejected');
  assert.match(await page.locator('#note').innerText(), /такого варианта нет/);
  await t.choose(page, 'c');
  await t.state(page, 'too_long');
  await t.choose(page, 'd');
  await t.state(page, 'saved');
  assert.deepEqual(t.server.saves.list.map((s) => s.status), [422, 413, 200]);
});

test('410: the section is closed, the draft of the question leaves the device, the way on is shown', async () => {
  const page = await t.open();
  t.server.answerWith([410, { saved_ms: t.server.now() }]);
  await t.choose(page, 'b');
  await t.state(page, 'closed');
  await t.noDrafts(page);
  assert.ok(await page.locator('#run-form').evaluate((f) => f.inert));
  await page.getByRole('button', { name: 'К итогам раздела' }).click();
  await page.waitForURL('**/review');
});
