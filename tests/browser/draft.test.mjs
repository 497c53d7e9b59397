// What a customer typed into the request is kept in the tab until it is sent: through a lost connection and a change of
// language; once it is sent, nothing is left.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { demoFolder, serve } from '../support/otbor.mjs';
import { launch, open } from '../support/browser.mjs';

let browser, server;

before(async () => {
  const { dir } = await demoFolder(3);
  server = await serve(dir, { flags: ['--limits', 'off'] });
  browser = await launch();
}, { timeout: 300_000 });
after(async () => { await browser?.close(); await server?.stop(); });

test('a draft outlives a lost connection and a change of language, and goes when the request is sent', { timeout: 120_000 }, async () => {
  const { context, page, faults } = await open(browser, server.url);
  await page.goto(`${server.url}/request`);
  await page.fill('#company', 'Чайная «Пуэр»');
  await page.fill('#place', 'Пермь, офис');
  await context.setOffline(true);
  await page.locator('main form button[type=submit]').click().catch(() => {});
  await context.setOffline(false);
  await page.goto(`${server.url}/request`);
  assert.equal(await page.inputValue('#company'), 'Чайная «Пуэр»');
  await page.locator('main form button[type=submit]').click(); // 422: the rest is missing
  await page.locator('header .lang a[hreflang=en]').click();
  await page.waitForURL(/\/en\/request$/);
  assert.equal(await page.inputValue('#place'), 'Пермь, офис');
  await page.fill('#contact', 'Vera Listova');
  await page.fill('#address', 'listova@puer.example');
  await page.locator('main form button[type=submit]').click();
  await page.locator('input[name=agree]').check();
  await page.locator('main button[type=submit]').first().click();
  await page.waitForURL(/\/r\/\d+$/);
  await page.goto(`${server.url}/request`);
  assert.equal(await page.inputValue('#company'), '');
  assert.deepEqual(faults.filter((f) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(f)), []);
  await context.close();
});
