// Wires the question page together: form -> draft on the device -> outbox -> states.
import { fill, say } from '../core/say.js';
import * as drafts from './drafts.js';
import * as clock from './clock.js';
import { ask, countdown, init, nextBlocked, note, show, state } from './status.js';
import { read, same, words, write } from './answer.js';
import { deliverOthers, outbox } from './outbox.js';
import { post, reread } from './net.js';
import { tabs } from './tabs.js';

const QUIET = 800, LONGEST = 10000;

export function start() {
  const source = document.getElementById('run-data');
  if (!source) return;
  const data = JSON.parse(source.textContent);
  init(data.texts);
  clock.sync(data.now_ms);
  const nav = document.getElementById('all');
  if (nav && matchMedia('(max-width: 639px)').matches) nav.open = false;
  if (data.type === 'review') return review(data);
  question(data, document.getElementById('run-form'));
}

async function question(data, form) {
  const { texts, type } = data;
  let quiet = 0, longest = 0, slow = 0, due = 0, leaving = false;

  const box = outbox(data, read(form, type), {
    saving() {
      clearTimeout(slow);
      slow = setTimeout(() => show('saving'), 400);
    },
    saved(reply) {
      clearTimeout(slow);
      due = 0;
      note(null);
      nextBlocked('');
      keepRev();
      const out = document.getElementById('understood');
      if (out && 'understood' in reply) out.textContent = reply.understood ? fill(texts.understood, { value: reply.understood }) : '';
      if (!box.pending()) show('saved', { time: clock.hhmm(reply.now_ms ?? clock.now()) });
    },
    down(ms, offline) {
      clearTimeout(slow);
      const s = Math.ceil(ms / 1000);
      due = Date.now() + ms;
      const name = offline ? 'offline' : 'retry';
      show(name, { s });
      note('w', fill(texts[name], { s }), [texts[name + '_note'], fill(texts.next_try, { s })], [[texts.retry_now, () => box.send()]]);
      nextBlocked(texts.offline_next);
      if (drafts.denied) noStorage();
    },
    conflict,
    lost: () => otherTab(),
    auth() {
      clearTimeout(slow);
      show('auth');
      note('e', texts.auth, [texts.auth_body], [[texts.retry_now, again]]);
    },
    refused(status, detail) {
      clearTimeout(slow);
      const n = String(read(form, type) ?? '').length;
      if (status === 413) show('too_long', { n, max: data.max });
      else show('rejected', { detail });
      note('e', fill(texts[status === 413 ? 'too_long' : 'rejected'], { n, max: data.max, detail }));
    },
    closed,
  });

  const keepRev = () => {
    form.elements.rev.value = box.rev();
    form.elements.lease.value = data.lease;
  };
  const noStorage = () => { if (state() !== 'no_storage') show('no_storage'); };

  // --- what the person does
  function changed(now) {
    const answer = read(form, type);
    if (data.max && typeof answer === 'string' && answer.length > data.max) return show('too_long', { n: answer.length, max: data.max });
    const put = box.set(answer);
    if (!put) return;
    keepRev();
    if (!box.blocked()) show('dirty');
    put.then(() => { if (drafts.denied) noStorage(); });
    clearTimeout(quiet);
    if (now) return flush();
    quiet = setTimeout(flush, QUIET);
    longest ||= setTimeout(flush, LONGEST); // a steady typist is saved too
  }
  function flush(keepalive) {
    clearTimeout(quiet);
    clearTimeout(longest);
    longest = 0;
    return box.send(keepalive === true);
  }
  const typed = (t) => t.name === 'answer' && /^(text|search|textarea)$/.test(t.type);
  form.addEventListener('input', (e) => { if (typed(e.target)) changed(false); });
  form.addEventListener('change', (e) => {
    if (e.target.name === 'flag') return mark();
    if (e.target.name?.startsWith('answer')) changed(true);
  });

  // The mark "return later" travels with the plain form; it is posted at once, or a jump by the navigator would lose it.
  function mark() {
    keepRev();
    const fields = new URLSearchParams(new FormData(form));
    fields.set('go', 'stay');
    fetch(form.action, { method: 'POST', body: fields, redirect: 'manual', keepalive: true }).catch(() => {});
  }

  form.addEventListener('submit', (e) => {
    if (leaving) return;
    e.preventDefault();
    changed(false);
    const go = e.submitter?.value ?? 'stay';
    if (go === 'stay') return flush();
    leave(() => form.requestSubmit(e.submitter));
  }, true);

  document.addEventListener('click', (e) => {
    const a = e.target.closest?.('a[href]');
    if (!a || a.target || a.getAttribute('href').startsWith('#') || e.ctrlKey || e.metaKey || e.shiftKey || !box.pending()) return;
    e.preventDefault();
    leave(() => location.assign(a.href));
  });

  /** The next page needs the server: make sure it is there and has everything, else explain. */
  async function leave(go) {
    if (box.blocked()) return;
    const ok = navigator.onLine && (box.pending() ? await flush() : await fresh());
    if (ok && !box.pending()) {
      leaving = true;
      keepRev();
      setTimeout(go); // a form ignores requestSubmit while its own submit event is still running
      return;
    }
    if (state() === 'offline' || state() === 'retry' || !navigator.onLine) {
      if (!navigator.onLine) gone();
      nextBlocked(texts.offline_next);
      say(texts.offline_next);
    }
  }
  let heard = clock.now();
  const fresh = async () => (clock.now() - heard < 20000 ? true : (heard = clock.now(), box.touch()));

  // --- what the world does
  function gone() {
    show('offline');
    note('w', texts.offline, [texts.offline_note]);
    nextBlocked(texts.offline_next);
  }
  async function again() {
    if (state() === 'auth' && !(await box.renew())) return;
    return box.send();
  }
  addEventListener('online', async () => {
    if (box.pending()) return again();
    if (state() !== 'offline') return;
    note(null);
    nextBlocked('');
    show('idle');
  });
  addEventListener('offline', gone);
  addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') { if (box.pending()) flush(true); } else if (box.pending()) again();
  });
  form.addEventListener('focusout', (e) => { if (typed(e.target) && box.pending()) flush(); });
  addEventListener('beforeunload', (e) => { if (box.pending() && !leaving) e.preventDefault(); });
  addEventListener('pageshow', async (e) => {
    if (!e.persisted) return;
    leaving = false;
    const now = await reread();
    if (!now) return;
    clock.sync(now.now_ms);
    Object.assign(data, { csrf: now.csrf, lease: now.lease, deadline_ms: now.deadline_ms });
    // Another page of ours may have changed this answer meanwhile: its text, not the frozen one, is the truth.
    if (now.rev > data.rev && !box.pending()) location.reload();
  });
  setInterval(() => {
    const s = Math.ceil((due - Date.now()) / 1000);
    if (due && s > 0 && state() !== 'saving') countdown(fill(texts.next_try, { s }));
  }, 1000);

  // --- two writers
  const seat = tabs(data.attempt, {
    async clash() {
      freeze(true);
      const go = await ask(texts.tab_title, texts.tab_body, [['here', texts.continue_here], ['close', texts.close]]);
      if (go === 'here') return takeOver();
      otherTab();
      if (go === 'close') close();
    },
    taken: () => { box.lastWord(); otherTab(); },
  });
  function freeze(on) {
    form.inert = on;
    box.halt(on);
  }
  function otherTab() {
    clearTimeout(slow);
    freeze(true);
    show('othertab');
    note('e', texts.othertab, [texts.othertab_body], [[texts.continue_here, takeOver]]);
  }
  async function takeOver() {
    const r = await post(data.urls.lease, data.csrf, {});
    if (r.status !== 200) {
      if (r.status === 410) return closed(r.body.saved_ms);
      show(r.status === 401 || r.status === 403 ? 'auth' : 'retry', { s: 0 });
      return;
    }
    data.lease = r.body.lease;
    seat.took();
    freeze(false);
    keepRev();
    note(null);
    show('idle');
    return box.send();
  }

  async function conflict(stored, rev) {
    clearTimeout(slow);
    const mine = read(form, type);
    show('conflict');
    const open = async () => {
      const go = await ask(texts.conflict, fill(texts.conflict_body, { stored: words(form, type, stored) }),
        [['mine', texts.keep_mine], ['stored', texts.take_stored]]);
      if (!go) return note('e', texts.conflict, [], [[texts.keep_mine + ' / ' + texts.take_stored, open]]);
      note(null);
      if (go === 'stored') write(form, type, stored);
      await box.resolve(stored, rev, go === 'mine' ? read(form, type) : undefined);
      keepRev();
      show(go === 'mine' ? 'dirty' : 'saved', { time: clock.hhmm(clock.now()) });
      return box.send();
    };
    if (same(stored, mine)) { // both wrote the same: nothing to decide
      await box.resolve(stored, rev);
      return show('saved', { time: clock.hhmm(clock.now()) });
    }
    return open();
  }

  async function closed(saved_ms) {
    clearTimeout(slow);
    const time = clock.hhmm(saved_ms ?? clock.now());
    form.inert = true;
    show('closed', { time });
    note('w', fill(texts.closed, { time }), [], [[texts.to_review, () => location.assign(data.urls.review)]]);
    await drafts.clear(data.attempt);
  }
  clock.run(data, texts, async () => {
    changed(false);
    const ok = await (box.pending() ? flush() : box.touch());
    if (clock.now() < data.deadline_ms) return; // the device's clock was ahead, or time was added
    if (ok || box.blocked()) {
      await drafts.clear(data.attempt);
      leaving = true;
      location.assign(data.urls.review);
    } else {
      form.inert = true; // unsent: the outbox keeps trying, the server takes it for two minutes more
      say(fill(texts.closed, { time: clock.hhmm(data.deadline_ms) }));
    }
  });

  // --- an answer that never arrived
  const draft = await drafts.load(data.attempt, data.item);
  const mine = read(form, type);
  if (draft && draft.rev >= data.rev && !same(draft.answer, mine)) {
    write(form, type, draft.answer);
    box.resume(draft);
    keepRev();
    show('restored');
    box.send();
  } else {
    if (draft) drafts.drop(data.attempt, data.item);
    changed(true); // what was ticked before this script arrived
  }
  if (drafts.denied) noStorage();
  if (!navigator.onLine) gone();
  document.documentElement.dataset.run = 'ready';
  deliverOthers(data);
}

function review(data) {
  const form = document.querySelector('form[data-handin]');
  let sure = false;
  const end = () => location.assign(data.urls.review);
  clock.run(data, data.texts, end);
  document.documentElement.dataset.run = 'ready';
  form?.addEventListener('submit', async (e) => {
    if (sure) return;
    e.preventDefault();
    // Handing in ends the attempt's section: nothing may be left on this device, and nothing may be lost.
    if (!navigator.onLine || !(await deliverOthers(data))) {
      show('offline');
      note('w', data.texts.offline, [data.texts.offline_note]);
      if (!navigator.onLine) return;
    }
    await drafts.clear(data.attempt);
    sure = true;
    setTimeout(() => form.requestSubmit(e.submitter));
  }, true);
  deliverOthers(data);
}
