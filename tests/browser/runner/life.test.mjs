// What happens around the answer: the net goes, tabs die and double, time runs out.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { setup } from './browser.mjs';

const t = setup();

test('offline: the answer stays on the device, «дальше» explains, the net brings it over', async () => {
  const page = await t.open();
  await t.context.setOffline(true);
  await t.choose(page, 'b');
  await t.state(page, 'offline');
  assert.equal((await t.drafts(page))[0].answer, 'b');
  await page.getByRole('button', { name: 'Сохранить и дальше' }).press('Enter'); // aria-disabled, yet in the tab order
  assert.match(await page.locator('#why-not').innerText(), /когда появится связь/);
  assert.equal(page.url(), t.server.url);
  await t.context.setOffline(false);
  await t.state(page, 'saved');
  assert.equal(t.server.stored.get('KT-07').answer, 'b');
  await t.noDrafts(page);
});

test('an answer on the device is what its tab leaves when it dies', async () => {
  const page = await t.open();
  await t.context.setOffline(true);
  await t.choose(page, 'c');
  await t.state(page, 'offline');
  const [draft] = await t.drafts(page);
  assert.deepEqual([draft.rev, draft.answer, Object.keys(draft).sort()], [1, 'c', ['answer', 'at', 'page', 'rev']]); // no text of the question
});

test('reopened after a tab died: the answer is restored, delivered with its own time', async () => {
  const at = t.server.now() - 90000;
  await t.leave('A1/KT-07', { rev: 1, at, answer: 'b' });
  const page = await t.open();
  const save = await t.server.saves.at(0);
  assert.deepEqual([save.rev, save.answer, save.client_ms], [1, 'b', at]);
  assert.ok(await page.locator('[value=b]').isChecked());
  await t.state(page, 'restored');
  await t.state(page, 'saved');
  await t.noDrafts(page);
});

test('a draft older than the server is asked about, not dropped', async () => {
  await t.leave('A1/KT-07', { rev: 8, at: t.server.now(), answer: 'b' });
  t.server.stored.set('KT-07', { rev: 9, answer: 'd' });
  const page = await t.open();
  await page.getByRole('button', { name: 'Оставить мой ответ' }).click();
  const save = await t.server.saves.at(0);
  assert.deepEqual([save.rev, save.answer], [10, 'b']);
  await t.noDrafts(page);
});

test('a draft with the number of another stored answer is asked about, not forced', async () => {
  await t.leave('A1/KT-07', { rev: 9, at: t.server.now(), answer: 'b' });
  t.server.stored.set('KT-07', { rev: 9, answer: 'd' });
  const page = await t.open();
  await page.getByRole('dialog', { name: 'Ответ изменён в другом месте' }).waitFor();
  assert.equal(t.server.stored.get('KT-07').answer, 'd');
});

test('an answer of another question that never arrived goes out from the next page', async () => {
  await t.leave('A1/KT-07', { rev: 3, at: t.server.now(), answer: 'b' });
  const page = await t.open({ item: 'KT-08' });
  const save = await t.server.saves.at(0);
  assert.deepEqual([save.item, save.rev, save.answer], ['KT-07', 3, 'b']);
  await t.noDrafts(page);
});

test('hiding the page sends what is typed, without waiting for the pause', async () => {
  const page = await t.context.newPage();
  await page.clock.install();
  Object.assign(t.server, { type: 'num', item: 'NUM-05' });
  await page.goto(t.server.url);
  await page.locator('html[data-run=ready]').waitFor();
  await page.clock.pauseAt(Date.now() + 60000); // the pause of 800 ms never ends
  await page.locator('#answer').pressSequentially('42');
  const request = page.waitForRequest('**/api/**');
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    const real = fetch;
    window.fetch = (u, o) => { window.kept = o.keepalive; return real(u, o); };
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
  await request;
  assert.equal((await t.server.saves.at(0)).answer, '42');
  assert.equal(await page.evaluate(() => window.kept), true);
});

test('«дальше» saves first, then posts the form with the revision of the answer', async () => {
  const page = await t.open();
  await t.choose(page, 'b');
  await page.getByRole('button', { name: 'Сохранить и дальше' }).click();
  const post = await t.server.posts.at(0);
  assert.deepEqual([post.fields.go, post.fields.answer, post.fields.rev, post.fields.lease], ['next', 'b', '1', 'lease-1']);
  assert.equal(t.server.stored.get('KT-07').answer, 'b');
});

test('without scripts the same form posts, and Enter means save and stay', async () => {
  const context = await t.browser.newContext({ javaScriptEnabled: false });
  Object.assign(t.server, { type: 'num', item: 'NUM-05' });
  const page = await context.newPage();
  await page.goto(t.server.url);
  await page.locator('#answer').fill('7,3');
  await page.locator('#answer').press('Enter');
  const post = await t.server.posts.at(0);
  assert.deepEqual([post.fields.go, post.fields.answer], ['stay', '7,3']);
  await context.close();
});

test('the mark «вернуться позже» is posted at once', async () => {
  const page = await t.open();
  await page.getByLabel('Вернуться к вопросу позже').check();
  const post = await t.server.posts.at(0);
  assert.deepEqual([post.fields.go, post.fields.flag], ['stay', '1']);
});

test('a second tab asks; going on there silences the first, whose text stays', async () => {
  const first = await t.open();
  await t.choose(first, 'b');
  await t.state(first, 'saved');
  const second = await t.open();
  const dialog = second.getByRole('dialog', { name: 'Тест уже открыт в другом месте' });
  await dialog.waitFor();
  assert.ok(await second.locator('#run-form').evaluate((f) => f.inert));
  await dialog.getByRole('button', { name: 'Продолжить здесь' }).click();
  await t.state(first, 'othertab');
  assert.ok(await first.locator('#run-form').evaluate((f) => f.inert));
  assert.ok(await first.locator('[value=b]').isChecked());
  await t.choose(second, 'c');
  const save = await t.server.saves.at(1);
  assert.deepEqual([save.lease, save.rev, save.answer], ['lease-2', 2, 'c']);
});

test('another device took the lease: the page stops, taking over sends the answer under the new lease', async () => {
  const page = await t.open();
  t.server.lease = 'elsewhere';
  await t.choose(page, 'b');
  await t.state(page, 'othertab');
  await page.getByRole('button', { name: 'Продолжить здесь' }).click();
  const save = await t.server.saves.at(1);
  assert.deepEqual([save.lease, save.rev, save.answer, save.status], ['lease-2', 1, 'b', 200]);
  await t.state(page, 'saved');
});

test('no IndexedDB: the page says so and still saves', async () => {
  await t.context.addInitScript(() => { Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('denied', 'SecurityError'); } }); });
  const page = await t.open();
  t.server.answerWith([503, {}, { 'Retry-After': '1' }]);
  await t.choose(page, 'b');
  await t.state(page, 'no_storage');
  await t.server.saves.at(1);
  await t.state(page, 'saved');
});

test('time: announced once below ten minutes, hidden on request, back at one minute, review at zero', async () => {
  const page = await t.context.newPage();
  await page.clock.install();
  const s = t.server;
  Object.assign(s, { deadline_ms: s.now() + 601000, limit_ms: 2400000 });
  await page.goto(s.url);
  await page.locator('html[data-run=ready]').waitFor();
  await page.clock.runFor(3000);
  await page.locator('[role=status]', { hasText: /Осталось\s10\sмин/ }).waitFor({ state: 'attached' });
  await page.locator('[data-clock=hide]:visible').first().click();
  assert.ok(await page.locator('#clock [role=timer]').isHidden());
  await page.getByRole('button', { name: 'Сколько осталось' }).click();
  await page.locator('[role=status]', { hasText: /Осталось\s[89]\sмин\s\d+\sс/ }).waitFor({ state: 'attached' });
  await page.clock.fastForward(545000);
  await page.locator('#clock [role=timer]').waitFor();
  s.skew = 700000; // the server's clock has passed the deadline as well
  await page.clock.fastForward(60000);
  await page.waitForURL('**/review');
});

test('time added by the server keeps the question open at the old zero', async () => {
  const page = await t.context.newPage();
  await page.clock.install();
  const s = t.server;
  Object.assign(s, { deadline_ms: s.now() + 120000, limit_ms: 2400000 });
  await page.goto(s.url);
  await page.locator('html[data-run=ready]').waitFor();
  await t.choose(page, 'b');
  await t.state(page, 'saved');
  s.deadline_ms += 600000;
  s.skew = 121000;
  await page.clock.fastForward(121000);
  await page.locator('#clock b', { hasText: /^[89]:\d\d$/ }).waitFor();
  assert.equal(page.url(), s.url);
});

test('a clock of the device that jumps ahead leaves an unanswered question where it is', async () => {
  const page = await t.context.newPage();
  await page.clock.install();
  const s = t.server;
  Object.assign(s, { deadline_ms: s.now() + 520000, limit_ms: 900000 });
  await page.goto(s.url);
  await page.locator('html[data-run=ready]').waitFor();
  await page.clock.setSystemTime(Date.now() + 3600000);
  await page.clock.runFor(1000);
  await page.locator('#clock b', { hasText: /^[78]:\d\d$/ }).waitFor();
  assert.equal(page.url(), s.url);
});

test('time is up while nobody answers: the page says so, and goes on when the server is back', async () => {
  const page = await t.context.newPage();
  await page.clock.install();
  const s = t.server;
  Object.assign(s, { deadline_ms: s.now() + 20000, limit_ms: 900000 });
  await page.goto(s.url);
  await page.locator('html[data-run=ready]').waitFor();
  s.dead = true;
  s.skew = 21000;
  await page.clock.fastForward(21000);
  await t.state(page, 'closed');
  assert.match(await page.locator('#note').innerText(), /Время раздела вышло, а\u00a0связи нет/);
  assert.ok(await page.locator('#run-form').evaluate((f) => f.inert));
  s.dead = false;
  await page.getByRole('button', { name: 'Повторить сейчас' }).click();
  await page.waitForURL('**/review');
});

test('«дальше» asks whether the server is there; when it is back, «дальше» works without a reload', async () => {
  const page = await t.context.newPage();
  await page.clock.install();
  await page.goto(t.server.url);
  await page.locator('html[data-run=ready]').waitFor();
  await t.choose(page, 'b');
  await t.state(page, 'saved');
  await page.clock.runFor(5000);
  t.server.dead = true;
  const next = page.getByRole('button', { name: 'Сохранить и дальше' });
  await next.click();
  await t.state(page, 'retry');
  assert.equal(await next.getAttribute('aria-disabled'), 'true');
  assert.doesNotMatch(await page.locator('#note').innerText(), /Ответ хранится на этом устройстве/); // the server has it
  t.server.dead = false; // the page asks again by itself
  await t.state(page, 'idle');
  assert.equal(await next.getAttribute('aria-disabled'), null);
  assert.ok(await page.locator('#note').isHidden());
  await next.click();
  assert.equal((await t.server.posts.at(0)).fields.go, 'next');
});

test('a text over its limit is kept on the device, never called saved, and there again after a reload', async () => {
  const page = await t.open({ item: 'NUM-07', type: 'num', max: 6 });
  await page.locator('#answer').fill('123456');
  await t.state(page, 'saved');
  await page.locator('#answer').pressSequentially('78');
  await t.state(page, 'too_long');
  await page.waitForFunction(() => document.getElementById('save').dataset.state === 'too_long');
  assert.deepEqual(t.server.saves.list.map((s) => s.answer), ['123456']);
  assert.equal((await t.drafts(page))[0].answer, '12345678');
  page.on('dialog', (d) => d.accept()); // "leave the page?"
  await page.reload();
  await page.locator('html[data-run=ready]').waitFor();
  assert.equal(await page.locator('#answer').inputValue(), '12345678');
  assert.equal(await page.locator('#save').getAttribute('data-state'), 'too_long');
  await page.locator('#answer').fill('1234');
  await t.state(page, 'saved');
  assert.equal(t.server.stored.get('NUM-07').answer, '1234');
});

test('handing in delivers the rest and empties the device', async () => {
  await t.leave('A1/KT-07', { rev: 1, at: t.server.now(), answer: 'b' });
  const review = await t.open({ type: 'review' });
  await review.getByRole('button', { name: 'Сдать раздел' }).click();
  await review.waitForURL('**/done');
  assert.equal(t.server.stored.get('KT-07').answer, 'b');
  assert.deepEqual(await t.drafts(review), []);
});

test('an answer that does not arrive is not thrown away by handing in: the page names it, and goes on when it is over', async () => {
  await t.leave('A1/KT-07', { rev: 1, at: t.server.now(), answer: 'b', page: '/t/A1/s/2/q/7' });
  t.server.answerWith([503, {}], [503, {}]); // once when the page opens, once when the button is pressed
  const review = await t.open({ type: 'review' });
  await t.server.saves.at(0);
  await review.getByRole('button', { name: 'Сдать раздел' }).click();
  await t.state(review, 'undelivered');
  assert.match(await review.locator('#note').innerText(), /Вопросы: 7/);
  assert.equal((await t.drafts(review)).length, 1);
  assert.equal(t.server.posts.list.length, 0);
  await review.getByRole('button', { name: 'Повторить сейчас' }).click();
  await review.waitForURL('**/done');
  assert.equal(t.server.stored.get('KT-07').answer, 'b');
});

test('handing in without what did not arrive is the person’s own word', async () => {
  await t.leave('A1/KT-07', { rev: 1, at: t.server.now(), answer: 'b', page: '/t/A1/s/2/q/7' });
  t.server.answerWith([422, {}], [422, {}]);
  const review = await t.open({ type: 'review' });
  await t.server.saves.at(0);
  await review.getByRole('button', { name: 'Сдать раздел' }).click();
  await review.locator('#note').getByRole('button', { name: 'Сдать без них' }).click();
  const dialog = review.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Не сдавать' }).click();
  assert.equal(t.server.posts.list.length, 0);
  await review.locator('#note').getByRole('button', { name: 'Сдать без них' }).click();
  await dialog.getByRole('button', { name: 'Сдать без них' }).click();
  await review.waitForURL('**/done');
  assert.deepEqual(await t.drafts(review), []);
});
