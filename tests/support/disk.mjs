// The disk under a data folder, in our hands: what was written and synced in which order, failures, power loss
// (tests/support/disk.c does it, from inside the real server).
import { chmodSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BIN, dataFolder } from './otbor.mjs';

const FAULTS = { none: '-', full: 'f', low: 'n', write: 'w', sync: 's', lie: 'l' };

// A disk for the server of `dir`: give its env to serve(). trace: keep the record; mirror: keep what a power loss
// would leave, with chance from `seed`; fault: how the disk is from the start; endsAt: the server dies before its
// write or sync of this number.
export function diskUnder(dir, { trace = false, mirror = false, seed = 1, fault = 'none', endsAt } = {}) {
  const at = dataFolder();
  const files = { trace: join(at, 'trace'), fault: join(at, 'fault'), mirror: join(at, 'mirror') };
  mkdirSync(files.mirror);
  writeFileSync(files.fault, FAULTS[fault]);
  const fd = openSync(files.fault, 'r+');
  const env = {
    LD_PRELOAD: join(dirname(BIN), 'tests/disk.so'), DISK_DIR: existsSync(dir) ? realpathSync(dir) : dir, DISK_FAULT: files.fault, DISK_SEED: String(seed),
    ...(trace && { DISK_TRACE: files.trace }), ...(mirror && { DISK_MIRROR: files.mirror }), ...(endsAt && { DISK_ENDS_AT: String(endsAt) }),
    ASAN_OPTIONS: [process.env.ASAN_OPTIONS, 'verify_asan_link_order=0'].filter(Boolean).join(':'),
  };
  return {
    dir, env,
    become(how) { writeSync(fd, FAULTS[how], 0); },
    acts: () => readFileSync(files.trace, 'utf8').split('\n').filter(Boolean).map(readAct),
    // A folder with what the power loss left; the server must have been killed.
    left() {
      const to = join(dataFolder(), 'data');
      mkdirSync(to, { mode: 0o700 });
      const names = existsSync(join(files.mirror, 'names')) ? readFileSync(join(files.mirror, 'names'), 'utf8') : '';
      for (const [, number, name] of names.matchAll(/^(\d+) (.+)$/gm)) {
        copyFileSync(join(files.mirror, number), join(to, name));
        chmodSync(join(to, name), 0o600);
      }
      return to;
    },
  };
}

// One line of the record: { what: 'write', file, at, length, first, saves } | { what: 'sync'|'synced', file } |
// { what: 'reply', status, revs }.
function readAct(line) {
  const [what, ...rest] = line.split(' ');
  if (what === 'w') return { what: 'write', file: rest[0], at: Number(rest[1]), length: Number(rest[2]), first: rest[3], saves: rest.slice(4).map(Number) };
  if (what === 'r') return { what: 'reply', status: Number(rest[0]), revs: rest.slice(1).map(Number) };
  return { what: what === '(' ? 'sync' : 'synced', file: rest[0] };
}
