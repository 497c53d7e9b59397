// The route table as the tests see it: read out of the headers that make it, with a fixture for every route.
// A route without a fixture fails one test of routes.test.mjs, a write route without `write` one of replay.test.mjs.
// Public pages go into the browser tests by themselves (tests/browser/pages.test.mjs).
import { readFileSync } from 'node:fs';
import { serve, demoFolder, forms, otbor, signIn, sql, Visitor } from '../support/otbor.mjs';
import { beginSection, doSection, openInvitation, runData } from '../support/candidate.mjs';

/* The table ------------------------------------------------------------------------------------------------ */

// The macros of a header: name → { params, body }.
function macros(text) {
  const found = new Map();
  const joined = text.replace(/\\\n/g, ' ');
  for (const [, name, params, body] of joined.matchAll(/^#define (\w+)(?:\(([^)]*)\))?[ \t]+(.*)$/gm)) {
    found.set(name, { params: params === undefined ? null : params.split(',').map((p) => p.trim()), body });
  }
  return found;
}

// Split at commas that are not inside brackets or strings.
function split(text) {
  const parts = [];
  let depth = 0, from = 0, quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (c === '"') quoted = !quoted;
    if (quoted) continue;
    if ('({'.includes(c)) depth += 1;
    if (')}'.includes(c)) depth -= 1;
    if (c === ',' && depth === 0) { parts.push(text.slice(from, i)); from = i + 1; }
  }
  parts.push(text.slice(from));
  return parts.map((p) => p.trim()).filter(Boolean);
}

function entries(text, known) {
  return split(text).flatMap((part) => {
    if (part.startsWith('{')) return [part];
    const call = /^(\w+)(?:\((.*)\))?$/.exec(part);
    const macro = call && known.get(call[1]);
    if (!macro) throw new Error(`what is this entry of the route table? ${part}`);
    const given = call[2] === undefined ? [] : split(call[2]);
    let body = macro.body;
    macro.params?.forEach((name, i) => { body = body.replace(new RegExp(`\\b${name}\\b`, 'g'), () => given[i]); });
    return entries(body, known);
  });
}

function route(entry) {
  const field = (name) => new RegExp(`\\.${name} = ((?:"[^"]*"|[^,"}])*)`).exec(entry)?.[1].trim();
  const path = [...field('path').matchAll(/"([^"]*)"/g)].map((m) => m[1]).join('');
  return {
    method: field('method').replace('HTTP_', ''), path, key: `${field('method').replace('HTTP_', '')} ${path}`,
    audience: field('audiences').replace('AUD_', '').toLowerCase(), lane: field('lane').replace(/[()]|LANE_/g, '').toLowerCase(),
    json: field('body') === 'BODY_JSON',
  };
}

// Every entry: { method, path, key: 'GET /t/{attempt}', audience, lane, json }.
export function readTable() {
  const main = readFileSync('web/routes.c', 'utf8');
  const known = new Map();
  for (const [, header] of main.matchAll(/#include "(web\/[^"]+\.h)"/g)) for (const [name, m] of macros(readFileSync(header, 'utf8'))) known.set(name, m);
  const list = /const struct route ROUTES\[\] = \{([\s\S]*?)\};/.exec(main)[1];
  return entries(list, known).map(route);
}

/* The world that the fixtures live in ------------------------------------------------------------------------ */

export const MISSING = '4242424242424242';

// A candidate who has agreed; with `sections`, these are begun after the questionnaire is handed in.
async function newCandidate(w, sections = null) {
  const link = w.demo.invitations[w.used += 1];
  const visitor = new Visitor(w.server.url);
  const { attempt } = await openInvitation(w.server.url, link, visitor);
  const person = { visitor, attempt, link, begun: {} };
  if (!sections) return person;
  await doSection(visitor, attempt, 1);
  for (const n of sections) person.begun[n] = await beginSection(visitor, attempt, n);
  return person;
}

async function newClient(w, prefix = '') {
  const visitor = new Visitor(w.server.url);
  const values = asked(w);
  const page = await visitor.submit(await visitor.get(`${prefix}/request`), { values });
  const done = await visitor.submit(page, { pick: consentForm, values: { agree: 'yes' } });
  return { visitor, address: values.address, request: /^\/r\/(\d+)$/.exec(done.path)[1] };
}

async function byLink(w, link) {
  const visitor = new Visitor(w.server.url);
  const page = await visitor.submit(await visitor.get(link));
  return { visitor, page };
}

// One server with demo data and one visitor for each role; ids of the objects that fixtures speak of.
export async function makeWorld(flags = []) {
  const { dir, demo } = await demoFolder(21);
  const server = await serve(dir, { flags: ['--limits', 'off', ...flags] });
  const w = { dir, demo, server, used: -1, n: 0 };
  w.a = await newCandidate(w, [2, 3]);
  w.b = await newCandidate(w, [3]);
  const status = await byLink(w, demo.clients[0].status);
  w.one = { visitor: status.visitor, request: /^\/r\/(\d+)$/.exec(status.page.path)[1] };
  await w.one.visitor.submit(await w.one.visitor.get(demo.clients[0].portal));
  w.two = await byLink(w, demo.clients[1].status);
  w.recruiter = await signIn(server.url, demo.users.find((u) => u.role === 'recruiter'));
  w.administrator = await signIn(server.url, demo.users.find((u) => u.role === 'administrator'));
  const [{ id: incoming }] = await sql(dir, 'SELECT r.id FROM request r LEFT JOIN vacancy v ON v.request_id = r.id WHERE v.id IS NULL LIMIT 1');
  const [open, testing, draft] = demo.vacancies.map((v) => String(v.id));
  const codes = (vacancy) => sql(dir, `SELECT code FROM application WHERE vacancy_id = ${vacancy} AND state = 'completed' AND withdrawn_at IS NULL
    AND id NOT IN (SELECT application_id FROM decision) ORDER BY code LIMIT 3`);
  const [{ code: shown }] = await sql(dir, 'SELECT a.code FROM decision d JOIN application a ON a.id = d.application_id ORDER BY a.code LIMIT 1');
  w.ids = { attempt: w.a.attempt, request: w.one.request, portal: open, incoming: String(incoming), vacancy: open, testing, draft,
    application: (await codes(testing))[0].code, decided: shown, slug: demo.vacancies[0].public.split('/').pop(), link: demo.invitations[w.used += 1].split('/').pop(),
    asset: /\/assets\/(app-[\w-]+\.css)/.exec((await w.recruiter.get('/')).text)[1], consent: 'request' };
  w.visitors = { nobody: new Visitor(server.url), 'candidate A': w.a.visitor, 'candidate B': w.b.visitor, 'client 1': w.one.visitor,
    'client 2': w.two.visitor, recruiter: w.recruiter, administrator: w.administrator };
  return w;
}

// The private link of a candidate out of their newest letter: the desk shows none after the hand-in.
async function letterLink(w, code) {
  const [{ id }] = await sql(w.dir, `SELECT o.id FROM outbox o JOIN application a ON a.person_id = o.person_id WHERE a.code = '${code}'
    ORDER BY o.created_at DESC LIMIT 1`);
  const { stdout } = await otbor(['outbox', String(id), '--data', w.dir]);
  return /\/l\/[\w-]{32}/.exec(stdout)[0];
}

/* What a browser would send ------------------------------------------------------------------------------------ */

const asked = (w) => ({ company: `Завод ${w.n += 1}`, contact: 'Олег Ветров', address: `vetrov${w.n}@veter.example`, title: 'Менеджер', place: 'Тверь', comment: '' });
const consentForm = (f) => f.action.endsWith('/consent') && /name="agree"/.test(f.html);

// The fields of a form on a page, ready to be sent: { visitor, path, fields }.
function fill(visitor, page, pick, values = {}, button = null) {
  const form = forms(page.text).find(pick);
  if (!form) throw new Error(`no such form on ${page.path} (${page.status})`);
  const fields = form.fields.filter(([name]) => name && !(name in values));
  for (const [name, value] of Object.entries(values)) for (const v of [value].flat()) fields.push([name, v]);
  const pressed = button && form.buttons.find((b) => b.value === button);
  if (button && !pressed) throw new Error(`no button ${button} on ${page.path}`);
  if (pressed) fields.push([pressed.name, pressed.value]);
  return { visitor, path: form.action || page.path, fields };
}

const to = (path) => (f) => f.method === 'post' && f.action.split('?')[0] === path;
const has = (value) => (f) => f.buttons.some((b) => b.value === value);

const requestConsent = (prefix) => async (w) => {
  const visitor = new Visitor(w.server.url);
  const page = await visitor.submit(await visitor.get(`${prefix}/request`), { values: asked(w) });
  return { ...fill(visitor, page, consentForm, { agree: 'yes' }), rows: { request: 1, consent: 1 } };
};
const applyValues = (w) => ({ name: `Пётр Новый ${w.n += 1}`, email: `petr${w.n}@mail.example` });
const applyConsent = (prefix) => async (w) => {
  const visitor = new Visitor(w.server.url);
  const path = `${prefix}/v/${w.ids.slug}`;
  const page = await visitor.submit(await visitor.get(path), { pick: to(path), values: applyValues(w) });
  return { ...fill(visitor, page, consentForm, { agree: 'yes' }), rows: { application: 1 } };
};
const check = (path, values) => async (w) => {
  const visitor = new Visitor(w.server.url);
  const where = path(w);
  return fill(visitor, await visitor.get(where), to(where), values(w));
};
const desk = (path, pick, values, button, rows = {}) => async (w) => {
  const page = await w.recruiter.get(path(w));
  return { ...fill(w.recruiter, page, pick(w), typeof values === 'function' ? values(page, w) : values, button), rows };
};
const brief = (step, values) => async (w) => {
  const client = await newClient(w);
  if (step > 1) await client.visitor.submit(await client.visitor.get(`/r/${client.request}/brief`), { pick: (f) => /brief/.test(f.action), values: BRIEF });
  const where = `/r/${client.request}/brief${step > 1 ? `/${step}` : ''}`;
  return fill(client.visitor, await client.visitor.get(where), (f) => /brief/.test(f.action), values);
};
const BRIEF = { segment: 'b2b', size: 'mid', start_when: 'month', headcount: '2' };
const candidate = (sections, where, pick, values = {}, button = null, rows = {}) => async (w) => {
  const person = await newCandidate(w, sections);
  const page = await person.visitor.get(`/t/${person.attempt}${where}`);
  return { ...fill(person.visitor, page, pick, typeof values === 'function' ? values(page) : values, button), rows };
};

/* The fixtures ------------------------------------------------------------------------------------------------- */

// of: whose id the first {…} of the path is (of w.ids); rest: the others. write: a valid request of the route, and
// how many rows it adds to which tables.
const anyone = {};
const run = (f) => f.id === 'run-form';
export const FIXTURES = {
  'GET /assets/{name}': { of: 'asset' },
  'GET /healthz': anyone,
  'GET /readyz': anyone,
  'GET /metrics': anyone,
  'GET /robots.txt': anyone,
  'POST /language': { write: async (w) => { const visitor = new Visitor(w.server.url); return fill(visitor, await visitor.get('/login'), to('/language'), {}, 'en'); } },

  'GET /': anyone, 'GET /en': anyone,
  'GET /how': anyone, 'GET /en/how': anyone,
  'GET /privacy': anyone, 'GET /en/privacy': anyone,
  'GET /accessibility': anyone, 'GET /en/accessibility': anyone,
  'GET /consent/{name}': { of: 'consent' }, 'GET /en/consent/{name}': { of: 'consent' },
  'GET /request': anyone, 'GET /en/request': anyone,
  'POST /request': { write: check(() => '/request', asked) },
  'POST /en/request': { write: check(() => '/en/request', asked) },
  'POST /request/consent': { write: requestConsent('') },
  'POST /en/request/consent': { write: requestConsent('/en') },
  'GET /v/{slug}': { of: 'slug' }, 'GET /en/v/{slug}': { of: 'slug' },
  'POST /v/{slug}': { of: 'slug', write: check((w) => `/v/${w.ids.slug}`, applyValues) },
  'POST /en/v/{slug}': { of: 'slug', write: check((w) => `/en/v/${w.ids.slug}`, applyValues) },
  'POST /v/{slug}/consent': { of: 'slug', write: applyConsent('') },
  'POST /en/v/{slug}/consent': { of: 'slug', write: applyConsent('/en') },
  'GET /v/{slug}/sent': { of: 'slug' }, 'GET /en/v/{slug}/sent': { of: 'slug' },
  'GET /l/{token}': { of: 'link' },
  'POST /l/{token}': { of: 'link', write: async (w) => {
    const visitor = new Visitor(w.server.url);
    const link = w.demo.invitations[w.used += 1];
    return { ...fill(visitor, await visitor.get(link), to(link)), rows: { attempt: 1 } };
  } },

  'GET /r/{request}': { of: 'request' },
  'GET /r/{request}/data.json': { of: 'request' },
  'GET /r/{request}/withdraw': { of: 'request' },
  'POST /r/{request}/withdraw': { of: 'request', write: async (w) => {
    const client = await newClient(w);
    const where = `/r/${client.request}/withdraw`;
    return { ...fill(client.visitor, await client.visitor.get(where), to(where), { address: client.address }), rows: { consent: 1 } };
  } },
  'GET /r/{request}/brief': { of: 'request' },
  'GET /r/{request}/brief/{step}': { of: 'request', rest: ['2'] },
  'POST /r/{request}/brief': { of: 'request', write: brief(1, BRIEF) },
  'POST /r/{request}/brief/{step}': { of: 'request', rest: ['4'], write: brief(4, { authority: 'Скидка до 5 %' }) },
  'GET /c/vacancies/{id}': { of: 'portal' },
  'POST /c/vacancies/{id}/choice': { of: 'portal', write: async (w) => {
    const where = `/c/vacancies/${w.ids.portal}`;
    return { ...fill(w.one.visitor, await w.one.visitor.get(where), has('invite'), {}, 'invite'), rows: { choice: 1 } };
  } },

  'GET /t/{attempt}': { of: 'attempt' },
  'GET /t/{attempt}/consent': { of: 'attempt' },
  'POST /t/{attempt}/consent': { of: 'attempt', write: async (w) => {
    const { visitor, page } = await byLink(w, w.demo.invitations[w.used += 1]);
    const agree = /name="agree" value="([^"]*)"/.exec(page.text)[1];
    return { ...fill(visitor, page, has('yes'), { agree }, 'yes'), rows: { consent: 1 } };
  } },
  'GET /t/{attempt}/before': { of: 'attempt' },
  'POST /t/{attempt}/before': { of: 'attempt', write: candidate(null, '/before', (f) => /before/.test(f.action), { wish: 'Нужно больше времени' }, null, { wish: 1 }) },
  'GET /t/{attempt}/practice/{n}': { of: 'attempt', rest: ['2'] },
  'POST /t/{attempt}/practice/{n}': { of: 'attempt', rest: ['2'],
    write: candidate(null, '/practice/2', (f) => /practice/.test(f.action), { answer: 'b' }) },
  'GET /t/{attempt}/s/{n}': { of: 'attempt', rest: ['2'] },
  'POST /t/{attempt}/s/{n}': { of: 'attempt', rest: ['2'], write: candidate(null, '/s/1', (f) => /\/s\/1/.test(f.action)) },
  'GET /t/{attempt}/s/{n}/q/{n}': { of: 'attempt', rest: ['2', '1'] },
  'POST /t/{attempt}/s/{n}/q/{n}': { of: 'attempt', rest: ['2', '1'],
    write: candidate([3], '/s/3/q/1', run, { 'answer.a': '4', 'answer.b': '2', flag: '1' }, 'next', { answer_log: 1, answer_current: 1, flag: 1 }) },
  'GET /t/{attempt}/s/{n}/review': { of: 'attempt', rest: ['2'] },
  'POST /t/{attempt}/s/{n}/close': { of: 'attempt', rest: ['2'], write: candidate([3], '/s/3/review', (f) => /close/.test(f.action)) },
  'GET /t/{attempt}/submit': { of: 'attempt' },
  'POST /t/{attempt}/submit': { of: 'attempt', write: async (w) => {
    const { visitor, attempt } = await newCandidate(w);
    for (const n of [1, 2, 3, 4]) await doSection(visitor, attempt, n);
    return { ...fill(visitor, await visitor.get(`/t/${attempt}/submit`), (f) => /submit/.test(f.action)), rows: { score: 3 } };
  } },
  'GET /t/{attempt}/result': { of: 'attempt' },
  'POST /t/{attempt}/transfer': { of: 'attempt', write: async (w) => {
    const where = `/c/vacancies/${w.ids.portal}`;
    const portal = await w.one.visitor.get(where);
    const [invite] = forms(portal.text).filter(has('invite')).slice(-1);
    await w.one.visitor.submit(portal, { pick: (f) => f.html === invite.html, button: (b) => b.value === 'invite' });
    const code = invite.fields.find(([k]) => k === 'code')[1];
    const { visitor, page } = await byLink(w, await letterLink(w, code));
    return { ...fill(visitor, page, has('yes'), {}, 'yes'), rows: { consent: 1 } };
  } },
  'GET /t/{attempt}/data': { of: 'attempt' },
  'GET /t/{attempt}/data.json': { of: 'attempt' },
  'GET /t/{attempt}/withdraw': { of: 'attempt' },
  'POST /t/{attempt}/withdraw': { of: 'attempt', write: candidate(null, '/withdraw', (f) => /withdraw/.test(f.action), {}, null, { consent: 1 }) },
  'POST /api/attempts/{attempt}/items/{item}': { of: 'attempt', rest: ['KT-SRV-01'], write: async (w) => {
    const person = await newCandidate(w, [3]);
    const { data } = person.begun[3];
    return { visitor: person.visitor, path: `/api/attempts/${person.attempt}/items/${data.item}`, csrf: data.csrf, rows: { answer_log: 1, answer_current: 1 },
      json: { lease: data.lease, rev: 1, answer: { a: 3 }, client_ms: data.now_ms } };
  } },
  'POST /api/attempts/{attempt}/lease': { of: 'attempt', write: async (w) => {
    const person = await newCandidate(w, [3]);
    const { data } = person.begun[3];
    return { visitor: person.visitor, path: data.urls.lease, csrf: data.csrf, json: {} };
  } },

  'GET /login': anyone,
  'POST /login': { write: async (w) => {
    const visitor = new Visitor(w.server.url);
    const { email, password } = w.demo.users.find((u) => u.role === 'recruiter');
    return { ...fill(visitor, await visitor.get('/login'), to('/login'), { email, password }), rows: { session: 1 } };
  } },
  'POST /logout': { write: async (w) => {
    const visitor = await signIn(w.server.url, w.demo.users.find((u) => u.role === 'recruiter'));
    return fill(visitor, await visitor.get('/desk/vacancies'), to('/logout'));
  } },
  'GET /desk': {},
  'GET /desk/requests': {},
  'GET /desk/requests/{id}': { of: 'incoming' },
  'POST /desk/requests/{id}': { of: 'incoming', write: async (w) => {
    const { request } = await newClient(w);
    const page = await w.recruiter.get(`/desk/requests/${request}`);
    return { ...fill(w.recruiter, page, has('draft'), { segment: 'b2b', size: 'mid' }, 'draft'), rows: { vacancy: 1, instruction: 1 } };
  } },
  'GET /desk/vacancies': {},
  'GET /desk/vacancies/{id}': { of: 'vacancy' },
  'POST /desk/vacancies/{id}': { of: 'vacancy', write: desk((w) => `/desk/vacancies/${w.ids.testing}`, () => has('day'), () => ({ closes: new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10) }), 'day') },
  'GET /desk/vacancies/{id}/instruction': { of: 'vacancy' },
  'POST /desk/vacancies/{id}/instruction': { of: 'draft', write: desk((w) => `/desk/vacancies/${w.ids.draft}/instruction?tab=requirements`, () => has('save'), (page) => {
    const [, name, value] = /name="(weight\.\d+)"[^>]*value="(\d+)"/.exec(page.text);
    return { [name]: String(Number(value) + 3) };
  }, 'save') },
  'GET /desk/vacancies/{id}/plan': { of: 'vacancy' },
  'POST /desk/vacancies/{id}/plan': { of: 'draft', write: desk((w) => `/desk/vacancies/${w.ids.draft}/plan`, () => has('save'), { instrument: ['KT', 'SJT'] }, 'save', { plan: -1 }) },
  'GET /desk/vacancies/{id}/invitations': { of: 'vacancy' },
  'POST /desk/vacancies/{id}/invitations': { of: 'vacancy', write: desk((w) => `/desk/vacancies/${w.ids.vacancy}/invitations`, () => has('one'),
    (page, w) => ({ name: `Вера Новая ${w.n += 1}`, email: `vera${w.n}@mail.example` }), 'one', { application: 1, link: 1, outbox: 1 }) },

  'GET /desk/vacancies/{id}/shortlist': { of: 'vacancy' },
  'GET /desk/vacancies/{id}/compare': { of: 'vacancy' },
  'GET /desk/vacancies/{id}/share': { of: 'vacancy' },
  'POST /desk/vacancies/{id}/share': { of: 'vacancy', write: desk((w) => `/desk/vacancies/${w.ids.vacancy}/share`, () => has('share'),
    (page) => ({ code: [...page.text.matchAll(/name="code" value="([^"]*)"/g)].slice(0, 3).map((m) => m[1]) }), 'share', { share: 1, share_row: 3 }) },
  'GET /desk/applications/{code}': { of: 'application' },
  'POST /desk/applications/{code}/decision': { of: 'application', write: desk((w) => `/desk/applications/${w.ids.application}`, () => (f) => /\/decision$/.test(f.action),
    (page) => ({ outcome: 'advance', reason: /<option value="([^"]+)"/.exec(/<select id="reason"[\s\S]*?<\/select>/.exec(page.text)[0])[1] }), null, { decision: 1 }) },
  'POST /desk/applications/{code}/undo': { of: 'decided', write: desk((w) => `/desk/applications/${w.ids.decided}`, () => (f) => /\/undo$/.test(f.action)) },
  'POST /desk/applications/{code}/name': { of: 'decided', write: desk((w) => `/desk/applications/${w.ids.decided}`, () => (f) => /\/name$/.test(f.action), { name_reason: 'interview' }, null, { event: 1 }) },
  'POST /desk/applications/{code}/gate': { of: 'decided', write: desk((w) => `/desk/applications/${w.ids.decided}`, () => (f) => /\/gate$/.test(f.action), {}, '1', { gate_check: 1 }) },
};

// The path of a route with an id of the world, or with another in its place.
export function pathOf(route, w, id) {
  const fixture = FIXTURES[route.key];
  const values = [...(fixture.of ? [id ?? w.ids[fixture.of]] : []), ...(fixture.rest ?? [])];
  return route.path.replace(/\{\w+\}/g, () => {
    if (values.length === 0) throw new Error(`the fixture of ${route.key} names too few values`);
    return values.shift();
  });
}

// An id that nothing has, of the same kind.
export const missingOf = (route) => ({ application: 'K-99999', decided: 'K-99999', slug: 'zzzzzzzzzz', link: 'A'.repeat(32), asset: 'none.css', consent: 'none' }[FIXTURES[route.key].of] ?? MISSING);

// Send what a fixture's write() made, as another visitor or with other headers if told so.
export function send(request, { visitor = request.visitor, path = request.path, csrf, headers = {} } = {}) {
  if (request.json) return visitor.json(path, request.json, { headers: { 'x-csrf-token': csrf ?? request.csrf, ...headers } });
  const fields = csrf === undefined ? request.fields : [...request.fields.filter(([k]) => k !== 'csrf'), ['csrf', csrf]];
  return visitor.post(path, fields, { headers });
}
export { runData };
