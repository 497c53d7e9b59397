// The save contract (CONTRACTS.md §1) over real HTTP: what a page of the test may rely on when it sends an answer.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { demoFolder, otbor, serve, sql, Visitor } from '../support/otbor.mjs';
import { beginSection, doSection, openInvitation, runData } from '../support/candidate.mjs';

const SECTIONS = { KT: 2, SJT: 3, NUM: 4 };
let dir, demo, server, anna, boris;
const received = []; // everything that candidates' browsers ever got

// A candidate with the questionnaire done and sections open: items by code of the section, save() with overrides.
async function candidate(link, sections = Object.keys(SECTIONS)) {
  const visitor = new Visitor(server.url);
  visitor.hear = (reply) => received.push(reply);
  const { attempt } = await openInvitation(server.url, link, visitor);
  await doSection(visitor, attempt, 1);
  const person = { visitor, attempt, link, sections: {} };
  for (const code of sections) {
    person.sections[code] = await beginSection(visitor, attempt, SECTIONS[code]);
    person.data = person.sections[code].data; // the last one begun holds the lease
  }
  const unused = Object.fromEntries(sections.map((code) => [code, [...person.sections[code].items]]));
  // A test that stores takes a question of its own; those that must not store share one.
  person.untouched = unused[sections.at(-1)].pop();
  person.question = (code, type) => {
    const at = unused[code].findIndex((i) => !type || i.type === type);
    assert.notEqual(at, -1, `${code} has no unused ${type} question left`);
    return unused[code].splice(at, 1)[0];
  };
  person.send = (item, body, { headers = {}, attempt: other = attempt } = {}) => visitor.json(
    `/api/attempts/${other}/items/${item.code}`, body, { headers: { 'x-csrf-token': person.data.csrf, ...headers } });
  person.save = (item, rev, answer, more = {}, options = {}) => person.send(item,
    { lease: person.data.lease, rev, answer, client_ms: Date.now(), ...more }, options);
  return person;
}

// Not every form draws a question with several right answers: the first candidate whose form did.
async function drewMultiple() {
  for (const link of demo.invitations.slice(-10)) {
    const person = await candidate(link, ['KT']);
    if (person.sections.KT.items.slice(0, -1).some((i) => i.type === 'multiple')) return person; // the last is untouched
  }
  throw new Error('none of ten forms drew a question with several right answers');
}

const body = (reply) => JSON.parse(reply.text);
const stored = (person, item) => sql(dir, `SELECT rev, value FROM answer_current WHERE attempt_id = ${person.attempt} AND item = '${item.code}'`);
const journal = (person, item) => sql(dir, `SELECT rev, value, standing FROM answer_log WHERE attempt_id = ${person.attempt} AND item = '${item.code}' ORDER BY rowid`);

function isProblem(reply, status, reason) {
  assert.equal(reply.status, status, reply.text);
  assert.match(reply.headers.get('content-type'), /^application\/problem\+json/);
  const problem = body(reply);
  assert.equal(problem.status, status);
  assert.ok(problem.title, 'a problem has a title');
  if (reason) assert.equal(problem.reason, reason);
  return problem;
}

before(async () => {
  ({ dir, demo } = await demoFolder(21));
  server = await serve(dir, { flags: ['--limits', 'off'] });
  anna = await candidate(demo.invitations[0]);
  boris = await candidate(demo.invitations[1], ['SJT']);
});
after(async () => { await server?.stop(); });

// The reply to a save that must be accepted.
async function mustSave(save) {
  const reply = await save;
  assert.equal(reply.status, 200, reply.text);
  return reply;
}

test('a new answer is stored: 200 with its revision, the time and the deadline', async () => {
  const q = anna.question('KT', 'single');
  const reply = await mustSave(anna.save(q, 1, 'b'));
  assert.match(reply.headers.get('content-type'), /^application\/json/);
  assert.equal(reply.headers.get('cache-control'), 'no-store');
  const { rev, stored: kept, now_ms: now, deadline_ms: deadline } = body(reply);
  assert.deepEqual([rev, kept], [1, true]);
  assert.ok(Math.abs(now - Date.now()) < 60_000, 'now_ms is the server’s time');
  assert.equal(deadline, anna.sections.KT.data.deadline_ms);
  assert.deepEqual(await stored(anna, q), [{ rev: 1, value: '"b"' }]);
});

test('a section without a clock answers with deadline_ms null', async () => {
  const reply = await mustSave(anna.save(anna.question('SJT'), 1, { a: 4 }));
  assert.equal(body(reply).deadline_ms, null, reply.text);
});

test('the same revision with the same answer again is 200 and changes nothing', async () => {
  const q = anna.question('KT', 'single');
  await anna.save(q, 1, 'a');
  const again = await mustSave(anna.save(q, 1, 'a'));
  assert.deepEqual([body(again).rev, body(again).stored], [1, true]);
  assert.equal((await journal(anna, q)).length, 1, 'lines of the journal: only the first time counts');
});

test('answers are the same when they mean the same, however the page wrote them', async () => {
  const clara = await drewMultiple();
  const q = clara.question('KT', 'multiple');
  await mustSave(clara.save(q, 1, ['a', 'c']));
  await mustSave(clara.save(q, 1, ['c', 'a']));
  const s = anna.question('SJT');
  await mustSave(anna.save(s, 1, { a: 4, b: 2 }));
  await mustSave(anna.save(s, 1, { b: 2, a: 4 }));
  assert.equal((await journal(clara, q)).length + (await journal(anna, s)).length, 2, 'lines of the journal: one for each question');
});

test('an older revision is 200 with stored:false and what is stored', async () => {
  const q = anna.question('KT', 'single');
  await anna.save(q, 1, 'a');
  await anna.save(q, 2, 'c');
  const late = await anna.save(q, 1, 'a');
  assert.equal(late.status, 200, late.text);
  assert.deepEqual([body(late).stored, body(late).rev, body(late).answer], [false, 2, 'c']);
  assert.deepEqual(await stored(anna, q), [{ rev: 2, value: '"c"' }]);
});

test('revisions may leave gaps: the page counts them', async () => {
  const q = anna.question('KT');
  const some = (x) => (q.type === 'single' ? x : [x]);
  await mustSave(anna.save(q, 1, some('a')));
  const far = await anna.save(q, 7, some('b'));
  assert.deepEqual([far.status, body(far).rev], [200, 7]);
  assert.equal(body(await anna.save(q, 3, some('a'))).stored, false);
});

test('the same revision with another answer is 409 with the stored one, and it stays', async () => {
  const q = anna.question('SJT');
  await anna.save(q, 1, { a: 1, b: 2 });
  const problem = isProblem(await anna.save(q, 1, { a: 5, b: 2 }), 409, 'different');
  assert.deepEqual([problem.rev, problem.answer], [1, { a: 1, b: 2 }]);
  assert.equal((await journal(anna, q)).length, 1);
});

test('an answer is cleared with null, and only with a live lease', async () => {
  const q = anna.question('SJT');
  await anna.save(q, 1, { a: 3 });
  isProblem(await anna.save(q, 2, null, { lease: 'stale' }), 409, 'lease');
  assert.deepEqual(await stored(anna, q), [{ rev: 1, value: '{"a":3}' }]);
  await mustSave(anna.save(q, 2, null));
  const [row] = await sql(dir, `SELECT rev, given FROM answer_current WHERE attempt_id = ${anna.attempt} AND item = '${q.code}'`);
  assert.deepEqual(row, { rev: 2, given: 0 });
  assert.doesNotMatch((await anna.visitor.get(q.href)).text, /name="answer\.a"[^>]*\bchecked/);
});

test('what cannot be an answer is 422, says why in the reader’s language, and stores nothing', async () => {
  const q = anna.question('KT', 'single');
  const refused = [['zz'], 'zz', 17, { a: 1 }, true, ['a', 'b']];
  for (const answer of refused) isProblem(await anna.save(q, 1, answer), 422);
  assert.deepEqual(await journal(anna, q), []);
  const ru = isProblem(await anna.save(q, 1, 'zz'), 422);
  assert.match(ru.detail, /[а-яё]/i);
  anna.visitor.cookies.set('lang', 'en');
  const en = isProblem(await anna.save(q, 1, 'zz'), 422);
  anna.visitor.cookies.delete('lang');
  assert.match(en.detail, /[a-z]/i);
  assert.doesNotMatch(en.title + en.detail, /[а-яё]/i);
});

test('ratings outside 1–5 and of actions that are not there are 422', async () => {
  const q = boris.untouched;
  for (const answer of [{ a: 0 }, { a: 6 }, { a: 2.5 }, { a: '3' }, { z: 3 }, [3], 'a']) {
    assert.equal((await boris.save(q, 1, answer)).status, 422, JSON.stringify(answer));
  }
  assert.deepEqual(await journal(boris, q), []);
});

test('a body that is not the contract’s is refused and stores nothing', async () => {
  const q = boris.untouched;
  const whole = { lease: boris.data.lease, rev: 1, answer: { a: 3 }, client_ms: Date.now() };
  const without = (name) => Object.fromEntries(Object.entries(whole).filter(([k]) => k !== name));
  for (const bad of [without('lease'), without('rev'), without('answer'), { ...whole, rev: 0 }, { ...whole, rev: -1 }, { ...whole, rev: 1.5 },
    { ...whole, rev: '1' }, { ...whole, lease: 1 }, { ...whole, client_ms: 'now' }, [], 'x', 1, null]) {
    isProblem(await boris.send(q, bad), 422);
  }
  assert.deepEqual(await journal(boris, q), []);
});

test('what is not JSON is 400 and stores nothing', async () => {
  const q = boris.untouched;
  for (const text of ['', '{', '{"lease":', `{"lease":"${boris.data.lease}","rev":1,"rev":2,"answer":{"a":3}}`, '\ufeff{}']) {
    const reply = await boris.visitor.request(`/api/attempts/${boris.attempt}/items/${q.code}`, {
      method: 'POST', body: text, headers: { 'content-type': 'application/json', 'x-csrf-token': boris.data.csrf } });
    assert.ok([400, 422].includes(reply.status), `${JSON.stringify(text)}: ${reply.status}`);
    assert.match(reply.headers.get('content-type'), /^application\/problem\+json/);
  }
  assert.deepEqual(await journal(boris, q), []);
});

test('members that the contract does not know do no harm', async () => {
  const q = boris.question('SJT');
  const reply = await mustSave(boris.save(q, 1, { a: 2 }, { score: 100, person: 1, __proto__x: {} }));
});

test('client_ms may be left out', async () => {
  const q = anna.question('NUM');
  const reply = await anna.send(q, { lease: anna.data.lease, rev: 1, answer: '7' });
  assert.equal(reply.status, 200, reply.text);
});

test('a number is kept as it was typed, and the reply says how it was understood, in Russian and in English', async () => {
  const q = anna.question('NUM');
  const ru = await anna.save(q, 1, ' 12 500,5 ');
  assert.equal(ru.status, 200, ru.text);
  assert.equal(body(ru).understood.replace(/\s/g, ' '), '12 500,5');
  anna.visitor.cookies.set('lang', 'en');
  const en = await anna.save(q, 2, '12,500.5');
  const lone = await anna.save(q, 3, '1,234');
  anna.visitor.cookies.delete('lang');
  assert.equal(body(en).understood, '12,500.5');
  assert.equal(body(lone).understood, '1,234');
  assert.equal(body(await anna.save(q, 4, '1,234')).understood, '1,234', 'a lone comma is a decimal mark in Russian');
  const raws = (await journal(anna, q)).map(({ value }) => JSON.parse(value).raw.trim());
  assert.deepEqual(raws, ['12 500,5', '12,500.5', '1,234', '1,234']);
});

test('a number that cannot be read is stored all the same, without an understanding', async () => {
  const q = anna.question('NUM');
  const reply = await mustSave(anna.save(q, 1, 'около сорока'));
  assert.equal(body(reply).stored, true);
  assert.ok(body(reply).understood == null, reply.text);
  assert.match((await anna.visitor.get(q.href)).text, /value="около сорока"/);
});

test('a number typed too long is 413 and stores nothing', async () => {
  const q = anna.untouched;
  isProblem(await anna.save(q, 1, '1'.repeat(65)), 413);
  assert.deepEqual(await journal(anna, q), []);
});

test('a body past the limit of the route is 413, told as a problem like every refusal of the contract', async () => {
  const problem = isProblem(await boris.save(boris.untouched, 1, 'x'.repeat(66_000)), 413);
  assert.match(problem.detail, /[а-я].*[a-z]/i, 'in both languages: who asks is not known yet');
});

test('a body that does not say it is JSON is 415', async () => {
  const q = boris.untouched;
  const text = JSON.stringify({ lease: boris.data.lease, rev: 1, answer: { a: 3 } });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
    const reply = await boris.visitor.request(`/api/attempts/${boris.attempt}/items/${q.code}`,
      { method: 'POST', body: text, headers: { 'content-type': type, 'x-csrf-token': boris.data.csrf } });
    isProblem(reply, 415);
  }
});

test('no token, a wrong token, another person’s token, another site: 403 and nothing stored', async () => {
  const q = anna.question('SJT');
  const fresh = JSON.stringify({ lease: anna.data.lease, rev: 1, answer: { a: 3 } });
  const send = (headers) => anna.visitor.request(`/api/attempts/${anna.attempt}/items/${q.code}`,
    { method: 'POST', body: fresh, headers: { 'content-type': 'application/json', ...headers } });
  isProblem(await send({}), 403);
  isProblem(await send({ 'x-csrf-token': 'x'.repeat(86) }), 403);
  isProblem(await send({ 'x-csrf-token': boris.data.csrf }), 403);
  const token = { 'x-csrf-token': anna.data.csrf };
  isProblem(await send({ ...token, origin: 'http://evil.example' }), 403);
  isProblem(await send({ ...token, 'sec-fetch-site': 'cross-site' }), 403);
  isProblem(await send({ ...token, 'sec-fetch-site': 'same-site' }), 403);
  assert.deepEqual(await journal(anna, q), []);
  assert.equal((await send(token)).status, 200);
});

test('without a session it is 401', async () => {
  const q = anna.untouched;
  const reply = await new Visitor(server.url).json(`/api/attempts/${anna.attempt}/items/${q.code}`,
    { lease: anna.data.lease, rev: 1, answer: { a: 3 } }, { headers: { 'x-csrf-token': anna.data.csrf } });
  isProblem(reply, 401);
});

test('another person’s attempt, an attempt that is none and an unknown question are the same 404', async () => {
  const q = boris.sections.SJT.items[0];
  const replies = [
    await boris.save(q, 1, { a: 3 }, { lease: anna.data.lease }, { attempt: anna.attempt }),
    await boris.save(q, 1, { a: 3 }, {}, { attempt: 4242424242 }),
    await boris.save(q, 1, { a: 3 }, {}, { attempt: 'x' }),
    await boris.save({ code: 'KT-NONE-99' }, 1, 'a'),
    await boris.save({ code: 'SJT-PRACTICE' }, 1, { a: 3 }),
  ];
  const [first] = replies.map((r) => isProblem(r, 404));
  for (const r of replies) assert.deepEqual(body(r), first);
});

test('a question shows its saved answer when it is opened again, in this browser and on another device', async () => {
  const single = anna.question('KT');
  const answer = single.type === 'single' ? 'c' : ['c'];
  await anna.save(single, 1, answer);
  const rates = boris.question('SJT');
  await boris.save(rates, 1, { a: 2, d: 5 });
  const check = async (visitor, q, ...patterns) => {
    const page = await visitor.get(q.href);
    assert.equal(page.status, 200, page.text.slice(0, 300));
    for (const p of patterns) assert.match(page.text, p);
    assert.equal(runData(page).rev, 1);
    return page;
  };
  await check(anna.visitor, single, /name="answer" value="c"[^>]*\bchecked/);
  await check(boris.visitor, rates, /name="answer\.a" value="2"[^>]*\bchecked/, /name="answer\.d" value="5"[^>]*\bchecked/);
  const phone = await openInvitation(server.url, boris.link);
  assert.equal(phone.attempt, boris.attempt);
  await check(phone.visitor, rates, /name="answer\.a" value="2"[^>]*\bchecked/, /name="answer\.d" value="5"[^>]*\bchecked/);
});

test('another device takes over with POST …/lease; the first page gets 409, then takes back', async () => {
  const person = await candidate(demo.invitations[2], ['SJT']);
  const q = person.question('SJT');
  await person.save(q, 1, { a: 1 });
  const phone = await openInvitation(server.url, person.link);
  const page = await phone.visitor.get(q.href);
  const seen = runData(page);
  const headers = { 'x-csrf-token': seen.csrf };
  const path = `/api/attempts/${person.attempt}/items/${q.code}`;
  // Looking moves nothing: the page of the second device holds no lease, the first still writes.
  assert.notEqual(seen.lease, person.data.lease);
  isProblem(await phone.visitor.json(path, { lease: seen.lease, rev: 2, answer: { a: 2 } }, { headers }), 409, 'lease');
  await mustSave(person.save(q, 2, { a: 3 }));
  const taken = await phone.visitor.json(`/api/attempts/${person.attempt}/lease`, {}, { headers });
  assert.equal(taken.status, 200, taken.text);
  const lost = isProblem(await person.save(q, 3, { a: 4 }), 409, 'lease');
  assert.equal(lost.answer, undefined);
  assert.equal((await phone.visitor.json(path, { lease: body(taken).lease, rev: 3, answer: { a: 5 } }, { headers })).status, 200);
  const back = await person.visitor.json(`/api/attempts/${person.attempt}/lease`, {}, { headers: { 'x-csrf-token': person.data.csrf } });
  assert.equal(back.status, 200);
  isProblem(await phone.visitor.json(path, { lease: body(taken).lease, rev: 4, answer: { a: 1 } }, { headers }), 409, 'lease');
  await mustSave(person.save(q, 4, { a: 2 }, { lease: body(back).lease }));
  assert.deepEqual((await journal(person, q)).map(({ value }) => value), ['{"a":1}', '{"a":3}', '{"a":5}', '{"a":2}']);
});

test('the lease of an attempt is taken by its person only', async () => {
  const headers = { 'x-csrf-token': boris.data.csrf };
  isProblem(await boris.visitor.json(`/api/attempts/${anna.attempt}/lease`, {}, { headers }), 404);
  isProblem(await boris.visitor.json('/api/attempts/4242424242/lease', {}, { headers }), 404);
  const q = anna.sections.SJT.items[0];
  assert.notEqual((await anna.save(q, 90, { a: 3 })).status, 409);
});

test('a section not begun, and one handed in, is 410; the second says when it was saved last', async () => {
  const person = await candidate(demo.invitations[3], ['SJT']);
  const waiting = await sql(dir, `SELECT item FROM form_item WHERE attempt_id = ${person.attempt} AND section = 2 LIMIT 1`);
  const early = isProblem(await person.save({ code: waiting[0].item }, 1, 'a'), 410, 'closed');
  assert.equal(early.saved_ms, null);
  const q = person.question('SJT');
  const saved = body(await person.save(q, 1, { a: 3 }));
  const review = await person.visitor.get(`/t/${person.attempt}/s/3/review`);
  await person.visitor.submit(review, { pick: (f) => /close/.test(f.action) });
  const late = isProblem(await person.save(q, 2, { a: 4 }), 410, 'closed');
  assert.ok(Math.abs(late.saved_ms - saved.now_ms) < 2000, late.saved_ms);
  assert.deepEqual((await journal(person, q)).length, 1);
});

test('after the deadline: in the grace it counts, made in time it counts for two minutes, later it is 410 and kept as late', async () => {
  const person = await candidate(demo.invitations[4], ['NUM']);
  const [first, second, third] = person.sections.NUM.items;
  await person.save(first, 1, '1');
  const move = (ago) => sql(dir, `UPDATE section SET started_at = ${Date.now() - ago - 1_020_000}, deadline_at = ${Date.now() - ago}
    WHERE attempt_id = ${person.attempt} AND position = 4`);
  await move(1000);
  assert.equal((await person.save(first, 2, '2')).status, 200, 'within 15 s');
  await move(60_000);
  assert.equal((await person.save(second, 1, '3', { client_ms: Date.now() - 90_000 })).status, 200, 'made in time, delivered late');
  const late = isProblem(await person.save(third, 1, '4'), 410, 'late');
  assert.ok(late.saved_ms > 0);
  await move(600_000);
  isProblem(await person.save(second, 2, '5', { client_ms: Date.now() - 700_000 }), 410);
  assert.deepEqual(await stored(person, third), []);
  assert.deepEqual((await journal(person, third)).map(({ standing }) => standing), ['late']);
  assert.deepEqual((await journal(person, first)).map(({ standing }) => standing), ['counted', 'grace']);
});

test('nothing that a candidate’s browser receives tells a key: no reason, no rationale, no mark of right or wrong', async () => {
  const secrets = new Set();
  const collect = (value, secret) => {
    if (typeof value === 'string') { if (secret && value.length >= 20) secrets.add(value); return; }
    if (value && typeof value === 'object') for (const [k, v] of Object.entries(value)) collect(v, secret || k === 'why' || k === 'rationale');
  };
  for (const name of ['kt', 'sjt', 'num']) {
    const pack = JSON.parse(readFileSync(`assessments/packs/client-manager/instruments/${name}.json`, 'utf8'));
    collect(pack.items, false);
  }
  assert.ok(secrets.size > 300, `${secrets.size} texts found in the pack`);
  const bytes = received.map(({ text, headers }) => text + JSON.stringify([...headers])).join('\n')
    .replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&#39;', "'");
  assert.ok(received.length > 200, `${received.length} replies heard`);
  for (const secret of secrets) assert.ok(!bytes.includes(secret), `a candidate received: ${secret}`);
  assert.doesNotMatch(bytes, /"(key|keys|rationale|why|correct|score|points)"\s*:/);
});

test('save replies are alike for right and wrong answers', async () => {
  const items = JSON.parse(readFileSync('assessments/packs/client-manager/instruments/kt.json', 'utf8')).items;
  const q = anna.sections.KT.items.find((i) => i.type === 'single');
  const item = items.find((i) => i.code === q.code);
  const wrong = item.options.find((o) => !item.key.includes(o.code)).code;
  const shape = (reply) => ({ ...body(reply), rev: 0, now_ms: 0 });
  const a = await anna.save(q, 101, item.key[0]);
  const b = await anna.save(q, 102, wrong);
  assert.deepEqual(shape(a), shape(b));
});

test('after all this the check finds the database clean', async () => {
  const check = await otbor(['check', '--data', dir]);
  assert.equal(check.code, 0, check.stdout + check.stderr);
});
