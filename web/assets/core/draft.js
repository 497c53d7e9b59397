// form[data-draft=name]: what was typed is kept in this tab until it is sent, through a lost connection, a change of
// language and Back. [data-draft-done=name] on a later page says that it was sent. Without storage nothing is kept.
const key = (name) => `draft:${name}`;
const fields = (form) => [...form.elements].filter((f) => f.id && f.name && f.type !== 'hidden');

function read(name) {
  try { return JSON.parse(sessionStorage.getItem(key(name))) ?? {}; } catch { return {}; }
}

function keep(form) {
  const values = Object.fromEntries(fields(form).map((f) => [f.name, f.value]));
  try { sessionStorage.setItem(key(form.dataset.draft), JSON.stringify(values)); } catch { /* a private window may refuse */ }
}

function restore(form) {
  const values = read(form.dataset.draft);
  for (const f of fields(form)) if (typeof values[f.name] === 'string') f.value = values[f.name];
}

export function start() {
  const done = document.querySelector('[data-draft-done]');
  if (done) try { sessionStorage.removeItem(key(done.dataset.draftDone)); } catch { /* nothing was kept */ }
  for (const form of document.querySelectorAll('form[data-draft]')) {
    restore(form);
    form.addEventListener('input', () => keep(form));
  }
}
