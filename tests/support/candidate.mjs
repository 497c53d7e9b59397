// A candidate who goes through the test over HTTP, as a page without scripts or as the runner does.
import { forms, unescape, Visitor } from './otbor.mjs';

// The data that a question page gives the runner.
export function runData(page) {
  const m = /<script type="application\/json" id="run-data">([\s\S]*?)<\/script>/.exec(page.text);
  return m ? JSON.parse(m[1]) : null;
}

// A plausible answer to whatever the form asks, as form fields. Choices: the first option; ratings: 3; texts: words.
export function anyAnswer(form) {
  const fields = [];
  const seen = new Set();
  for (const [, rest] of form.html.matchAll(/<input\b([^>]*)>/g)) {
    const name = /name="([^"]*)"/.exec(rest)?.[1];
    const type = /type="([^"]*)"/.exec(rest)?.[1];
    const value = unescape(/value="([^"]*)"/.exec(rest)?.[1] ?? '');
    if (!name?.startsWith('answer') || (seen.has(name) && type !== 'text')) continue;
    if (type === 'radio' && name.includes('.') && value !== '3') continue;
    seen.add(name);
    if (type === 'radio' || type === 'checkbox') fields.push([name, value]);
    else if (type === 'date') fields.push([name, '2026-12-07']);
    else fields.push([name, '12']);
  }
  for (const [, name] of form.html.matchAll(/<textarea\b[^>]*name="(answer[^"]*)"/g)) fields.push([name, 'Клиент молчал две недели, я поехал к нему сам.']);
  return fields;
}

// Open an invitation, agree, and stand before the sections. Returns { visitor, attempt, home }.
export async function openInvitation(base, link, visitor = new Visitor(base)) {
  let page = await visitor.get(link);
  page = await visitor.submit(page, { follow: true });
  const attempt = /^\/t\/([^/]+)/.exec(page.path)?.[1];
  if (!attempt) throw new Error(`the invitation led to ${page.path} (${page.status}):\n${page.text.slice(0, 800)}`);
  if (/\/consent$/.test(page.path)) {
    const agree = /name="agree" value="([^"]*)"/.exec(page.text)[1];
    page = await visitor.submit(page, { pick: (f) => /name="agree"/.test(f.html), values: { agree }, button: (b) => b.value === 'yes' });
  }
  return { visitor, attempt, page };
}

// Answer every question of a section through its forms and hand the section in.
export async function doSection(visitor, attempt, n, answer = anyAnswer) {
  let page = await visitor.get(`/t/${attempt}/s/${n}`);
  page = await visitor.submit(page, { pick: (f) => f.method === 'post' && f.action.includes(`/s/${n}`) || f.action === '' });
  let guard = 0;
  while (/\/q\/\d+$/.test(page.path) && guard < 60) {
    guard += 1;
    const form = forms(page.text).find((f) => f.id === 'run-form');
    const kept = form.fields.filter(([name]) => name && !name.startsWith('answer'));
    page = await visitor.post(form.action || page.path, [...kept, ...answer(form, page), ['go', 'next']], { follow: true });
  }
  if (!/\/review$/.test(page.path)) page = await visitor.get(`/t/${attempt}/s/${n}/review`);
  return visitor.submit(page, { pick: (f) => /close/.test(f.action) });
}

// Begin a section and look at each of its questions: [{ code, type, rev, href }], and the data of the first one.
export async function beginSection(visitor, attempt, n) {
  const intro = await visitor.get(`/t/${attempt}/s/${n}`);
  const page = await visitor.submit(intro, { pick: (f) => f.method === 'post' && (f.action.includes(`/s/${n}`) || f.action === '') });
  const data = runData(page);
  if (!data) throw new Error(`section ${n} did not begin: ${page.status} ${page.path}`);
  const items = [];
  for (const href of new Set([...page.text.matchAll(new RegExp(`/t/${attempt}/s/${n}/q/\\d+`, 'g'))].map((m) => m[0]))) {
    const d = runData(await visitor.get(href));
    items.push({ code: d.item, type: d.type, rev: d.rev, href });
  }
  return { n, data, items };
}

// For load: a candidate whose section `code` is open, with the means to save by the API.
export async function beginAttempt(base, link, code) {
  const { visitor, attempt } = await openInvitation(base, link);
  await doSection(visitor, attempt, 1);
  const home = await visitor.get(`/t/${attempt}`);
  const sections = [...home.text.matchAll(new RegExp(`/t/${attempt}/s/(\\d+)`, 'g'))].map((m) => Number(m[1]));
  for (const n of new Set(sections)) {
    if (n === 1) continue;
    const intro = await visitor.get(`/t/${attempt}/s/${n}`);
    const page = await visitor.submit(intro, { pick: (f) => f.method === 'post' && (f.action.includes(`/s/${n}`) || f.action === '') });
    const data = runData(page);
    if (!data || !data.item.startsWith(code)) continue;
    const items = [];
    const links = [...new Set([...page.text.matchAll(new RegExp(`/t/${attempt}/s/${n}/q/\\d+`, 'g'))].map((m) => m[0]))];
    for (const href of links) {
      const d = runData(await visitor.get(href));
      if (d && !items.some((i) => i.code === d.item)) items.push({ code: d.item, rev: d.rev, href });
    }
    return {
      visitor, attempt, items, lease: data.lease,
      moveTo(url) { visitor.base = url; },
      async save(item, rev, answer) {
        const now = Date.now();
        return visitor.json(`/api/attempts/${attempt}/items/${item}`, { lease: data.lease, rev, answer, client_ms: now }, { headers: { 'x-csrf-token': data.csrf } });
      },
      // What the pages show as stored: code → { rev, answer }.
      async stored() {
        const found = new Map();
        for (const i of items) {
          const p = await visitor.get(i.href);
          const d = runData(p);
          const answer = {};
          for (const [, rest] of p.text.matchAll(/<input\b([^>]*\bchecked\b[^>]*)>/g)) {
            const m = /name="answer\.([a-z])"/.exec(rest);
            if (m) answer[m[1]] = Number(/value="(\d)"/.exec(rest)[1]);
          }
          found.set(i.code, { rev: d.rev, answer });
        }
        return found;
      },
    };
  }
  throw new Error(`no section with items ${code}`);
}
