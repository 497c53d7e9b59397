// One whole selection in a real browser, once with scripts and once without: the client asks, the recruiter makes a
// vacancy of it, changes a weight and publishes again, the candidate takes the test by keyboard alone, the recruiter
// shares, the client chooses. Screenshots of the way stay in build/screenshots.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { demoFolder, otbor, serve, sql, until } from '../support/otbor.mjs';
import { launch, open, shot } from '../support/browser.mjs';
import { press, see, tabTo } from '../support/keyboard.mjs';

let browser, server, dir, demo;
before(async () => {
  ({ dir, demo } = await demoFolder(5));
  server = await serve(dir, { flags: ['--limits', 'off'] });
  browser = await launch();
}, { timeout: 300_000 });
after(async () => { await browser?.close(); await server?.stop(); });

// Give a control of this name a value, whatever kind of control it is.
async function set(page, name, value) {
  const box = page.locator(`main [name="${name}"]`);
  const kind = await box.first().evaluate((x) => (x.tagName === 'SELECT' ? 'select' : x.type));
  if (kind === 'select') return box.selectOption(value);
  if (kind === 'radio' || kind === 'checkbox') return page.locator(`main [name="${name}"][value="${value}"]`).check();
  return box.first().fill(value);
}
const go = async (page, what, url) => { await Promise.all([page.waitForURL(url), what.click()]); };
const button = (page, name, value) => page.locator(`main button[name="${name}"][value="${value}"], main button[name="${name}"][value^="${value}."]`).first();

for (const scripts of [true, false]) {
  describe(scripts ? 'with scripts' : 'without scripts', { timeout: 600_000 }, () => {
    const name = scripts ? 'path' : 'path-plain';
    const faults = [];
    const people = {};
    let request, vacancy, link, portal;

    const person = async (who, options = {}) => {
      if (!people[who]) {
        people[who] = await open(browser, server.url, { javaScriptEnabled: scripts, ...options });
        people[who].context.setDefaultTimeout(60_000);
        faults.push(people[who].faults);
      }
      return people[who].page;
    };
    after(async () => {
      for (const p of Object.values(people)) await p.context.close();
      assert.deepEqual(faults.flat(), []);
    });

    test('the client asks, and describes the post', async () => {
      const page = await person('client');
      await page.goto(`${server.url}/request`);
      const asked = { company: 'Чайная «Пуэр»', contact: 'Вера Листова', address: 'listova@puer.example', title: 'Менеджер по работе с клиентами', place: 'Пермь, офис' };
      for (const [field, value] of Object.entries(asked)) await set(page, field, value);
      await page.locator('main form[action="/request"] button[type=submit]').last().click();
      await page.locator('[name=agree]').waitFor();
      await shot(page, `${name}-consent`);
      await page.locator('[name=agree]').check();
      await go(page, page.locator('main button[type=submit]:not([name=edit])').first(), '**/r/*');
      request = new URL(page.url()).pathname;
      await shot(page, `${name}-sent`);
      await page.goto(`${server.url}${request}/brief`);
      await set(page, 'segment', 'b2b');
      await set(page, 'size', 'mid');
      await set(page, 'start_when', 'month');
      await set(page, 'headcount', '1');
      const on = () => page.locator(`main form[action^="${request}/brief"] button[type=submit]`).last();
      await go(page, on(), `**${request}/brief/2`);
      await go(page, on(), `**${request}/brief/3`);
      await set(page, 'gate', 'trips');
      await go(page, on(), `**${request}/brief/4`);
      await go(page, on(), (url) => url.pathname === request);
      await shot(page, `${name}-status`);
    });

    test('the recruiter makes a vacancy of it and invites', async () => {
      const page = await person('recruiter');
      const user = demo.users.find((u) => u.role === 'recruiter');
      await page.goto(`${server.url}/login`);
      await page.fill('[name=email]', user.email);
      await page.fill('[name=password]', user.password);
      await go(page, page.locator('main button[type=submit]'), '**/desk/requests');
      await page.goto(`${server.url}/desk/requests/${request.split('/').pop()}`);
      await go(page, button(page, 'do', 'draft'), '**/desk/vacancies/*/instruction*');
      vacancy = /\/desk\/vacancies\/\d+/.exec(page.url())[0];
      await page.goto(`${server.url}${vacancy}/instruction?tab=requirements`);
      await shot(page, `${name}-instruction`);
      await page.goto(`${server.url}${vacancy}/plan`);
      await button(page, 'do', 'publish').click();
      const id = vacancy.split('/').pop();
      await until(async () => (await sql(dir, `SELECT state FROM vacancy WHERE id = ${id}`))[0]?.state === 'open', 'the vacancy is open');
      await page.goto(`${server.url}${vacancy}/invitations`);
      await set(page, 'people', `Глеб Чаев ${scripts ? 'chaev' : 'chaev.plain'}@mail.example`);
      await button(page, 'do', 'check').click();
      await button(page, 'do', 'invite').click();
      await until(async () => (await sql(dir, `SELECT id FROM application WHERE vacancy_id = ${id}`)).length === 1, 'one application');
      await page.goto(`${server.url}${vacancy}/invitations`);
      link = /\/l\/[\w-]{32}/.exec(await page.content())[0];
      await shot(page, `${name}-invitations`);
    });

    test('the candidate takes the whole test by keyboard alone', async () => {
      const page = await person('candidate', { viewport: { width: 1024, height: 800 } });
      await page.goto(server.url + link);
      await press(page, 'main button[type=submit]', '**/t/*/consent');
      await tabTo(page, '[name=agree]');
      await page.keyboard.press('Space');
      await press(page, 'main button[value=yes]', '**/before');
      const attempt = /\/t\/(\d+)/.exec(page.url())[1];
      for (let section = 1; section <= 4; section += 1) {
        await page.goto(`${server.url}/t/${attempt}/s/${section}`);
        await press(page, `main form[action$="/s/${section}"] button[type=submit]`, '**/q/1');
        for (let n = 1; /\/q\/\d+$/.test(new URL(page.url()).pathname) && n < 30; n += 1) {
          if (scripts) await page.locator('html[data-run=ready]').waitFor();
          await answer(page);
          if (n === 1) await shot(page, `${name}-question-${section}`);
          const here = page.url();
          await press(page, 'button[name=go][value=next]', (url) => url.href !== here);
        }
        assert.match(page.url(), /\/review$/);
        await press(page, 'main form[data-handin] button[type=submit], main form[action$="/close"] button[type=submit]', (url) => !url.pathname.endsWith('/review'));
      }
      await page.goto(`${server.url}/t/${attempt}/submit`);
      await press(page, `main form[action$="/submit"] button[type=submit]`, '**/result');
      await shot(page, `${name}-result`);
      await until(async () => (await sql(dir, `SELECT count(*) AS n FROM score WHERE attempt_id = ${attempt}`))[0].n === 3, 'three scores');
    });

    test('a weight is changed, version 2 is published, and the list says who moves', async () => {
      const page = await person('recruiter');
      const { id } = demo.vacancies[scripts ? 0 : 1];
      const desk = `${server.url}/desk/vacancies/${id}`;
      const newest = `(SELECT id FROM instruction WHERE vacancy_id = ${id} AND published_at IS NOT NULL ORDER BY version DESC LIMIT 1)`;
      const standings = () => sql(dir, `SELECT application_id AS id, composite AS c, band AS b FROM standing WHERE instruction_id = ${newest} ORDER BY application_id`);
      await page.goto(`${desk}/shortlist`);
      const first = await standings();
      await page.goto(`${desk}/instruction?tab=requirements`);
      const fields = page.locator('main input[name^="weight."]');
      const weights = await fields.evaluateAll((all) => all.map((x) => Number(x.value)));
      const most = weights.indexOf(Math.max(...weights)), next = weights.findIndex((w, i) => i !== most && w > 0);
      await fields.nth(most).fill(String(weights[most] + weights[next] - 1));
      await fields.nth(next).fill('1');
      await button(page, 'do', 'save').click();
      await until(async () => (await sql(dir, `SELECT count(*) AS n FROM instruction WHERE vacancy_id = ${id}`))[0].n === 2, 'a draft of version 2');
      await page.goto(`${desk}/plan`);
      if (await page.locator('[name=reason]').count()) await set(page, 'reason', 'Заказчик уточнил, что важнее');
      await button(page, 'do', 'publish').click();
      const moved = await until(async () => {
        const now = await standings();
        const other = now.length === first.length ? now.filter((row, i) => Math.abs(row.c - first[i].c) > 1e-9) : [];
        return other.length > 0 && other;
      }, 'the list is calculated anew');
      assert.ok(moved.some((row) => row.b !== first.find((f) => f.id === row.id).b) || moved.length > 5, 'people move');
      await page.goto(`${desk}/shortlist`);
      await shot(page, `${name}-version-2`);
      const [{ version }] = await sql(dir, `SELECT max(version) AS version FROM instruction WHERE vacancy_id = ${id} AND published_at IS NOT NULL`);
      assert.equal(version, 2);
    });

    test('the recruiter shares the list, the client chooses, and the recruiter sees it', async () => {
      const page = await person('recruiter');
      await page.goto(`${server.url}${vacancy}/share`);
      const boxes = page.locator('main input[name=code]');
      assert.equal(await boxes.count(), 1);
      await boxes.first().check();
      await button(page, 'do', 'share').click();
      const id = vacancy.split('/').pop();
      await until(async () => (await sql(dir, `SELECT id FROM share WHERE vacancy_id = ${id}`)).length === 1, 'a shared list');
      await page.goto(`${server.url}${vacancy}/share`);
      portal = /\/l\/[\w-]{32}/.exec(await page.content())[0];
      const client = await person('client');
      await client.goto(server.url + portal);
      if (!/\/c\/vacancies\//.test(client.url())) await go(client, client.locator('main button[type=submit]'), '**/c/vacancies/*');
      await shot(client, `${name}-portal`);
      const choice = client.locator('main form[action$="/choice"]').first();
      const invite = choice.locator('button[value=invite], input[value=invite]').first();
      if ((await invite.evaluate((x) => x.tagName)) === 'INPUT') await invite.check();
      await Promise.all([client.waitForLoadState(), (await choice.locator('button[value=invite]').count()) ? choice.locator('button[value=invite]').click() : choice.locator('button[type=submit]').last().click()]);
      await until(async () => (await sql(dir, `SELECT c.id FROM choice c JOIN share s ON s.id = c.share_id WHERE s.vacancy_id = ${id}`)).length === 1, 'the choice');
      const [{ code }] = await sql(dir, `SELECT code FROM application WHERE vacancy_id = ${id}`);
      await page.goto(`${server.url}/desk/applications/${code}`);
      await shot(page, `${name}-chosen`);
    });

    test('the check finds nothing', async () => {
      const check = await otbor(['check', '--data', dir]);
      assert.equal(check.code, 0, check.stdout + check.stderr);
    });
  });
}

// Answer the question that is open with the keyboard: the first choice, a 3 in each row, a word, a number or a day.
async function answer(page) {
  const rows = await page.locator('#run-form [name^="answer"]').evaluateAll((all) => [...new Set(all.map((x) => x.name))]);
  for (const row of rows) {
    await tabTo(page, `#run-form [name="${row}"]`);
    const kind = await page.evaluate(() => (document.activeElement.tagName === 'TEXTAREA' ? 'text' : document.activeElement.type));
    if (kind === 'radio' || kind === 'checkbox') await page.keyboard.press('Space');
    else if (kind === 'date') await page.keyboard.type('07122026');
    else {
      const mode = await page.evaluate(() => document.activeElement.inputMode);
      await page.keyboard.type(mode === 'decimal' ? '12' : 'Клиент молчал две недели, и я поехал к нему.');
    }
    await see(page);
  }
}
