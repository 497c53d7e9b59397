// Private content for tests: the shipped pack in a data folder, to be changed there.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SHIPPED = 'assessments/packs/client-manager';

// Change a JSON file of a pack in place.
export function editFile(pack, file, edit) {
  const path = join(pack, file);
  const value = JSON.parse(readFileSync(path, 'utf8'));
  edit(value);
  writeFileSync(path, JSON.stringify(value));
}

// Put a copy of the shipped pack into the data folder, before a server starts there; head changes its pack.json.
// Returns the folder of the pack.
export function privatePack(dir, head = {}) {
  const pack = join(dir, 'packs', head.code ?? 'same-code');
  cpSync(SHIPPED, pack, { recursive: true });
  editFile(pack, 'pack.json', (value) => { Object.assign(value, head); });
  return pack;
}

// Change every item of a pack's instruments.
export function editItems(pack, edit, instruments = ['kt', 'sjt', 'num']) {
  for (const name of instruments) editFile(pack, `instruments/${name}.json`, ({ items }) => { for (const item of items) edit(item); });
}
