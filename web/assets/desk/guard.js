// A half-written form is not lost to a stray link.
export function guard() {
  const dirty = new Set();
  document.addEventListener('input', (e) => { if (e.target.form?.matches('[data-guard]')) dirty.add(e.target.form); });
  document.addEventListener('submit', (e) => dirty.delete(e.target));
  addEventListener('beforeunload', (e) => {
    for (const f of dirty) if (f.isConnected) return e.preventDefault();
  });
}
