// Every role against every route of the table, with its own object, somebody else's and one that nobody has.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { otbor, rowCounts, unescape, Visitor } from '../support/otbor.mjs';
import { FIXTURES, makeWorld, missingOf, pathOf, readTable } from './routes.mjs';

const ALL = readTable();
const TABLE = ALL.filter((r) => r.key in FIXTURES); // one that has none fails the first test, and that one only
const ROLES = { nobody: null, 'candidate A': 'candidate', 'candidate B': 'candidate', 'client 1': 'client', 'client 2': 'client', recruiter: 'staff', administrator: 'staff' };
let w;
const tokens = {}; // role → the token of its forms

before(async () => {
  w = await makeWorld();
  const home = { 'candidate A': `/t/${w.a.attempt}`, 'candidate B': `/t/${w.b.attempt}`, 'client 1': `/r/${w.one.request}`, 'client 2': w.two.page.path,
    recruiter: '/desk/vacancies', administrator: '/desk/vacancies', nobody: '/login' };
  for (const role of Object.keys(ROLES)) tokens[role] = Visitor.csrf(await w.visitors[role].get(home[role]));
});
after(async () => { await w?.server.stop(); });

const admits = (route, role) => ['anyone', 'loopback'].includes(route.audience) || route.audience === ROLES[role];
const isOwn = (route, role) => route.audience !== 'candidate' && route.audience !== 'client' || ['candidate A', 'client 1'].includes(role);

async function call(route, role, path, { token = tokens[role] } = {}) {
  const visitor = w.visitors[role];
  if (route.method === 'GET') return visitor.get(path);
  if (route.json) return visitor.json(path, { lease: w.a.begun[3].data.lease, rev: 1, answer: null, client_ms: 1 }, { headers: { 'x-csrf-token': token } });
  return visitor.post(path, { csrf: token });
}

// The reply without what is new in each: request id, tokens, the address asked for, the time.
const bare = (reply, path) => [reply.status, reply.location, unescape(reply.text).replaceAll(path, 'PATH').replaceAll(/value="[\w-]{80,}"/g, 'TOKEN')
  .replaceAll(/value="\d+\.\d+\.[\w-]{20,}"/g, 'ONCE').replaceAll(/\b\d{12,16}\b/g, 'ID')].join('\n');

test('every route has a fixture, and every fixture a route', () => {
  assert.ok(ALL.length > 60, `${ALL.length} routes read`);
  const keys = ALL.map((r) => r.key);
  assert.deepEqual(keys.filter((k) => !(k in FIXTURES)), [], 'routes without a fixture: add one to FIXTURES in tests/integration/routes.mjs');
  assert.deepEqual(Object.keys(FIXTURES).filter((k) => !keys.includes(k)), [], 'fixtures without a route');
  assert.equal(new Set(keys).size, keys.length, 'a route stands in the table twice');
});

test('public pages open for everybody, whatever session they hold', async () => {
  for (const route of TABLE.filter((r) => r.method === 'GET' && ['anyone', 'loopback'].includes(r.audience))) {
    for (const role of Object.keys(ROLES)) {
      const path = pathOf(route, w);
      const reply = await call(route, role, path);
      assert.ok([200, 303].includes(reply.status), `${role}: GET ${path}: ${reply.status}`);
    }
  }
});

test('pages of a role open for it: its own objects answer', async () => {
  for (const route of TABLE.filter((r) => r.method === 'GET' && !['anyone', 'loopback'].includes(r.audience))) {
    for (const role of Object.keys(ROLES).filter((r) => admits(route, r) && isOwn(route, r))) {
      const path = pathOf(route, w);
      const reply = await call(route, role, path);
      assert.ok([200, 303].includes(reply.status) && !/^\/login/.test(reply.location), `${role}: GET ${path}: ${reply.status} ${reply.location}`);
    }
  }
});

test('everybody else is turned away: 303 to sign in, 401, 403 or 404, and nothing is stored', async () => {
  const counts = await rowCounts(w.dir);
  for (const route of TABLE) {
    for (const role of Object.keys(ROLES).filter((r) => !admits(route, r))) {
      const path = pathOf(route, w);
      const reply = await call(route, role, path);
      const signIn = reply.status === 303 && reply.location === `/login?to=${path}`;
      assert.ok(signIn || [401, 403, 404].includes(reply.status), `${role}: ${route.method} ${path}: ${reply.status} ${reply.location ?? ''}`);
      assert.equal(signIn, route.audience === 'staff' && route.method === 'GET', `${role}: ${route.method} ${path}`);
      if (route.json) assert.match(reply.headers.get('content-type'), /^application\/problem\+json/);
    }
  }
  assert.deepEqual(await rowCounts(w.dir), counts);
});

test('somebody else’s object is the same 404 as one that nobody has', async () => {
  const counts = await rowCounts(w.dir);
  const owned = TABLE.filter((r) => ['candidate', 'client'].includes(r.audience));
  assert.ok(owned.length > 25);
  for (const route of owned) {
    const role = route.audience === 'candidate' ? 'candidate B' : 'client 2';
    const theirs = pathOf(route, w), nobodys = pathOf(route, w, missingOf(route));
    const foreign = await call(route, role, theirs), missing = await call(route, role, nobodys);
    assert.equal(foreign.status, 404, `${role}: ${route.method} ${theirs}: ${foreign.status} ${foreign.location ?? ''}`);
    assert.equal(bare(foreign, theirs), bare(missing, nobodys), `${route.method} ${theirs}`);
    assert.deepEqual([...foreign.headers.keys()], [...missing.headers.keys()]);
  }
  assert.deepEqual(await rowCounts(w.dir), counts);
});

test('an object that nobody has is 404 for everybody whom the route admits', async () => {
  for (const route of TABLE.filter((r) => FIXTURES[r.key].of)) {
    for (const role of Object.keys(ROLES).filter((r) => admits(route, r))) {
      const path = pathOf(route, w, missingOf(route));
      const token = route.audience === 'anyone' ? Visitor.csrf(await w.visitors[role].get('/request')) : tokens[role];
      const reply = await call(route, role, path, { token });
      assert.equal(reply.status, 404, `${role}: ${route.method} ${path}: ${reply.status} ${reply.location ?? ''}`);
    }
  }
});

test('ids that are no ids are 404 too', async () => {
  for (const route of TABLE.filter((r) => r.method === 'GET' && ['attempt', 'request', 'portal', 'incoming', 'vacancy'].includes(FIXTURES[r.key].of))) {
    const role = { candidate: 'candidate A', client: 'client 1', staff: 'recruiter' }[route.audience];
    for (const bad of ['0', '-1', 'x', '1x', '9223372036854775808', '00', '1.0', '1%27', '%D1%8F']) {
      const path = pathOf(route, w, bad);
      assert.equal((await call(route, role, path)).status, 404, path);
    }
  }
});

test('every write of the table refuses a form without its token, with 403, and stores nothing', async () => {
  const counts = await rowCounts(w.dir);
  for (const route of TABLE.filter((r) => r.method === 'POST')) {
    for (const role of Object.keys(ROLES).filter((r) => admits(route, r))) {
      const path = pathOf(route, w);
      for (const token of ['', 'A'.repeat(86), tokens[role === 'nobody' ? 'recruiter' : 'nobody']]) {
        const reply = await call(route, role, path, { token });
        assert.equal(reply.status, 403, `${role}: POST ${path} with ${token.slice(0, 5)}: ${reply.status}`);
      }
    }
  }
  assert.deepEqual(await rowCounts(w.dir), counts);
});

test('the language buttons of every kind of page work, whoever is signed in', async () => {
  const pages = { nobody: '/login', 'candidate A': `/t/${w.a.attempt}`, 'client 1': `/r/${w.one.request}`, recruiter: '/desk/vacancies' };
  for (const [role, path] of Object.entries(pages)) {
    const visitor = w.visitors[role];
    for (const [tag, title] of [['en', /<html lang="en">/], ['ru', /<html lang="ru">/]]) {
      const page = await visitor.submit(await visitor.get(path), { pick: (f) => f.action === '/language', button: (b) => b.value === tag });
      assert.deepEqual([page.status, page.path], [200, path], role);
      assert.match(page.text, title, role);
    }
  }
});

test('a method that the table does not name is 405 with the ones it does', async () => {
  const allowed = new Map();
  for (const r of ALL) allowed.set(r.path, [...(allowed.get(r.path) ?? []), ...(r.method === 'GET' ? ['GET', 'HEAD'] : [r.method])]);
  for (const [pattern, methods] of allowed) {
    const known = TABLE.find((r) => r.path === pattern);
    if (!known) continue;
    const path = pathOf(known, w);
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter((m) => !methods.includes(m))) {
      const reply = await w.visitors.nobody.request(path, { method });
      assert.equal(reply.status, 405, `${method} ${path}: ${reply.status}`);
      assert.deepEqual((reply.headers.get('allow') ?? '').split(',').map((m) => m.trim()).sort(), [...methods].sort(), `${method} ${path}`);
    }
  }
});

test('an address that the table does not name is 404 for everybody', async () => {
  for (const role of Object.keys(ROLES)) {
    for (const path of ['/nothing', '/desk/nothing', '/t', '/api', '/api/attempts', '/c', '/r', '/l', '/v', '/en/desk', '/desk/vacancies/1/2/3', '/.git/config', '/otbor.db', '/admin']) {
      assert.equal((await w.visitors[role].get(path)).status, 404, `${role}: ${path}`);
    }
  }
});

test('a HEAD is answered as its GET, without a body', async () => {
  for (const route of TABLE.filter((r) => r.method === 'GET')) {
    const role = { candidate: 'candidate A', client: 'client 1', staff: 'recruiter' }[route.audience] ?? 'nobody';
    const path = pathOf(route, w);
    const head = await w.visitors[role].request(path, { method: 'HEAD' }), get = await w.visitors[role].get(path);
    assert.deepEqual([head.status, head.text, head.headers.get('content-type')], [get.status, '', get.headers.get('content-type')], path);
  }
});

test('every reply carries the headers that keep a page to itself', async () => {
  const must = { 'x-content-type-options': /^nosniff$/, 'referrer-policy': /^strict-origin$/, 'cross-origin-opener-policy': /^same-origin$/,
    'cross-origin-resource-policy': /^same-origin$/, 'permissions-policy': /camera=\(\)/, 'content-security-policy': /default-src 'none'|default-src 'self'/ };
  for (const route of TABLE.filter((r) => r.method === 'GET')) {
    for (const role of ['nobody', { candidate: 'candidate A', client: 'client 1', staff: 'recruiter' }[route.audience] ?? 'nobody']) {
      const path = pathOf(route, w);
      const reply = await w.visitors[role].get(path);
      for (const [name, pattern] of Object.entries(must)) assert.match(reply.headers.get(name) ?? '(none)', pattern, `${role}: ${path}: ${name}`);
      assert.equal(reply.headers.get('access-control-allow-origin'), null);
      if (!['anyone', 'loopback'].includes(route.audience) && reply.status === 200) assert.equal(reply.headers.get('cache-control'), 'no-store', path);
    }
  }
});

test('after all this the check finds the database clean', async () => {
  const check = await otbor(['check', '--data', w.dir]);
  assert.equal(check.code, 0, check.stdout + check.stderr);
});
