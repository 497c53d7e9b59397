// What-if weights. One is moved, the rest share what is left in their old proportion, in whole points.
import { queryUrl, swap } from '../core/swap.js';

/** Integers with the proportions of `parts` and the sum `total` (largest remainder). */
export function share(parts, total) {
  const sum = parts.reduce((a, b) => a + b, 0);
  const exact = parts.map((p) => (sum ? (p * total) / sum : total / parts.length));
  const out = exact.map(Math.floor);
  const order = exact.map((x, i) => [x - out[i], i]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  for (let k = total - out.reduce((a, b) => a + b, 0), i = 0; k > 0; k--, i++) out[order[i][1]]++;
  return out;
}

export function whatIf() {
  let timer;
  const later = (form) => {
    clearTimeout(timer);
    timer = setTimeout(() => swap(queryUrl(form), form.dataset.swap, { history: 'replace' }), 250);
  };
  const rowsOf = (form) => [...form.querySelectorAll('.weight')].map((el) => ({
    el, number: el.querySelector('[type=number]'), range: el.querySelector('[type=range]'), was: Number(el.dataset.weight),
  }));
  const put = (r, v) => {
    r.number.value = v;
    if (v > r.range.max) r.range.max = 100;
    r.range.value = v;
  };
  // Proportions come from before the drag: sharing the shared would drift by rounding.
  let base = null;
  document.addEventListener('input', (e) => {
    const form = e.target.form;
    if (!form?.matches('[data-whatif]')) return;
    const rows = rowsOf(form);
    const me = rows.find((r) => r.number === e.target || r.range === e.target);
    if (!me || e.target.value === '') return;
    const rest = rows.filter((r) => r !== me);
    if (base?.el !== me.el) base = { el: me.el, parts: rest.map((r) => Number(r.number.value)) };
    const v = Math.min(100, Math.max(0, Math.round(e.target.value)));
    if (e.target !== me.number) me.number.value = v;
    me.range.value = v;
    share(base.parts, 100 - v).forEach((x, i) => put(rest[i], x));
    for (const r of rows) r.el.classList.toggle('moved', r === me);
    later(form);
  });
  document.addEventListener('click', (e) => {
    const reset = e.target.closest?.('[data-reset]');
    const form = reset?.closest('[data-whatif]');
    if (!form) return;
    e.preventDefault();
    base = null;
    for (const r of rowsOf(form)) {
      put(r, r.was);
      r.el.classList.remove('moved');
    }
    later(form);
  });
}
