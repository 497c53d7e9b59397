// Every page as a person sees it: no axe finding, no CSP violation, no foreign request, nothing wider than the window,
// in both languages, on a phone and on a desktop. Screenshots stay in build/screenshots.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { FIXTURES, pathOf, readTable } from '../integration/routes.mjs';
import { demoFolder, serve } from '../support/otbor.mjs';
import { launch, open, shot } from '../support/browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser, server, demo;

before(async () => {
  const folder = await demoFolder(3);
  demo = folder.demo;
  server = await serve(folder.dir, { flags: ['--limits', 'off'] });
  browser = await launch();
}, { timeout: 300_000 });
after(async () => { await browser?.close(); await server?.stop(); });

async function look(page, faults, name) {
  await page.evaluate(() => document.documentElement.getAttribute('lang'));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name}: the page is ${wide} px wider than the window`);
  await shot(page, name);
  assert.deepEqual(faults.splice(0), [], name);
}

// axe needs to run its own script, which the page's CSP forbids: a context of its own, with the same cookies.
async function audit(context, url, name) {
  const state = await context.storageState();
  const free = await browser.newContext({ storageState: state, bypassCSP: true, locale: 'ru-RU' });
  const page = await free.newPage();
  await page.goto(url);
  await page.addScriptTag({ content: axe });
  const found = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ['violations'] })).violations
    .map((v) => `${v.id}: ${v.help} (${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join('; ')})`));
  await free.close();
  assert.deepEqual(found, [], `axe on ${name}`);
}

const SIZES = [['desktop', { width: 1280, height: 900 }], ['phone', { width: 320, height: 740 }]];

async function walk(context, page, faults, list) {
  for (const [name, path] of list) {
    await page.goto(server.url + path);
    await audit(context, server.url + path, name);
    for (const [size, viewport] of SIZES) {
      await page.setViewportSize(viewport);
      await look(page, faults, `${name}-${size}`);
    }
  }
}

// Out of the route table: a new page cannot be forgotten here.
test('public pages', { timeout: 600_000 }, async () => {
  const { context, page, faults } = await open(browser, server.url);
  const last = (path) => path.split('/').pop();
  const w = { ids: { slug: last(demo.vacancies[1].public), link: last(demo.invitations[0]), consent: 'request', asset: 'none.css' } };
  const list = [];
  for (const route of readTable().filter((r) => r.method === 'GET' && r.audience === 'anyone' && r.key in FIXTURES)) {
    const path = pathOf(route, w);
    const { status, headers } = await fetch(server.url + path, { redirect: 'manual' });
    if (status === 200 && /^text\/html/.test(headers.get('content-type'))) list.push([`public${route.path.replace(/[{}]/g, '').replaceAll('/', '-')}`, path]);
  }
  for (const path of ['/', '/en', '/request', '/en/request', '/login']) assert.ok(list.some(([, p]) => p === path), `${path} is among ${list.map(([, p]) => p).join(' ')}`);
  await walk(context, page, faults, list);
  await context.close();
});

test('the desk', { timeout: 300_000 }, async () => {
  const { context, page, faults } = await open(browser, server.url);
  const user = demo.users.find((u) => u.role === 'recruiter');
  await page.goto(`${server.url}/login`);
  await page.fill('[name=email]', user.email);
  await page.fill('[name=password]', user.password);
  await Promise.all([page.waitForURL('**/desk/requests'), page.click('main button[type=submit]')]);
  const request = await page.locator('main a[href^="/desk/requests/"]').first().getAttribute('href');
  const desk = `/desk/vacancies/${demo.vacancies[0].id}`;
  await page.goto(`${server.url}${desk}/shortlist`);
  const person = await page.locator('a[href^="/desk/applications/"]').first().getAttribute('href');
  const list = [['inbox', '/desk/requests'], ['request', request], ['vacancies', '/desk/vacancies'], ['vacancy', desk],
    ['instruction', `${desk}/instruction`], ['plan', `${desk}/plan`], ['invitations', `${desk}/invitations`],
    ['shortlist', `${desk}/shortlist`], ['share', `${desk}/share`], ['candidate', person]];
  await walk(context, page, faults, list);
  await context.close();
});

test('the client chooses', { timeout: 300_000 }, async () => {
  const { context, page, faults } = await open(browser, server.url);
  await page.goto(server.url + demo.clients[0].portal);
  await Promise.all([page.waitForURL('**/c/vacancies/*'), page.click('main button[type=submit]')]);
  await walk(context, page, faults, [['portal', new URL(page.url()).pathname]]);
  await page.goto(server.url + demo.clients[0].status);
  await Promise.all([page.waitForURL('**/r/*'), page.click('main button[type=submit]')]);
  const status = new URL(page.url()).pathname;
  await walk(context, page, faults, [['status', status], ['brief', `${status}/brief`]]);
  await context.close();
});

test('the candidate answers with scripts, and the answer is saved by itself', { timeout: 300_000 }, async () => {
  const { context, page, faults } = await open(browser, server.url);
  await page.goto(server.url + demo.invitations[1]);
  await Promise.all([page.waitForURL('**/t/**'), page.click('main button[type=submit]')]);
  await look(page, faults, 'consent');
  await page.check('#agree');
  await Promise.all([page.waitForURL('**/before'), page.click('button[value=yes]')]);
  await audit(context, page.url(), 'before');
  await look(page, faults, 'before');
  const attempt = /\/t\/(\d+)/.exec(page.url())[1];
  await page.goto(`${server.url}/t/${attempt}/s/1`);
  await Promise.all([page.waitForURL('**/q/1'), page.click('main button[type=submit]')]);
  await audit(context, page.url(), 'question');
  const saved = page.waitForResponse((r) => r.url().includes('/api/attempts/') && r.request().method() === 'POST');
  await page.locator('.choice').first().click();
  assert.equal((await (await saved).json()).stored, true);
  await look(page, faults, 'question');
  await page.reload();
  assert.equal(await page.locator('input[name=answer]:checked').count(), 1);
  await context.close();
});
