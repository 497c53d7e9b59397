// core.js and desk.js in a real browser under the real policy: partial pages, small manners of forms, weights, keys.
import { after, afterEach, before, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { CSP, journal } from '../runner/stub.mjs';
import { demoFolder, serve, signIn } from '../../support/otbor.mjs';
import { share } from '../../../web/assets/desk/weights.js';

const web = fileURLToPath(new URL('../../../web/', import.meta.url));
let browser, server, page, hits, pages, problems, origin;

before(async () => { browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] }); });
after(() => browser.close());

beforeEach(async () => {
  hits = journal();
  pages = {};
  problems = [];
  server = createServer(async (req, res) => {
    const url = new URL(req.url, 'http://x');
    let body = '';
    for await (const part of req) body += part;
    const head = { 'Content-Security-Policy': CSP, 'Cache-Control': 'no-store' };
    if (url.pathname.startsWith('/assets/')) {
      const js = url.pathname.endsWith('.js');
      res.writeHead(200, { ...head, 'Content-Type': js ? 'text/javascript' : 'text/css' });
      return res.end(await readFile(web + url.pathname.slice(1)));
    }
    if (!pages[url.pathname]) return res.writeHead(404).end(); // the browser's own wish for a favicon
    hits.push({ method: req.method, path: req.url, partial: req.headers['x-partial'] === '1', body });
    const [status, html, script = 'core'] = pages[url.pathname](url, body, req.method);
    res.writeHead(status, { ...head, 'Content-Type': 'text/html; charset=utf-8' });
    res.end(`<!doctype html><html lang="ru"><title>${url.pathname}</title><script type="module" src="/assets/${script}.js"></script>
<body data-fail="Страница не изменилась">${html}`);
  });
  await new Promise((up) => server.listen(0, '127.0.0.1', up));
  origin = `http://127.0.0.1:${server.address().port}`;
  page = await browser.newPage();
  page.setDefaultTimeout(60000);
  await page.exposeBinding('reportProblem', (_, what) => problems.push(what));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (e) => reportProblem(e.violatedDirective));
    addEventListener('error', (e) => e.message && reportProblem(e.message));
  });
});
afterEach(async () => {
  await page.close();
  server.closeAllConnections();
  await new Promise((down) => server.close(down));
  assert.deepEqual(problems, []);
});

const open = async (path) => {
  await page.goto(origin + path);
  await page.locator('html.js').waitFor({ state: 'attached' });
};

test('a link swaps one part, keeps the rest, and Back brings the old part', async () => {
  pages['/a'] = (url) => [200, `<input id="keep"><div id="list"><p>страница ${url.searchParams.get('p') ?? 1}</p><a href="/a?p=2" data-swap="#list">дальше</a></div>`];
  await open('/a');
  await page.locator('#keep').fill('цело');
  await page.getByRole('link').click();
  await page.getByText('страница 2').waitFor();
  assert.ok((await hits.at(1)).partial);
  assert.equal(await page.locator('#keep').inputValue(), 'цело');
  assert.match(page.url(), /p=2$/);
  await page.goBack();
  await page.getByText('страница 1').waitFor();
});

test('a live form waits for a pause; focus and caret stay in the swapped field', async () => {
  pages['/l'] = (url) => [200, `<form id="f" action="/l" data-live data-swap="#f"><label>Поиск <input id="q" name="q" type="text" value="${url.searchParams.get('q') ?? ''}"></label><p>нашли: ${url.searchParams.get('q') ?? ''}</p></form>`];
  await open('/l');
  await page.locator('#q').pressSequentially('кра');
  await page.getByText('нашли: кра').waitFor();
  assert.deepEqual(await page.evaluate(() => [document.activeElement.id, document.activeElement.selectionStart]), ['q', 3]);
});

test('422 shows its messages and takes the focus there; 500 leaves the page and says so', async () => {
  let status = 422;
  pages['/f'] = (url, body, method) => (method === 'POST'
    ? [status, '<div id="part"><div data-sum tabindex="-1"><div role="alert"><h2>Проверьте поле</h2></div></div></div>']
    : [200, '<div id="part"><form method="post" action="/f" data-swap="#part"><input name="x" value="1"><button type="submit" name="go" value="a">Отправить</button></form></div><p id="rest">здесь</p>']);
  await open('/f');
  await page.getByRole('button').click();
  await page.getByText('Проверьте поле').waitFor();
  assert.ok(await page.evaluate(() => document.activeElement.matches('[data-sum]')));
  assert.equal((await hits.at(1)).body, 'x=1&go=a');
  status = 500;
  await open('/f');
  await page.getByRole('button').click();
  await page.locator('[role=status]', { hasText: 'Страница не изменилась' }).waitFor({ state: 'attached' });
  assert.ok(await page.locator('#rest').isVisible());
});

test('no such part in the reply: a full load', async () => {
  pages['/a'] = () => [200, '<div id="list"><a href="/b" data-swap="#list">туда</a></div>'];
  pages['/b'] = () => [200, '<h1>другая страница</h1>'];
  await open('/a');
  await page.getByRole('link').click();
  await page.getByRole('heading', { name: 'другая страница' }).waitFor();
  assert.match(page.url(), /\/b$/);
});

test('a form is sent once however often it is pressed', async () => {
  let release;
  const held = new Promise((r) => { release = r; });
  pages['/s'] = (url, body, method) => [200, method === 'POST' ? '<h1>готово</h1>' : '<form method="post" action="/s"><button type="submit">Отправить</button></form>'];
  await open('/s');
  await page.route('**/s', async (route) => { await held; await route.continue(); });
  await page.evaluate(() => { const b = document.querySelector('button'); b.click(); b.click(); b.click(); });
  release();
  await page.getByRole('heading', { name: 'готово' }).waitFor();
  assert.equal(hits.list.filter((h) => h.method === 'POST').length, 1);
});

test('letters left are counted; an unavailable button says its reason', async () => {
  pages['/c'] = () => [200, '<label>Текст <textarea id="t" maxlength="10"></textarea></label><p data-count="t" data-text="Осталось знаков: {n}"></p><button type="button" aria-disabled="true" aria-describedby="why">Отправить</button><p id="why">Не пройдены разделы</p>'];
  await open('/c');
  await page.locator('#t').fill('семь зн');
  await page.getByText('Осталось знаков: 3').waitFor();
  await page.getByRole('button').press('Enter');
  await page.locator('[role=status]', { hasText: 'Не пройдены' }).waitFor({ state: 'attached' });
});

test('shares are whole, keep the sum and the proportion', () => {
  assert.deepEqual(share([20, 18, 15, 12, 10, 10], 70), [17, 15, 12, 10, 8, 8]);
  assert.deepEqual(share([0, 0, 0], 100), [34, 33, 33]);
  assert.deepEqual(share([5, 0], 0), [0, 0]);
  for (const total of [0, 1, 37, 99, 100]) assert.equal(share([7, 11, 13, 3], total).reduce((a, b) => a + b), total);
});

// The form of a real shortlist: what the script must fit is what the template makes.
async function weightsForm() {
  const { dir, demo } = await demoFolder(21);
  const real = await serve(dir);
  const recruiter = await signIn(real.url, demo.users.find((u) => u.role === 'recruiter'));
  const list = await recruiter.get(`/desk/vacancies/${demo.vacancies[0].id}/shortlist`);
  await real.stop();
  return /<form class="panel[\s\S]*?<\/form>/.exec(list.text)[0];
}

test('one weight moves, the others make room, the list is asked once after a pause', async () => {
  const form = (await weightsForm()).replace(/ action="[^"]*"/, ' action="/w"');
  const [name, approved] = /<input id="[^"]*" type="number" name="([^"]*)" value="(\d+)"/.exec(form.split('class="weight"')[4]).slice(1);
  pages['/w'] = (url) => [200, `<div id="list">переговоры ${url.searchParams.get(name) ?? approved}</div>${form}`, 'desk'];
  await open('/w');
  const fields = page.locator('#whatif [type=number]');
  await fields.nth(3).fill('30');
  await page.getByText('переговоры 30').waitFor();
  const values = await fields.evaluateAll((all) => all.map((x) => Number(x.value)));
  assert.deepEqual([values[3], values.reduce((a, b) => a + b)], [30, 100]);
  assert.deepEqual(await page.locator('#whatif [type=range]').evaluateAll((all) => all.map((x) => Number(x.value))), values);
  assert.equal(await page.locator('.moved').count(), 1);
  await page.getByRole('link', { name: 'Сбросить' }).click();
  await page.getByText(`переговоры ${approved}`).waitFor();
});

test('keys work only when switched on, by the place of the key, never inside a field', async () => {
  const html = (on) => `<input id="search"><table><tr data-row><td><a data-open href="#1">раз</a></td></tr><tr data-row><td><a data-open href="#2">два</a></td></tr></table><script type="application/json" id="desk-keys">{"on": ${on}, "go": {}}</script>`;
  pages['/on'] = () => [200, html(true), 'desk'];
  pages['/off'] = () => [200, html(false), 'desk'];
  const at = () => page.evaluate(() => document.activeElement.textContent || document.activeElement.id);
  const press = (code, key) => page.evaluate(([code, key]) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true })), [code, key]);
  await open('/on');
  await press('KeyJ', 'о');
  assert.equal(await at(), 'раз');
  await press('KeyJ', 'о');
  assert.equal(await at(), 'два');
  await press('Slash', '.');
  assert.equal(await at(), 'search');
  await press('KeyJ', 'о');
  assert.equal(await at(), 'search');
  await open('/off');
  await press('KeyJ', 'о');
  assert.notEqual(await at(), 'раз');
});
