// A stub of the server for the runner: the save contract, the policy of the server, pages that it made (pages.mjs).
// A test scripts the next replies with `answerWith` and waits for what arrives with `saves.at(n)`; nothing sleeps.
import { createServer } from 'node:http';

export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const HTML = 'text/html; charset=utf-8';

/** A list that can be waited for: `await list.at(2)` resolves when the third entry is there. */
export function journal() {
  const list = [];
  const waiting = [];
  return {
    list,
    push(x) {
      list.push(x);
      for (const w of waiting.splice(0)) (list.length > w.n ? w.done(list[w.n]) : waiting.push(w));
    },
    at: (n) => (list.length > n ? Promise.resolve(list[n]) : new Promise((done, fail) => {
      const late = setTimeout(fail, 60000, new Error(`entry ${n} never came; have ${JSON.stringify(list)}`)); // a ceiling, not a wait
      waiting.push({ n, done: (x) => { clearTimeout(late); done(x); } });
    })),
  };
}

const canon = (a) => JSON.stringify(Array.isArray(a) ? [...a].sort() : a);

/** pages: what realPages() gave. */
export async function stub(pages) {
  const s = {
    saves: journal(), // {item, lease, rev, answer, client_ms, csrf}
    posts: journal(), // {path, fields}
    leases: journal(),
    script: [], // functions (save) -> [status, body, headers?], used once each, then the contract
    stored: new Map(), // item -> {rev, answer}
    lease: 'lease-1', csrf: 'csrf-1', item: 'KT-07', type: 'single',
    deadline_ms: null, limit_ms: null, max: 0, skew: 0,
    dead: false, // nobody answers
  };
  s.answerWith = (...replies) => s.script.push(...replies.map((r) => (typeof r === 'function' ? r : () => r)));
  s.now = () => Date.now() + s.skew;

  function contract(save) {
    if (save.csrf !== s.csrf) return [403, {}];
    const has = s.stored.get(save.item) ?? { rev: 0 };
    if (save.lease !== s.lease) return [409, { reason: 'lease' }];
    const times = { now_ms: s.now(), deadline_ms: s.deadline_ms };
    if (save.rev < has.rev) return [200, { rev: has.rev, stored: false, ...times }];
    if (save.rev === has.rev && canon(has.answer) !== canon(save.answer)) return [409, { reason: 'different', ...has }];
    s.stored.set(save.item, { rev: save.rev, answer: save.answer });
    const understood = s.type === 'num' ? { understood: /^\d+([.,]\d+)?$/.test(save.answer) ? save.answer.replace('.', ',') : null } : {};
    return [200, { rev: save.rev, stored: true, ...times, ...understood }];
  }

  s.contract = contract;

  function page() {
    const html = pages.html[s.type];
    const real = JSON.parse(/id="run-data">([\s\S]*?)<\/script>/.exec(html)[1]);
    const has = s.stored.get(s.item) ?? { rev: 0, answer: null };
    const data = {
      ...real, attempt: 'A1', item: s.type === 'review' ? null : s.item, type: s.type, lease: s.lease, rev: has.rev, csrf: s.csrf,
      now_ms: s.now(), deadline_ms: s.deadline_ms, limit_ms: s.limit_ms, max: s.max,
      urls: { save: '/api/attempts/A1/items/{item}', lease: '/api/attempts/A1/lease', review: '/t/A1/s/2/review' },
    };
    // What the stub has stored is what the page shows checked.
    const on = [has.answer ?? []].flat();
    return html
      .replace(/(id="run-data">)[\s\S]*?(<\/script>)/, (_, a, b) => a + JSON.stringify(data) + b)
      .replace(/<input type="(radio|checkbox)" name="(answer[^"]*)" value="([^"]*)"( checked)?>/g, (_, t, n, v) =>
        `<input type="${t}" name="${n}" value="${v}"${on.includes(v) || (has.answer && String(has.answer[n.slice(7)]) === v) ? ' checked' : ''}>`)
      .replace(/(id="answer" name="answer" type="text" value=")[^"]*/, (_, a) => a + (s.type === 'num' ? has.answer ?? '' : ''));
  }

  const server = createServer(async (req, res) => {
    if (s.dead) return req.socket.destroy();
    const send = (status, body, headers = {}) => {
      res.writeHead(status, { 'Cache-Control': 'no-store', 'Content-Security-Policy': CSP, ...headers });
      res.end(body);
    };
    const path = new URL(req.url, 'http://x').pathname;
    let body = '';
    for await (const part of req) body += part;
    try {
      if (path.startsWith('/assets/')) {
        const file = await pages.asset(path);
        return send(file.status, Buffer.from(await file.arrayBuffer()), { 'Content-Type': file.headers.get('content-type') });
      }
      if (path === '/api/attempts/A1/lease') {
        s.lease = `lease-${s.leases.list.length + 2}`;
        s.leases.push(s.lease);
        return send(200, JSON.stringify({ lease: s.lease }), { 'Content-Type': 'application/json' });
      }
      if (path.startsWith('/api/')) {
        const save = { item: decodeURIComponent(path.split('/').at(-1)), csrf: req.headers['x-csrf-token'], ...JSON.parse(body) };
        const [status, reply, headers] = await (s.script.shift() ?? contract)(save);
        s.saves.push({ ...save, status });
        return send(status, JSON.stringify(reply), { 'Content-Type': 'application/json', ...headers });
      }
      if (req.method === 'POST') {
        s.posts.push({ path, fields: Object.fromEntries(new URLSearchParams(body)) });
        return send(303, '', { Location: path.endsWith('close') ? '/t/A1/done' : path });
      }
      if (path === '/t/A1/done' || path === '/t/A1/s/2/review') return send(200, `<!doctype html><html lang="ru"><title>${path}</title><h1>ok</h1>`, { 'Content-Type': HTML });
      if (path.startsWith('/t/')) return send(200, page(), { 'Content-Type': HTML });
      send(404, '');
    } catch (e) {
      send(500, String(e));
    }
  });
  await new Promise((up) => server.listen(0, '127.0.0.1', up));
  s.origin = `http://127.0.0.1:${server.address().port}`;
  s.url = s.origin + '/t/A1/s/2/q/7';
  s.close = () => {
    server.closeAllConnections();
    return new Promise((down) => server.close(down));
  };
  return s;
}
