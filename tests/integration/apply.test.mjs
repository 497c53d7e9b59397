// Applying on the public page of a vacancy: an address that was typed proves nothing, the mailed link does.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { demoFolder, forms, otbor, serve, sql, unescape, Visitor } from '../support/otbor.mjs';

let dir, demo, server, slug;

before(async () => {
  ({ dir, demo } = await demoFolder(21));
  server = await serve(dir, { flags: ['--limits', 'off'] });
  slug = demo.vacancies[0].public.split('/').pop();
});
after(async () => { await server?.stop(); });

const consentForm = (f) => f.action.endsWith('/consent') && /name="agree"/.test(f.html);

// Fill the form as this visitor and return the consent page; send() answers it.
async function consentPage(visitor, email, prefix = '') {
  const path = `${prefix}/v/${slug}`;
  const page = await visitor.submit(await visitor.get(path), { pick: (f) => f.action === path && f.method === 'post', values: { name: 'Пётр Новый', email } });
  assert.equal(page.status, 200);
  return page;
}
const send = (visitor, page) => visitor.submit(page, { pick: consentForm, values: { agree: 'yes' }, follow: false });
const apply = async (visitor, email, prefix = '') => send(visitor, await consentPage(visitor, email, prefix));

const sessions = (visitor) => [...visitor.cookies.keys()].filter((name) => /s-candidate/.test(name));
const applications = async () => (await sql(dir, 'SELECT count(*) AS n FROM application'))[0].n;
const bare = (page) => unescape(page.text).replaceAll(/value="[\w-]{80,}"/g, 'TOKEN').replaceAll(/\/l\/[\w-]{32}/g, 'LINK');
const linkOn = (page) => /href="(\/l\/[\w-]{32})"/.exec(page.text)?.[1];


test('a new address and a known one are answered alike, and neither opens anything', async () => {
  const first = new Visitor(server.url), again = new Visitor(server.url);
  const fresh = await apply(first, 'unproven@mail.example');
  const known = await apply(again, 'UNPROVEN@mail.example');
  assert.deepEqual([fresh.status, fresh.location, fresh.text], [303, `/v/${slug}/sent`, known.text]);
  assert.deepEqual([known.status, known.location], [fresh.status, fresh.location]);
  assert.deepEqual([...known.headers.keys()], [...fresh.headers.keys()]);
  const pages = [await first.get(fresh.location), await again.get(known.location)];
  assert.deepEqual(pages.map((p) => p.status), [200, 200]);
  assert.equal(bare(pages[0]), bare(pages[1]));
  for (const visitor of [first, again]) {
    assert.deepEqual(sessions(visitor), [], 'no session without the link');
    const [{ id }] = await sql(dir, 'SELECT id FROM attempt ORDER BY started_at DESC LIMIT 1');
    assert.equal((await visitor.get(`/t/${id}`)).status, 401);
  }
  const rows = await sql(dir, "SELECT count(*) AS n FROM session WHERE kind = 'candidate'");
  assert.equal(rows[0].n, 0);
});

test('the English page leads to the English page', async () => {
  const visitor = new Visitor(server.url);
  const sent = await apply(visitor, 'english@mail.example', '/en');
  assert.equal(sent.location, `/en/v/${slug}/sent`);
  assert.match((await visitor.get(sent.location)).text, /Check your e-mail/);
});

test('a demonstration shows the link that the letter would carry, to the browser that sent the form and to no other', async () => {
  const visitor = new Visitor(server.url);
  const page = await visitor.get((await apply(visitor, 'stranger@mail.example')).location);
  const link = linkOn(page);
  assert.ok(link, 'the link stands on the page');
  assert.equal(linkOn(await new Visitor(server.url).get(page.path)), undefined);
  const home = await visitor.submit(await visitor.get(link));
  assert.match(home.path, /^\/t\/\d+$/, 'the consent was given with the form');
  assert.deepEqual(sessions(visitor), ['s-candidate']);
});

test('where letters go out the page shows no link', async () => {
  const other = await demoFolder(21);
  const post = await serve(other.dir, { flags: ['--limits', 'off', '--smtp-url', 'smtp://127.0.0.1:1'] });
  try {
    const visitor = new Visitor(post.url);
    const path = other.demo.vacancies[0].public;
    const where = new URL(path, post.url).pathname;
    const page = await visitor.submit(await visitor.get(where), { pick: (f) => f.action === where, values: { name: 'Пётр Новый', email: 'mailed@mail.example' } });
    const sent = await visitor.submit(page, { pick: consentForm, values: { agree: 'yes' } });
    assert.equal(sent.path, `${where}/sent`);
    assert.equal(linkOn(sent), undefined);
  } finally { await post.stop(); }
});

test('sending the form twice applies once; the same form with another address is another application', async () => {
  const visitor = new Visitor(server.url);
  const page = await consentPage(visitor, 'twice@mail.example');
  const before = await applications();
  for (let i = 0; i < 2; i += 1) assert.equal((await send(visitor, page)).status, 303);
  assert.equal(await applications(), before + 1);
  const form = forms(page.text).find(consentForm);
  const fields = form.fields.map(([name, value]) => [name, name === 'email' ? 'typo-mended@mail.example' : value]);
  const mended = await visitor.post(form.action, [...fields, ['agree', 'yes']]);
  assert.deepEqual([mended.status, mended.location], [303, `/v/${slug}/sent`]);
  assert.equal(await applications(), before + 2);
});

test('opening the mailed link ends sessions of the person that came by none', async () => {
  const visitor = new Visitor(server.url);
  const link = linkOn(await visitor.get((await apply(visitor, 'mallory-was-here@mail.example')).location));
  await visitor.submit(await visitor.get(link));
  const [{ subject_id: person }] = await sql(dir, "SELECT subject_id FROM session WHERE kind = 'candidate' ORDER BY created_at DESC LIMIT 1");
  const stranger = new Visitor(server.url);
  await stranger.submit(await stranger.get(link));
  const mine = () => sql(dir, `SELECT count(*) AS n, sum(object_id <> 0) AS linked FROM session WHERE subject_id = ${person}`);
  assert.deepEqual(await mine(), [{ n: 2, linked: 2 }]);
  // a session as an older version left it
  await sql(dir, `UPDATE session SET object_id = 0 WHERE rowid = (SELECT rowid FROM session WHERE subject_id = ${person} ORDER BY created_at DESC LIMIT 1)`);
  const owner = new Visitor(server.url);
  const home = await owner.submit(await owner.get(link));
  assert.equal(home.status, 200);
  assert.equal((await stranger.get(home.path)).status, 401);
  assert.deepEqual([(await visitor.get(home.path)).status, (await owner.get(home.path)).status], [200, 200]);
});
