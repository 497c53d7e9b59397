// Start the real server on a free port with a real data folder, and talk to it as a browser would.
import { spawn, execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after } from 'node:test';
import { promisify } from 'node:util';

const exec = promisify(execFile);
export const BIN = resolve(process.env.OTBOR_BIN ?? 'build/asan/otbor');

// Run a subcommand to its end: { code, stdout, stderr }.
export async function otbor(args, options = {}) {
  try {
    const { stdout, stderr } = await exec(BIN, args, { maxBuffer: 64 << 20, ...options });
    return { code: 0, stdout, stderr };
  } catch (error) {
    if (typeof error.code !== 'number') throw error;
    return { code: error.code, stdout: error.stdout, stderr: error.stderr };
  }
}

// What must not outlive the test process.
const folders = [];
const children = new Set();
const killAll = () => { for (const child of children) child.kill('SIGKILL'); };
process.on('exit', () => {
  killAll();
  for (const dir of folders) rmSync(dir, { recursive: true, force: true });
});
if (process.env.NODE_TEST_CONTEXT) after(killAll); // a test that failed must not keep the file from ending

// A data folder of its own, removed when the test process ends.
export function dataFolder() {
  const dir = mkdtempSync(join(tmpdir(), 'otbor-'));
  folders.push(dir);
  return dir;
}

// Say in a data folder who answers for people's data; without it a server that is no demonstration takes none.
export function nameOperator(dir) {
  const text = { ru: 'ООО «Проба»', en: 'Trial Ltd' };
  writeFileSync(join(dir, 'operator.json'), JSON.stringify({ name: text, address: text }));
}

async function makeDemo(made, seed) {
  const { code, stderr } = await otbor(['demo', '--data', made, '--seed', String(seed)]);
  if (code !== 0) throw new Error(`otbor demo failed: ${stderr}`);
}

// A data folder with demo data; demo is the parsed demo.json. With OTBOR_DEMO_CACHE=DIR, as script/test sets it,
// the demo of a seed is made there once and copied: two folders of one seed are one installation then, keys and all.
export async function demoFolder(seed = 1) {
  const cache = process.env.OTBOR_DEMO_CACHE;
  const made = cache ? join(cache, `demo-${seed}`) : join(dataFolder(), 'data');
  if (!cache) await makeDemo(made, seed);
  else if (!existsSync(made)) {
    const part = join(mkdtempSync(join(cache, 'part-')), 'data'); // two test files may make it at once
    await makeDemo(part, seed);
    try { renameSync(part, made); } catch (error) { if (!existsSync(made)) throw error; }
  }
  const dir = cache ? copyFolder(made) : made;
  return { dir, demo: JSON.parse(readFileSync(join(dir, 'demo.json'), 'utf8')) };
}

// A folder of its own with the same content, for tests that change it; nobody serves `from`.
export function copyFolder(from) {
  const to = join(dataFolder(), 'data');
  cpSync(from, to, { recursive: true });
  chmodSync(to, 0o700);
  return to;
}

// Ask or change the database of a folder behind the server's back: rows as objects.
export async function sql(dir, text, { db = 'otbor.db' } = {}) {
  const { stdout } = await exec('sqlite3', ['-cmd', '.timeout 5000', '-json', join(dir, db), text], { maxBuffer: 64 << 20 });
  return stdout.trim() === '' ? [] : JSON.parse(stdout);
}

// How many rows each table holds; what is counted away is no write of a person (sessions seen, jobs that run).
export async function rowCounts(dir) {
  const tables = await sql(dir, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");
  const [counts] = await sql(dir, `SELECT ${tables.map(({ name }) => `(SELECT count(*) FROM "${name}") AS "${name}"`).join(', ')}`);
  return counts;
}

// Ask again and again until the answer is truthy: for states that another process reaches in its own time.
export async function until(ask, what, timeout = 20_000) {
  const end = Date.now() + timeout;
  for (;;) {
    const found = await ask();
    if (found) return found;
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

// A running server. stop() drains it; kill() is kill -9; log() is its standard error so far.
export async function serve(dir, { flags = [], env = {}, listen = '127.0.0.1:0' } = {}) {
  const child = spawn(BIN, ['serve', '--data', dir, '--listen', listen, ...flags], {
    env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (s) => { err += s; });
  const ended = new Promise((done) => child.on('close', (code, signal) => done({ code, signal })));
  const url = await new Promise((ok, bad) => {
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (s) => {
      out += s;
      const m = /^listening (http:\/\/\S+)\n/.exec(out);
      if (m) ok(m[1]);
    });
    ended.then(({ code, signal }) => bad(new Error(`the server ended (${code ?? signal}) before it listened:\n${err}`)));
  });
  children.add(child);
  child.on('close', () => children.delete(child));
  return {
    url, pid: child.pid, child, ended, log: () => err,
    async stop() { child.kill('SIGTERM'); return ended; },
    async kill() { child.kill('SIGKILL'); return ended; },
  };
}

const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
export const unescape = (s) => s.replace(/&(amp|lt|gt|quot|#39);/g, (e) => entities[e]);

function attributes(tag) {
  const found = {};
  for (const [, name, , quoted] of tag.matchAll(/([\w:-]+)(=("([^"]*)"))?/g)) found[name] ??= unescape(quoted ?? '');
  for (const [, name, value] of tag.matchAll(/([\w:-]+)="([^"]*)"/g)) found[name] = unescape(value);
  return found;
}

// The forms of a page, each with its fields as a browser would send them (submit buttons apart).
export function forms(html) {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, open, inside]) => {
    const { action = '', method = 'get', id = '' } = attributes(open);
    const fields = [];
    const buttons = [];
    for (const [, tag, rest, text] of inside.matchAll(/<(input|button|select|textarea)\b([^>]*)>([^<]*)/g)) {
      const a = attributes(rest);
      if (tag === 'button' || a.type === 'submit') buttons.push({ name: a.name, value: a.value ?? '', formaction: a.formaction });
      else if (tag === 'textarea') fields.push([a.name, unescape(text)]);
      else if (tag === 'input' && (a.type === 'radio' || a.type === 'checkbox')) { if ('checked' in a) fields.push([a.name, a.value ?? 'on']); }
      else if (tag === 'input' && a.name) fields.push([a.name, a.value ?? '']);
    }
    for (const [, rest, options] of inside.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
      const list = [...options.matchAll(/<option\b([^>]*)>/g)].map(([, o]) => attributes(o));
      const chosen = list.find((o) => 'selected' in o) ?? list[0];
      if (chosen) fields.push([attributes(rest).name, chosen.value ?? '']);
    }
    return { action, method: method.toLowerCase(), id, fields, buttons, html: inside };
  });
}

// A person with a browser: keeps cookies, sends Origin, does not follow redirects unless asked.
export class Visitor {
  // hear, when set, is told of every reply: what this person's browser ever received.
  constructor(base) { this.base = base; this.cookies = new Map(); this.hear = null; }

  async request(path, { method = 'GET', body, headers = {}, follow = false } = {}) {
    const url = new URL(path, this.base);
    const cookie = [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
    const response = await fetch(url, {
      method, body, redirect: 'manual',
      headers: { ...(cookie && { cookie }), ...(method !== 'GET' && { origin: new URL(this.base).origin }), ...headers },
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set);
      if (/max-age=0/i.test(set) || value === '') this.cookies.delete(name); else this.cookies.set(name, value);
    }
    const text = await response.text();
    this.hear?.({ path: url.pathname, status: response.status, headers: response.headers, text });
    const location = response.headers.get('location');
    if (follow && location) return this.request(location, { follow });
    return { status: response.status, headers: response.headers, text, location, path: url.pathname };
  }

  get(path, options) { return this.request(path, options); }

  // Post fields (pairs or an object) as a form.
  post(path, fields, options = {}) {
    const pairs = Array.isArray(fields) ? fields : Object.entries(fields);
    return this.request(path, {
      ...options, method: 'POST', body: new URLSearchParams(pairs).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...options.headers },
    });
  }

  json(path, value, options = {}) {
    return this.request(path, {
      ...options, method: 'POST', body: JSON.stringify(value),
      headers: { 'content-type': 'application/json', ...options.headers },
    });
  }

  // The form token of a page of this browser.
  static csrf(page) { return /name="csrf" value="([^"]*)"/.exec(page.text)?.[1] ?? ''; }

  // Fill a form of a page and send it: `pick` chooses it, `values` replace its fields, `button` presses one.
  async submit(page, { pick = (f) => f.method === 'post' && !/^\/(language|logout)/.test(f.action), values = {}, button, follow = true } = {}) {
    const form = forms(page.text).find(pick);
    if (!form) throw new Error(`no such form on ${page.path}:\n${page.text.slice(0, 2000)}`);
    const fields = form.fields.filter(([name]) => name && !(name in values));
    for (const [name, value] of Object.entries(values)) for (const v of [value].flat()) fields.push([name, v]);
    const press = button ? form.buttons.find(button) : undefined;
    if (press?.name) fields.push([press.name, press.value]);
    const action = press?.formaction || form.action || page.path;
    return this.post(action, fields, { follow });
  }
}

// A member of staff who has signed in.
export async function signIn(base, user, visitor = new Visitor(base)) {
  const page = await visitor.submit(await visitor.get('/login'), { pick: (f) => f.action === '/login' || /name="password"/.test(f.html),
    values: { email: user.email, password: user.password } });
  if (!page.path.startsWith('/desk')) throw new Error(`${user.email} could not sign in: ${page.status} ${page.path}`);
  return visitor;
}
