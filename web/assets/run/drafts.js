// Answers that have not been acknowledged: {rev, at, answer}, never a question's text (items are secret).
// IndexedDB may be denied or purged; a mirror in memory serves the open page, and the page says so.
import { createStore, del, entries, get, set } from '../vendor/idb-keyval.js';

const mirror = new Map();
let store;
export let denied = false;

async function disk(work) {
  if (denied) return undefined;
  try {
    store ??= createStore('otbor', 'drafts');
    return await work(store);
  } catch {
    denied = true;
    return undefined;
  }
}

const key = (attempt, item) => `${attempt}/${item}`;

export function put(attempt, item, draft) {
  mirror.set(key(attempt, item), draft);
  return disk((s) => set(key(attempt, item), draft, s));
}

export const load = async (attempt, item) => (await disk((s) => get(key(attempt, item), s))) ?? mirror.get(key(attempt, item));

export function drop(attempt, item) {
  mirror.delete(key(attempt, item));
  return disk((s) => del(key(attempt, item), s));
}

/** [[item, draft]] of one attempt. */
export async function all(attempt) {
  const rows = (await disk((s) => entries(s))) ?? [...mirror];
  return rows.filter(([k]) => k.startsWith(attempt + '/')).map(([k, v]) => [k.slice(attempt.length + 1), v]);
}

export async function clear(attempt) {
  await Promise.all((await all(attempt)).map(([item]) => drop(attempt, item)));
}
