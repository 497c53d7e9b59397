// Small manners of plain forms: errors are met first, nothing is sent twice.
import { fill, say } from './say.js';

const sent = new WeakMap();

// Ten seconds: long enough for a double click and a slow reply, short enough for a download form used again.
function once(e) {
  const form = e.target;
  if (e.defaultPrevented || form.method !== 'post') return;
  if (Date.now() - (sent.get(form) ?? -Infinity) < 10000) return e.preventDefault();
  sent.set(form, Date.now());
  form.setAttribute('aria-busy', 'true');
  setTimeout(release, 10000, form);
}

function release(form) {
  sent.delete(form);
  form.removeAttribute('aria-busy');
}

function count(field) {
  const out = field.id && document.querySelector(`[data-count="${CSS.escape(field.id)}"]`);
  if (out) out.textContent = fill(out.dataset.text, { n: field.maxLength - field.value.length });
}

async function copy(button) {
  const from = document.getElementById(button.dataset.copy);
  if (!from) return;
  try {
    await navigator.clipboard.writeText((from.value ?? from.textContent).trim());
    say(button.dataset.done);
    const label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 2000);
  } catch {
    getSelection()?.selectAllChildren(from); // no permission: leave it selected, the person can press Ctrl+C
  }
}

export function start() {
  document.documentElement.classList.add('js');
  document.querySelector('[data-sum]')?.focus();
  document.addEventListener('submit', once);
  document.addEventListener('input', (e) => count(e.target));
  document.addEventListener('click', (e) => {
    const b = e.target.closest?.('[data-copy], [data-print], [data-dialog], [aria-disabled=true]');
    if (!b) return;
    if (b.ariaDisabled === 'true' || b.getAttribute('aria-disabled') === 'true') {
      // Stays in the tab order so that its reason can be read; pressing says the reason.
      e.preventDefault();
      say(document.getElementById(b.getAttribute('aria-describedby'))?.textContent);
    } else if (b.dataset.copy) copy(b);
    else if (b.dataset.dialog) document.getElementById(b.dataset.dialog)?.showModal();
    else print();
  });
  addEventListener('pageshow', (e) => {
    if (e.persisted) document.querySelectorAll('form[aria-busy]').forEach(release);
  });
}
