// Private content for tests: the shipped pack under another code, with a bank of its own.
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

// Put a pack into the data folder, before a server starts there; returns its folder. Its items are called A-….
export function privatePack(dir, { code, title }) {
  const pack = join(dir, 'packs', code);
  cpSync(SHIPPED, pack, { recursive: true });
  editFile(pack, 'pack.json', (head) => { Object.assign(head, { code, title }); });
  for (const name of ['kt', 'sjt', 'num'])
    editFile(pack, `instruments/${name}.json`, ({ items }) => { for (const item of items) item.code = `A-${item.code}`; });
  return pack;
}
