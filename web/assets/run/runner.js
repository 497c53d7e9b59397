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
      heard = clock.now();
      const out = document.getElementById('understood');
      if (out && 'understood' in reply) out.textContent = understood(reply.understood);
      if (box.pending()) return;
      show('saved', { time: clock.hhmm(reply.now_ms ?? clock.now()) });
      if (over) finish();
    },
    alive() {
      heard = clock.now();
      due = 0;
      if (over) return finish();
      if (state() !== 'offline' && state() !== 'retry') return;
      note(null);
      nextBlocked('');
      show('idle');
    },
    down(ms, offline) {
      clearTimeout(slow);
      if (over) return ended();
      const s = Math.ceil(ms / 1000);
      due = Date.now() + ms;
      const name = offline ? 'offline' : 'retry';
      show(name, { s });
      note('w', fill(texts[name], { s }), [box.pending() ? texts[name + '_note'] : '', fill(texts.next_try, { s })], [[texts.retry_now, () => box.send()]]);
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
      const n = length(read(form, type));
      if (status === 413) show('too_long', { n, max: data.max });
      else show('rejected', { detail });
      note('e', fill(texts[status === 413 ? 'too_long' : 'rejected'], { n, max: data.max, detail }));
    },
    closed,
  });

  let heard = clock.now();     // when the server last answered
  let over = false;            // the section's time is up, and the server was not there to say so
  const understood = (value) => (value ? fill(texts.understood, { value }) : read(form, type).trim() ? texts.unread : '');
  const length = (answer) => [...String(answer ?? '')].length; // characters, as the server counts them
  const tooLong = (answer) => data.max > 0 && typeof answer === 'string' && length(answer) > data.max;
  const keepRev = () => {
    form.elements.rev.value = box.rev();
    form.elements.lease.value = data.lease;
  };
  const noStorage = () => { if (state() !== 'no_storage') show('no_storage'); };

  // --- what the person does
  function changed(now) {
    const answer = read(form, type);
    const held = tooLong(answer);
    const put = box.set(answer, held);
    if (held) {
      clearTimeout(quiet);
      return show('too_long', { n: length(answer), max: data.max });
    }
    if (!put) return;
    if (state() === 'too_long' || state() === 'rejected') note(null);
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
    if (state() === 'too_long') return note('e', fill(texts.too_long, { n: length(read(form, type)), max: data.max }));
    if (state() === 'offline' || state() === 'retry' || !navigator.onLine) {
      if (!navigator.onLine) gone();
      nextBlocked(texts.offline_next);
      say(texts.offline_next);
    }
  }
  const fresh = async () => clock.now() - heard < 2000 || box.touch();

  // --- what the world does
  function gone() {
    show('offline');
    note('w', texts.offline, [box.pending() ? texts.offline_note : '']);
    nextBlocked(texts.offline_next);
  }
  async function again() {
    if (state() === 'auth' && !(await box.renew())) return;
    return box.send();
  }
  addEventListener('online', async () => {
    if (over) return end();
    if (box.pending()) return again();
    if (state() === 'offline' || state() === 'retry') box.touch();
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
    if (!now?.csrf) return;
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
    await drafts.drop(data.attempt, data.item);
  }

  /** Zero: bring over what is here, then the review. Without the server: say so, wait, and go on when it is back. */
  async function end() {
    if ((await box.touch()) || box.blocked()) finish();
  }
  function finish() {
    if (!over || leaving) return;
    if (clock.now() < data.deadline_ms) { // the device's clock was ahead, or time was added
      over = form.inert = false;
      if (state() !== 'closed') return;
      note(null);
      return show('idle');
    }
    leaving = true;
    location.assign(data.urls.review);
  }
  function ended() {
    form.inert = true; // what is unsent the outbox keeps trying, and the server takes it for two minutes more
    show('closed', { time: clock.hhmm(data.deadline_ms) });
    note('w', texts.over_offline, [box.pending() ? texts.offline_note : ''], [[texts.retry_now, () => end()]]);
  }
  clock.run(data, texts, () => {
    changed(false);
    over = true;
    end();
  });

  // --- an answer that never arrived
  const draft = await drafts.load(data.attempt, data.item);
  const mine = read(form, type);
  if (draft && !same(draft.answer, mine)) {
    write(form, type, draft.answer);
    box.resume(draft, tooLong(draft.answer));
    keepRev();
    // The server heard of a newer answer meanwhile, perhaps from another device: the person decides, nothing is dropped.
    if (draft.rev < data.rev) {
      box.halt();
      conflict(mine, data.rev);
    } else {
      show('restored');
      if (tooLong(draft.answer)) changed(false);
      else box.send();
    }
  } else {
    if (draft) drafts.drop(data.attempt, data.item);
    if (data.rev === 0) show('idle'); // the page without scripts says that nothing saves itself
    changed(true); // what was ticked before this script arrived
  }
  if (drafts.denied) noStorage();
  if (!navigator.onLine) gone();
  document.documentElement.dataset.run = 'ready';
  deliverOthers(data);
}

/** «3» of /t/1/s/2/q/3, as a link where there is one. */
const links = (left) => left.map(({ page }) => page).filter(Boolean).map((page) => [page.split('/').at(-1), page]);

function review(data) {
  const form = document.querySelector('form[data-handin]');
  const { texts } = data;
  let sure = false;
  clock.run(data, texts, () => location.assign(data.urls.review));
  document.documentElement.dataset.run = 'ready';

  const handIn = (button) => {
    sure = true;
    setTimeout(() => form.requestSubmit(button));
  };
  /** Something stays on this device: which questions, and the way out. Handing in without them is the person's word. */
  function keep(left, button) {
    const here = left.filter((x) => !x.late);
    const numbers = links(here).map(([n]) => n).join(', ');
    const offline = !navigator.onLine;
    show(offline ? 'offline' : 'undelivered');
    note('w', offline ? texts.offline : texts.undelivered, [fill(texts.undelivered_which, { list: numbers || String(here.length) })],
      [[texts.retry_now, () => submit(button)], [texts.hand_in_without, () => ask(texts.hand_in_without, texts.hand_in_without_body,
        [['stay', texts.not_yet], ['go', texts.hand_in_without]]).then(async (go) => {
        if (go !== 'go') return;
        await Promise.all(here.map(({ item }) => drafts.drop(data.attempt, item)));
        handIn(button);
      })]]);
  }
  async function submit(button) {
    const left = await deliverOthers(data);
    const late = left.filter((x) => x.late);
    await Promise.all(late.map(({ item }) => drafts.drop(data.attempt, item))); // their section is over: said below, once
    if (late.length < left.length) return keep(left, button);
    if (late.length > 0) {
      const go = await ask(texts.late_title, fill(texts.late_body, { n: late.length }), [['go', texts.go_on]]);
      if (!go) return;
    }
    handIn(button);
  }
  form?.addEventListener('submit', (e) => {
    if (sure) return;
    e.preventDefault();
    submit(e.submitter);
  }, true);
  deliverOthers(data);
}
