// The clock of a server, in our hands (tests/support/clock.c does it, from inside the real server).
import { openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BIN, dataFolder } from './otbor.mjs';

// A clock that is so many seconds ahead: give its env to serve().
export function clockAhead(seconds) {
  const file = join(dataFolder(), 'clock');
  const numbers = (ahead, passed) => Buffer.from(new BigInt64Array([BigInt(ahead), BigInt(passed)]).buffer);
  writeFileSync(file, numbers(seconds, 0));
  const fd = openSync(file, 'r+');
  let ahead = seconds, passed = 0;
  const write = () => writeSync(fd, numbers(ahead, passed), 0, 16, 0);
  return {
    env: {
      LD_PRELOAD: join(dirname(BIN), 'tests/clock.so'), CLOCK_FILE: file,
      ASAN_OPTIONS: [process.env.ASAN_OPTIONS, 'verify_asan_link_order=0'].filter(Boolean).join(':'),
    },
    step(to) { ahead = to; write(); }, // somebody sets the wall clock
    pass(more) { passed += more; write(); }, // so much time goes by, by every clock
  };
}
