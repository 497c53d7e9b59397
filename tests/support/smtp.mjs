// A mail server on a free port of this machine, for tests: it keeps what it is given.
//
//   rcpt(address) → null takes the letter, a line such as '450 later' refuses it
//   silent        → accepts connections and says nothing, as a hung server does
import { createServer } from 'node:net';

export async function mailServer({ rcpt = () => null, silent = false } = {}) {
  const letters = []; // { to, id, text }: whole letters, in the order of their coming
  const sockets = new Set();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    if (!silent) talk(socket, rcpt, letters);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `smtp://127.0.0.1:${server.address().port}`,
    letters,
    connections: () => connections,
    close() { for (const s of sockets) s.destroy(); return new Promise((done) => server.close(done)); },
  };
}

function talk(socket, rcpt, letters) {
  let rest = '';
  let to = '';
  let text = null; // the letter under way, between DATA and the line with one dot
  const answer = (line) => socket.write(`${line}\r\n`);
  const take = (line) => {
    if (text !== null && line !== '.') { text.push(line); return; }
    if (text !== null) {
      letters.push({ to, id: /^Message-ID: <(\d+)@/m.exec(text.join('\n'))?.[1], text: text.join('\n') });
      text = null;
      answer('250 kept');
    } else if (/^RCPT /i.test(line)) {
      to = /<([^>]*)>/.exec(line)[1];
      answer(rcpt(to) ?? '250 good');
    } else if (/^DATA$/i.test(line)) {
      text = [];
      answer('354 go on');
    } else if (/^QUIT$/i.test(line)) {
      socket.end('221 bye\r\n');
    } else {
      answer('250 good');
    }
  };
  answer('220 stub');
  socket.setEncoding('utf8').on('data', (bytes) => {
    const lines = (rest + bytes).split('\r\n');
    rest = lines.pop();
    lines.forEach(take);
  });
}
