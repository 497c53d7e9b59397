// Time belongs to the server. We keep the difference to it and renew it with every reply.
import { fill, say } from '../core/say.js';

let base, mark, offset;

export function sync(now_ms) {
  if (!now_ms) return;
  base = now_ms;
  mark = performance.now();
  offset = now_ms - Date.now();
}

// The monotonic clock cannot be set back, but stops while some devices sleep; the wall clock is the other way
// round. The later of the two is never too generous, and the server has the last word at zero.
export const now = () => Math.max(base + performance.now() - mark, Date.now() + offset);

export const hhmm = (ms) => new Date(ms).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });

/** Shows, hides, speaks the time; calls onZero once per deadline. state is read anew at every tick. */
export function run(state, texts, onZero) {
  const box = document.getElementById('clock');
  const digits = box?.querySelector('b');
  if (!state.deadline_ms || !digits) return () => {};
  const buttons = [...document.querySelectorAll('[data-clock]')];
  const tools = document.getElementById('clock-tools');
  const label = digits.parentNode;
  let last = Infinity, zero = 0;
  const left = () => Math.max(0, Math.ceil((state.deadline_ms - now()) / 1000));
  const parts = (s) => ({ min: Math.floor(s / 60), s: s % 60 });
  const show = (on) => {
    label.hidden = !on;
    for (const b of buttons) if (b.dataset.clock === 'hide') b.textContent = on ? b.dataset.label ?? texts.hide : texts.show;
  };
  for (const b of buttons) {
    b.dataset.label = b.textContent;
    b.hidden = false;
    b.addEventListener('click', () => {
      if (b.dataset.clock === 'say') return say(fill(texts.left_say, parts(left())));
      try { sessionStorage.otborClock = label.hidden ? '' : 'off'; } catch { /* storage denied: the choice lives with the page */ }
      show(label.hidden);
    });
  }
  if (tools) tools.hidden = false;
  try { if (sessionStorage.otborClock === 'off' && left() > 60) show(false); } catch { /* as above */ }

  const tick = () => {
    const s = left();
    const p = parts(s);
    digits.textContent = `${p.min}:${String(p.s).padStart(2, '0')}`;
    for (const m of [10, 5, 1]) {
      // Only thresholds shorter than half the section: a warning at the start warns of nothing.
      if (s <= m * 60 && last > m * 60 && last !== Infinity && m * 120000 < (state.limit_ms ?? Infinity)) say(fill(texts.left, { min: m }));
    }
    if (s <= 60 && last > 60) show(true);
    last = s;
    if (s === 0 && zero !== state.deadline_ms) {
      zero = state.deadline_ms;
      onZero();
    }
  };
  tick();
  setInterval(tick, 500);
  return tick;
}
