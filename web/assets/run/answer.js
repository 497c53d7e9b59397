// The form's fields as one JSON value and back.

const named = (form, name) => [...form.elements].filter((x) => x.name === name);
const rows = (form) => [...new Set([...form.elements].map((x) => x.name).filter((n) => n.startsWith('answer.')))];

export function read(form, type) {
  if (type === 'single') return named(form, 'answer').find((x) => x.checked)?.value ?? null;
  if (type === 'multiple') return named(form, 'answer').filter((x) => x.checked).map((x) => x.value);
  if (type === 'sjt') {
    const out = {};
    for (const name of rows(form)) {
      const on = named(form, name).find((x) => x.checked);
      if (on) out[name.slice(7)] = Number(on.value);
    }
    return out;
  }
  return form.elements.answer.value;
}

export function write(form, type, answer) {
  if (type === 'sjt') {
    for (const name of rows(form)) for (const x of named(form, name)) x.checked = Number(x.value) === answer?.[name.slice(7)];
  } else if (type === 'num') form.elements.answer.value = answer ?? '';
  else {
    const on = [answer ?? []].flat();
    for (const x of named(form, 'answer')) x.checked = on.includes(x.value);
  }
}

// Keys of {} and order of [] carry no meaning here.
const canon = (a) => JSON.stringify(Array.isArray(a) ? [...a].sort() : a && typeof a === 'object' ? Object.entries(a).sort() : a ?? null);
export const same = (a, b) => canon(a) === canon(b);

/** The answer in the person's words, for "the server has another one". */
export function words(form, type, answer) {
  if (type === 'num') return answer || '—';
  if (type === 'sjt') return Object.entries(answer ?? {}).map(([k, v]) => {
    const box = named(form, 'answer.' + k)[0];
    return `${box?.closest('fieldset')?.querySelector('legend')?.textContent.trim() ?? k} — ${v}`;
  }).join('; ') || '—';
  return [answer ?? []].flat().map((v) =>
    named(form, 'answer').find((x) => x.value === v)?.closest('label')?.textContent.trim() ?? v).join('; ') || '—';
}
