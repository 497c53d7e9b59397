// The one place that sends an answer. Every distinct answer gets its own revision, a retry keeps it: the server can
// tell a repeat from a change. One request at a time; a newer answer waits for its turn.
import * as drafts from './drafts.js';
import { same } from './answer.js';
import { post, reread } from './net.js';
import * as clock from './clock.js';

const FIRST = 1000, CAP = 30000;

/**
 * data: run-data, updated in place. on: callbacks
 *   saving() saved(reply) alive() down(ms, offline) conflict(answer, rev) lost() auth() refused(status, detail) closed(saved_ms)
 */
export function outbox(data, stored, on) {
  let acked = stored;           // answer the server is known to have
  let pending = null;           // {rev, at, answer, tried, held} not acknowledged yet; held = not fit to be sent
  let flying = null;            // promise of the request under way
  let timer = 0, delay = FIRST, halted = false, renewed = false, broken = false, top = data.rev;

  const url = () => data.urls.save.replace('{item}', encodeURIComponent(data.item));
  const body = (p) => ({ lease: data.lease, rev: p.rev, answer: p.answer, client_ms: Math.round(p.at) });
  const down = (wait) => {
    const offline = !navigator.onLine;
    const ms = wait || delay * (0.75 + Math.random() / 2); // jitter: a whole class comes back at once otherwise
    delay = Math.min(CAP, delay * 2);
    clearTimeout(timer);
    broken = true;
    timer = setTimeout(send, ms); // with nothing to send it asks whether the server is back
    on.down(ms, offline);
    return false;
  };

  async function settle(p, reply) {
    clock.sync(reply.now_ms);
    if ('deadline_ms' in reply) data.deadline_ms = reply.deadline_ms;
    delay = FIRST;
    renewed = broken = false;
    if (reply.stored === false && reply.rev > p.rev) {
      // A newer revision is there. Ask with its number: equal answers pass, different ones come back as 409.
      top = Math.max(top, p.rev = reply.rev);
      return once(p);
    }
    acked = p.answer;
    data.rev = Math.max(p.rev, reply.rev ?? 0);
    top = Math.max(top, data.rev);
    if (pending === p) {
      pending = null;
      drafts.drop(data.attempt, data.item); // not awaited: a hung disk must not hold back the word "saved"
    }
    on.saved(reply);
    if (!pending) return true;
    return pending.held ? false : once(pending); // still inside the one flight
  }

  async function once(p, keepalive) {
    p.tried = true;
    const r = await post(url(), data.csrf, body(p), { keepalive });
    const { status, body: b } = r;
    if (status === 200) return settle(p, b);
    if (status === 409 && 'answer' in b) { halted = true; top = Math.max(top, b.rev ?? 0); on.conflict(b.answer, b.rev); return false; }
    if (status === 409) { halted = true; on.lost(); return false; }
    if (status === 410) { halted = true; pending = null; on.closed(b.saved_ms); return false; }
    if (status === 401 || status === 403) {
      // After a new sign-in the old token is refused once: read the page's data again before asking the person.
      if (status === 403 && !renewed && (await renew())) { renewed = true; return once(p); }
      on.auth();
      return false;
    }
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) { on.refused(status, b.detail ?? ''); return false; }
    return down(r.wait);
  }

  /** Read token and clock anew. False: no reply, or (when signed out) another page. */
  async function renew(fresh) {
    fresh ??= await reread();
    if (!fresh?.csrf) return false;
    Object.assign(data, { csrf: fresh.csrf, deadline_ms: fresh.deadline_ms });
    clock.sync(fresh.now_ms);
    return true;
  }

  /** Is the server there, and what time is it? Asked again and again until it answers. */
  async function probe() {
    if (halted) return false;
    const fresh = await reread();
    if (!fresh) return down(0);
    if (!(await renew(fresh))) { on.auth(); return false; }
    delay = FIRST;
    broken = false;
    on.alive();
    return true;
  }

  /** Sends what waits. Resolves true when the server has everything. */
  function send(keepalive = false) {
    clearTimeout(timer);
    if (halted || pending?.held) return Promise.resolve(false);
    if (!pending) return flying ?? (broken ? probe() : Promise.resolve(true));
    if (flying && !keepalive) return flying.then(() => (pending && !timer ? send() : !pending));
    const p = pending;
    timer = 0;
    on.saving();
    const mine = once(p, keepalive).finally(() => { if (flying === mine) flying = null; });
    flying = mine;
    return mine;
  }

  return {
    send, renew,
    pending: () => pending !== null,
    rev: () => pending?.rev ?? data.rev,
    blocked: () => halted,
    /** The person's answer now; held: it stays on the device and is not sent. False when it is what the server has. */
    set(answer, held = false) {
      const at = clock.now();
      if (pending ? same(pending.answer, answer) && pending.held === held : same(acked, answer)) return false;
      if (pending && !pending.tried) Object.assign(pending, { answer, at, held });
      else pending = { rev: ++top, at, answer, tried: false, held };
      return drafts.put(data.attempt, data.item, { rev: pending.rev, at, answer, page: location.pathname }).then(() => true);
    },
    /** An answer found on this device; it keeps the number and the time it was given. */
    resume(draft, held = false) {
      top = Math.max(top, draft.rev);
      pending = { ...draft, tried: true, held };
    },
    /** Make sure that the server is there and has everything. */
    touch: () => (pending && !pending.held ? send() : probe()),
    /** After a conflict: mine becomes a newer revision, or the stored one is taken. */
    resolve(stored, rev, mine) {
      halted = false;
      acked = stored;
      data.rev = rev ?? data.rev;
      top = Math.max(top, data.rev);
      pending = null;
      if (mine === undefined) return drafts.drop(data.attempt, data.item);
      return this.set(mine);
    },
    halt(on_ = true) { halted = on_; clearTimeout(timer); },
    /** One try whatever happened before: the old tab's unsent text becomes the recruiter's conflict copy. */
    lastWord: () => pending && post(url(), data.csrf, body(pending), { keepalive: true }),
  };
}

/**
 * Answers of other questions that never arrived (a tab died between two pages). Returns those that still did not:
 * [{item, page, late}], late = their section is over and takes nothing more.
 */
export async function deliverOthers(data) {
  const left = [];
  for (const [item, d] of await drafts.all(data.attempt)) {
    if (item === data.item) continue;
    const r = await post(data.urls.save.replace('{item}', encodeURIComponent(item)), data.csrf,
      { lease: data.lease, rev: d.rev, answer: d.answer, client_ms: Math.round(d.at) });
    if (r.status === 200 && r.body.stored !== false) await drafts.drop(data.attempt, item);
    else left.push({ item, page: d.page, late: r.status === 410 });
  }
  return left;
}
