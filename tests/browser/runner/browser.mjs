// One chromium for a test file, a fresh context for a test; any CSP or Trusted Types violation fails the test.
import { chromium } from 'playwright-core';
import { after, before, beforeEach, afterEach } from 'node:test';
import assert from 'node:assert/strict';
import { realPages } from './pages.mjs';
import { stub } from './stub.mjs';

export function setup() {
  const t = {};
  before(async () => {
    t.pages = await realPages();
    t.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  });
  after(async () => {
    await t.browser.close();
    await t.pages.close();
  });
  beforeEach(async () => {
    t.server = await stub(t.pages);
    t.problems = [];

    t.context = await t.browser.newContext({ locale: 'ru-RU' });
    t.context.setDefaultTimeout(60000);
    await t.context.exposeBinding('reportProblem', (_, what) => t.problems.push(what));
    await t.context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (e) => reportProblem(`${e.violatedDirective} ${e.sourceFile}:${e.lineNumber}`));
      // Some states live for a second: they are written down, so that a slow machine cannot miss one.
      window.states = [];
      addEventListener('DOMContentLoaded', () => {
        const bar = document.getElementById('save');
        if (!bar) return;
        new MutationObserver((all) => {
          states.push(...all.slice(1).map((m) => m.oldValue), bar.dataset.state);
        }).observe(bar, { attributeFilter: ['data-state'], attributeOldValue: true });
      });
      addEventListener('error', (e) => e.message && reportProblem(e.message));
      addEventListener('unhandledrejection', (e) => reportProblem(String(e.reason?.stack ?? e.reason)));
    });
  });
  afterEach(async () => {
    await t.context.close();
    await t.server.close();
    assert.deepEqual(t.problems, []);
  });

  /** Opens the question and waits until the runner listens. */
  t.open = async (options = {}) => {
    Object.assign(t.server, options);
    const page = await t.context.newPage();
    await page.goto(t.server.url);
    if (!options.bare) await page.locator('html[data-run=ready]').waitFor();
    return page;
  };
  /** The next time the page comes, or came, into this state since the last one asked for. */
  t.state = (page, name) => page.waitForFunction((want) => {
    const at = states.indexOf(want);
    if (at < 0) return false;
    states.splice(0, at + 1);
    return true;
  }, name);
  t.choose = (page, value) => page.locator(`[name=answer][value=${value}]`).check();
  t.drafts = (page) => page.evaluate(() => new Promise((done, fail) => {
    const open = indexedDB.open('otbor');
    open.onerror = () => fail(open.error);
    open.onsuccess = () => {
      const db = open.result;
      if (!db.objectStoreNames.contains('drafts')) { db.close(); return done([]); }
      const all = db.transaction('drafts').objectStore('drafts').getAll();
      all.onsuccess = () => { db.close(); done(all.result); };
    };
  }));
  /** What a tab that died leaves behind. Written here: a closing tab may still deliver by itself, and then there is nothing to restore. */
  t.leave = async (key, draft) => {
    const page = await t.context.newPage();
    await page.goto(t.server.origin + '/t/A1/done');
    await page.evaluate(([key, draft]) => new Promise((done, fail) => {
      const open = indexedDB.open('otbor');
      open.onupgradeneeded = () => open.result.createObjectStore('drafts');
      open.onerror = () => fail(open.error);
      open.onsuccess = () => {
        const work = open.result.transaction('drafts', 'readwrite');
        work.objectStore('drafts').put(draft, key);
        work.oncomplete = () => { open.result.close(); done(); };
      };
    }), [key, draft]);
    await page.close();
  };
  t.noDrafts = async (page) => {
    await page.waitForFunction(() => new Promise((done) => {
      const open = indexedDB.open('otbor');
      open.onsuccess = () => {
        const n = open.result.transaction('drafts').objectStore('drafts').count();
        n.onsuccess = () => { open.result.close(); done(n.result === 0); };
      };
    }));
  };
  return t;
}
