// The states of an answer as the person sees them: a shape and words in the bar, sometimes a note, sometimes a voice.
import { fill, say } from '../core/say.js';

// state: [class of the shape, spoken: '' | 'always' | 'once' | 'mended' (only after a failure)]
// Texts of the server: texts[state], texts[state + '_short'] for the phone (or the long one), texts[state + '_note'].
const STATES = {
  idle: ['', ''],
  dirty: ['', ''],
  saving: ['ring', ''],
  saved: ['ok', 'mended'],
  offline: ['warn', 'once'],
  retry: ['warn', 'once'],
  restored: ['ok', 'always'],
  conflict: ['err', 'always'],
  othertab: ['err', 'always'],
  auth: ['err', 'always'],
  too_long: ['err', 'always'],
  rejected: ['err', 'always'],
  no_storage: ['warn', 'always'],
  closed: ['', 'always'],
  undelivered: ['warn', 'always'],
};

let texts = {};
let current = 'idle';
let troubled = false;
export const state = () => current;

const el = (tag, props = {}, ...kids) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...kids);
  return node;
};

export const init = (t) => { texts = t; };

export function show(name, vars) {
  const [shape, voice] = STATES[name];
  const changed = name !== current;
  const text = fill(texts[name], vars);
  const bar = document.getElementById('save');
  if (bar) {
    bar.className = 'save ' + shape;
    bar.dataset.state = name;
    bar.replaceChildren(el('span', { className: 'wide' }, text), el('span', { className: 'thin' }, fill(texts[name + '_short'], vars) || text));
  }
  if (voice === 'always' ? changed : voice === 'once' ? !troubled : voice === 'mended' && troubled) say(text);
  if (voice === 'once' || name === 'auth') troubled = true;
  if (name === 'saved') troubled = false;
  current = name;
}

/** A note over the question. actions: [[label, function]]. Called again, it replaces the old one; null removes it. */
export function note(kind, title, lines = [], actions = []) {
  const box = document.getElementById('note');
  if (!box) return;
  box.hidden = !kind;
  if (!kind) return void box.replaceChildren();
  box.className = 'note ' + kind;
  const buttons = actions.map(([label, act]) => el('button', { type: 'button', className: 'link', onclick: act }, label));
  const row = el('p');
  for (const b of buttons) row.append(b, ' ');
  box.replaceChildren(el('b', {}, title), ...lines.filter(Boolean).map((t) => el('p', {}, t)), ...(buttons.length ? [row] : []));
}

/** Seconds to the next try, repainted in place: a new note each second would move the focus off its button. */
export function countdown(text) {
  const p = document.querySelector('#note > p:nth-of-type(2)');
  if (p) p.textContent = text;
}

/** A modal question; resolves with the value of the chosen button, '' when it was dismissed. */
export function ask(title, body, choices) {
  return new Promise((done) => {
    const head = el('h2', { className: 'h3', id: 'ask-t' }, title);
    const buttons = choices.map(([value, label], i) => el('button', { value, className: i ? 'btn' : 'btn main', type: 'submit' }, label));
    const box = el('dialog', {}, head, el('p', {}, body), el('form', { method: 'dialog', className: 'btns' }, ...buttons));
    box.setAttribute('aria-labelledby', 'ask-t');
    box.addEventListener('close', () => {
      box.remove();
      done(box.returnValue);
    });
    document.body.append(box);
    box.showModal();
  });
}

export function nextBlocked(reason) {
  const why = document.getElementById('why-not');
  const next = document.querySelector('#run-form [name=go][value=next]');
  if (!why || !next) return;
  why.hidden = !reason;
  why.textContent = reason;
  if (reason) {
    next.setAttribute('aria-disabled', 'true');
    next.setAttribute('aria-describedby', 'why-not');
  } else {
    next.removeAttribute('aria-disabled');
    next.removeAttribute('aria-describedby');
  }
}
