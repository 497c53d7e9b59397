// The keyboard map: off by default, by place of the key (event.code), so ЙЦУКЕН works too. Every key has a visible twin.
const BY_CODE = { KeyC: 'c', KeyE: 'e', KeyS: 's', BracketLeft: '[', BracketRight: ']', Escape: 'esc' };

export function keys() {
  const source = document.getElementById('desk-keys');
  const conf = source && JSON.parse(source.textContent);
  if (!conf?.on) return;
  let going = 0;

  const move = (step) => {
    const rows = [...document.querySelectorAll('[data-row]')];
    const at = rows.findIndex((r) => r.contains(document.activeElement) || r.matches('.on'));
    const row = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
    if (!row) return;
    rows.forEach((r) => r.classList.toggle('on', r === row));
    row.querySelector('[data-open], a')?.focus();
  };
  const row = () => document.activeElement.closest?.('[data-row]') ?? document.querySelector('[data-row].on');

  document.addEventListener('keydown', (e) => {
    const field = e.target.closest?.('input:not([type=checkbox], [type=radio]), select, textarea, dialog');
    if (e.code === 'Enter' && (e.ctrlKey || e.metaKey)) return e.target.form?.requestSubmit();
    if (field || e.ctrlKey || e.metaKey || e.altKey) return;
    const go = Date.now() < going && conf.go[e.code.slice(3).toLowerCase()];
    going = e.code === 'KeyG' ? Date.now() + 1500 : 0;
    if (go) location.assign(go);
    else if (e.code === 'KeyJ') move(1);
    else if (e.code === 'KeyK') move(-1);
    else if (e.code === 'KeyX') row()?.querySelector('[type=checkbox]')?.click();
    else if (e.code === 'Slash' && e.shiftKey) document.getElementById('keys')?.showModal();
    else if (e.code === 'Slash') document.getElementById('search')?.focus();
    else {
      const twin = BY_CODE[e.code] && document.querySelector(`[data-key="${BY_CODE[e.code]}"]`);
      if (!twin) return;
      twin.click();
    }
    e.preventDefault();
  });
}
