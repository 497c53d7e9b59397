// A real browser for the tests that need eyes: Debian's chromium, driven by playwright-core.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--font-render-hinting=none'];

export const launch = () => chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });

// Where screenshots are kept, for people to look at: build/screenshots/<name>.png
export async function shot(page, name) {
  const dir = join('build', 'screenshots');
  mkdirSync(dir, { recursive: true });
  await page.screenshot({ path: join(dir, `${name}.png`), fullPage: true, animations: 'disabled', caret: 'hide' });
}

// A page in a context of its own that fails the test on CSP violations, console errors and foreign requests.
export async function open(browser, base, options = {}) {
  const context = await browser.newContext({ locale: 'ru-RU', viewport: { width: 1280, height: 900 }, ...options });
  const faults = [];
  await context.addInitScript(() => addEventListener('securitypolicyviolation',
    (e) => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`)));
  context.on('request', (r) => { if (!r.url().startsWith(base) && !r.url().startsWith('data:')) faults.push(`foreign request: ${r.url()}`); });
  const page = await context.newPage();
  page.on('console', (m) => { if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) faults.push(m.text()); });
  page.on('pageerror', (e) => faults.push(String(e)));
  return { context, page, faults };
}
