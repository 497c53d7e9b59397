// A person who has no mouse: everything is reached with Tab, and the focus must be seen.
import assert from 'node:assert/strict';

const TABS = 150;

// Press Tab until an element of this selector has the focus.
export async function tabTo(page, selector) {
  for (let i = 0; i < TABS; i += 1) {
    if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)) return see(page);
    await page.keyboard.press('Tab');
  }
  assert.fail(`${selector} was not reached by ${TABS} tabs on ${page.url()}`);
}

// Reach a control and press it; url is where that leads.
export async function press(page, selector, url) {
  await tabTo(page, selector);
  await Promise.all([page.waitForURL(url), page.keyboard.press('Enter')]);
}

// The focus shows, is inside the window, and nothing lies over it.
export async function see(page) {
  const fault = await page.evaluate(() => {
    const here = document.activeElement;
    const shown = here.closest('label') ?? here;
    const box = shown.getBoundingClientRect();
    const styles = [here, shown, here.nextElementSibling].filter(Boolean).map((x) => getComputedStyle(x));
    if (!styles.some((s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) && !styles.some((s) => s.boxShadow !== 'none')) return 'has no visible focus';
    if (box.bottom < 0 || box.top > innerHeight) return 'is outside the window';
    const x = box.left + Math.min(box.width / 2, 20), y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    return top && (shown.contains(top) || top.contains(shown)) ? null : `is covered by ${top?.outerHTML.slice(0, 80)}`;
  });
  assert.equal(fault, null, `the focus on ${page.url()} ${fault}`);
}
