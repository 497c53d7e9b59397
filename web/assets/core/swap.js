// Partial pages. XMLHttpRequest parses the document itself, so this works where
// Trusted Types forbid every string-to-HTML sink. Any doubt ends in a full load.
import { say } from './say.js';

const running = new Map(); // selector -> request: the last click wins

const remember = (root) => {
  const el = document.activeElement;
  if (!root.contains(el) || el === document.body) return null;
  let at = null;
  try { at = el.selectionStart; } catch { /* number and e-mail inputs have no caret to ask for */ }
  return { el, at, end: at === null ? null : el.selectionEnd };
};

const twin = (root, el) =>
  (el.id && root.querySelector('#' + CSS.escape(el.id))) ||
  (el.name && [...root.querySelectorAll(`[name="${CSS.escape(el.name)}"]`)].find((x) => x.value === el.value || x.type === 'text')) ||
  (el.href && [...root.querySelectorAll('a')].find((x) => x.href === el.href));

function refocus(root, was) {
  if (!was) return;
  const el = twin(root, was.el);
  if (!el) {
    root.tabIndex = -1;
    root.focus({ preventScroll: true });
    return;
  }
  el.focus({ preventScroll: true });
  if (was.at !== null) try { el.setSelectionRange(was.at, was.end); } catch { /* not a text field */ }
}

/** Loads url and puts its `selector` in the place of ours. history: 'push', 'replace' or ''. */
export function swap(url, selector, { method = 'GET', body = null, history: how = 'push' } = {}) {
  const old = document.querySelector(selector);
  if (!old) return void location.assign(url);
  running.get(selector)?.abort();
  const xhr = new XMLHttpRequest();
  running.set(selector, xhr);
  const busy = setTimeout(() => old.setAttribute('aria-busy', 'true'), 400);
  const fail = () => say(document.body.dataset.fail);
  xhr.open(method, url);
  xhr.responseType = 'document';
  xhr.setRequestHeader('X-Partial', '1');
  xhr.timeout = 15000;
  xhr.onload = () => {
    const fresh = xhr.response?.querySelector(selector);
    // 422 is a page with messages; other failures leave the page as it was.
    if (xhr.status >= 400 && xhr.status !== 422) return fail();
    if (!fresh) return void location.assign(xhr.responseURL || url);
    const was = remember(old);
    old.replaceWith(document.adoptNode(fresh));
    if (xhr.response.title) document.title = xhr.response.title;
    const sum = fresh.querySelector('[data-sum]');
    if (sum) sum.focus();
    else refocus(fresh, was);
    say(fresh.dataset.say || fresh.querySelector('[data-say]')?.dataset.say);
    const here = xhr.responseURL || url;
    if (how === 'push' && here !== location.href) {
      history.replaceState({ swap: selector }, '');
      history.pushState({ swap: selector }, '', here);
    } else if (how) history.replaceState({ swap: selector }, '', here);
    document.dispatchEvent(new CustomEvent('swapped', { detail: fresh }));
  };
  xhr.onerror = xhr.ontimeout = fail;
  xhr.onloadend = () => {
    clearTimeout(busy);
    old.removeAttribute('aria-busy');
    if (running.get(selector) === xhr) running.delete(selector);
  };
  xhr.send(body);
}

export const queryUrl = (form, submitter) => {
  const url = new URL(form.action);
  url.search = new URLSearchParams(new FormData(form, submitter));
  return url.href;
};

const plain = (e) => !e.defaultPrevented && e.button === 0 && !e.metaKey && !e.ctrlKey && !e.shiftKey && !e.altKey;

export function start() {
  document.addEventListener('click', (e) => {
    const a = e.target.closest?.('a[data-swap]');
    if (!a || !plain(e) || a.origin !== location.origin) return;
    e.preventDefault();
    swap(a.href, a.dataset.swap);
  });
  document.addEventListener('submit', (e) => {
    const form = e.target;
    if (e.defaultPrevented || !form.dataset.swap) return;
    e.preventDefault();
    if (form.method === 'get') return swap(queryUrl(form, e.submitter), form.dataset.swap);
    swap(e.submitter?.getAttribute('formaction') ? e.submitter.formAction : form.action, form.dataset.swap,
      { method: 'POST', body: new URLSearchParams(new FormData(form, e.submitter)) });
  });
  let timer;
  document.addEventListener('input', (e) => {
    const form = e.target.form;
    if (!form?.matches('[data-live]')) return;
    clearTimeout(timer);
    timer = setTimeout(() => swap(queryUrl(form), form.dataset.swap || 'main', { history: 'replace' }), 250);
  });
  addEventListener('popstate', (e) => {
    if (e.state?.swap) swap(location.href, e.state.swap, { history: '' });
  });
}
