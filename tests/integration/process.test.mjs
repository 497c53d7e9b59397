// What scripts and operators build on: commands, exit codes, the one line of standard output, folders and their files.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { BIN, copyFolder, dataFolder, demoFolder, forms, nameOperator, otbor, serve, signIn, sql, until, Visitor } from '../support/otbor.mjs';
import { openInvitation } from '../support/candidate.mjs';

const COMMANDS = ['serve', 'migrate', 'demo', 'check', 'backup', 'restore', 'user', 'outbox', 'pack', 'version'];
const PASSWORD = 'четыре простых слова подряд';
const fresh = () => join(dataFolder(), 'data');
const mode = (file) => (statSync(file).mode & 0o777).toString(8);
let dir, demo; // demo data that tests read and copy

before(async () => { ({ dir, demo } = await demoFolder(21)); });

// Run a command with something on its standard input.
function withInput(args, input) {
  return new Promise((done) => {
    const child = spawn(BIN, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '', stderr = '';
    child.stdout.setEncoding('utf8').on('data', (s) => { stdout += s; });
    child.stderr.setEncoding('utf8').on('data', (s) => { stderr += s; });
    child.on('close', (code) => done({ code, stdout, stderr }));
    child.stdin.on('error', () => {}); // the command may end before it reads
    child.stdin.end(input);
  });
}

// A folder that `serve` made and left.
async function emptyFolder() {
  const made = fresh();
  const server = await serve(made);
  assert.equal((await server.stop()).code, 0);
  return made;
}

async function refuses(args, code, words, options) {
  const result = await otbor(args, options);
  assert.equal(result.code, code, `${args.join(' ')}: ${result.stdout}${result.stderr}`);
  assert.equal(result.stdout, '');
  assert.match(result.stderr, words);
  return result;
}

test('serve makes a missing folder, private to its owner, and says one line when it accepts', async () => {
  const made = fresh();
  const child = spawn(BIN, ['serve', '--data', made, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (s) => { out += s; });
  const ended = new Promise((done) => child.on('close', (code, signal) => done({ code, signal })));
  const url = await until(() => /^listening (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(out)?.[1], 'the line');
  const reply = await fetch(`${url}/healthz`);
  assert.equal(reply.status, 200);
  const ready = await fetch(`${url}/readyz`);
  assert.deepEqual([ready.status, await ready.json()], [200, { ready: true }]);
  assert.deepEqual([mode(made), mode(join(made, 'otbor.db')), mode(join(made, 'otbor.keys'))], ['700', '600', '600']);
  child.kill('SIGTERM');
  assert.deepEqual(await ended, { code: 0, signal: null });
  assert.equal(out.trim().split('\n').length, 1, 'nothing else on standard output');
});

test('a second start serves the same folder with the same keys', async () => {
  const made = await emptyFolder();
  const keys = readFileSync(join(made, 'otbor.keys'), 'utf8');
  const again = await serve(made);
  assert.equal((await fetch(`${again.url}/healthz`)).status, 200);
  assert.equal((await again.stop()).code, 0);
  assert.equal(readFileSync(join(made, 'otbor.keys'), 'utf8'), keys);
});

test('a new folder has nobody in it: nobody can sign in, and no demonstration is made', async () => {
  const made = await emptyFolder();
  assert.equal((await otbor(['user', 'list', '--data', made])).stdout, '');
  assert.ok(!existsSync(join(made, 'demo.json')));
  const [{ n }] = await sql(made, 'SELECT (SELECT count(*) FROM client) + (SELECT count(*) FROM staff) AS n');
  assert.equal(n, 0);
});

test('every command explains itself with --help on standard output, exit 0', async () => {
  for (const command of COMMANDS) {
    const { code, stdout, stderr } = await otbor([command, '--help']);
    assert.deepEqual([code, stderr], [0, ''], command);
    assert.match(stdout, new RegExp(`^usage: otbor ${command}\\b`));
  }
  // Only its own flags, and what each exit code means.
  const flags = async (command) => [...(await otbor([command, '--help'])).stdout.matchAll(/^ {2}--([\w-]+)/gm)].map((m) => m[1]);
  assert.deepEqual(await flags('check'), ['data', 'key-file']);
  assert.deepEqual(await flags('version'), []);
  assert.deepEqual(await flags('pack'), []);
  assert.deepEqual(await flags('restore'), ['data', 'erased-log', 'without-keys']);
  assert.ok((await flags('serve')).includes('public-url'));
  for (const command of COMMANDS) assert.match((await otbor([command, '--help'])).stdout, /^exit: 0 done, 1 .+, 2 wrong usage$/m);
  assert.doesNotMatch((await otbor(['version', '--help'])).stdout, /--data/);
  const all = await otbor(['--help']);
  assert.equal(all.code, 0);
  for (const command of COMMANDS) assert.match(all.stdout, new RegExp(`^  ${command}\\b`, 'm'));
});

test('wrong usage is exit 2 with a way out on standard error', async () => {
  await refuses([], 2, /usage/);
  await refuses(['frobnicate'], 2, /no command "frobnicate".*--help/);
  for (const command of COMMANDS) await refuses([command, '--frobnicate', '1', '--data', dir], 2, new RegExp(`^otbor: --frobnicate is no flag of otbor ${command}; otbor ${command} --help lists them\n$`));
  await refuses(['check', '--data', dir, '--listen', '127.0.0.1:0'], 2, /^otbor: --listen is no flag of otbor check; .*\n$/);
  await refuses(['version', '--data', dir], 2, /--data is no flag of otbor version/);
  const many = { backup: ['F'], restore: ['F'], user: ['list'], outbox: ['1'], pack: ['validate', dir] };
  for (const command of COMMANDS)
    await refuses([command, ...(many[command] ?? []), 'extra'], 2, new RegExp(`^otbor: "extra" is one argument too many; otbor ${command} --help`));
  await refuses(['serve'], 2, /--data/);
  await refuses(['backup', '--data', dir], 2, /usage/);
  await refuses(['user', 'frobnicate', '--data', dir], 2, /usage/);
  await refuses(['user', '--data', dir], 2, /usage/);
});

test('a wrong parameter of serve is exit 2 and found before a folder is made', async () => {
  const wrong = [['--listen', 'nonsense', /HOST:PORT/], ['--listen', 'otbor.example:80', /address/], ['--listen', '127.0.0.1:99999', /HOST:PORT/], ['--listen', 'unix:relative', /absolute/],
    ['--public-url', 'otbor.example', /public_url|URL|origin/i], ['--trusted-proxies', 'somewhere', /somewhere|prox/i], ['--log', 'loud', /loud/], ['--limits', 'maybe', /maybe/]];
  for (const [flag, value, words] of wrong) {
    const made = fresh();
    await refuses(['serve', '--data', made, flag, value], 2, words);
    assert.ok(!existsSync(made), `${flag} ${value}`);
  }
});

test('serve takes as many open files as it may, and says how many', async () => {
  const child = spawn('sh', ['-c', 'ulimit -Sn 256 && exec "$@"', 'sh', BIN, 'serve', '--data', fresh(), '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '', out = '';
  child.stderr.setEncoding('utf8').on('data', (s) => { log += s; });
  child.stdout.setEncoding('utf8').on('data', (s) => { out += s; });
  const ended = new Promise((done) => child.on('close', done));
  await until(() => out.includes('listening'), 'it listens');
  const [, soft, hard] = /^Max open files +(\d+) +(\d+)/m.exec(readFileSync(`/proc/${child.pid}/limits`, 'utf8'));
  assert.equal(soft, hard);
  assert.match(log, new RegExp(`event=open_files limit=${hard} was=256$`, 'm'));
  child.kill('SIGTERM');
  assert.equal(await ended, 0);
});

test('an unknown key in otbor.conf is refused with its line', async () => {
  const made = copyFolder(dir);
  writeFileSync(join(made, 'otbor.conf'), 'log = info\nlisten_on = 127.0.0.1:0\n');
  const { stderr } = await refuses(['serve', '--data', made], 2, /listen_on/);
  assert.match(stderr, /2/);
});

test('flag, environment and file name the same parameter, and win in this order', async () => {
  const made = copyFolder(dir);
  writeFileSync(join(made, 'otbor.conf'), 'listen = nonsense-of-the-file\n');
  await refuses(['serve', '--data', made], 2, /HOST:PORT/);
  const server = await serve(made, { env: { OTBOR_LISTEN: 'nonsense-of-the-environment' } });
  assert.equal((await server.stop()).code, 0);
});

test('a port in use is exit 1 and says so', async () => {
  const squatter = createServer();
  await new Promise((ok) => squatter.listen(0, '127.0.0.1', ok));
  const { port } = squatter.address();
  await refuses(['serve', '--data', fresh(), '--listen', `127.0.0.1:${port}`], 1, new RegExp(`\notbor: 127\\.0\\.0\\.1:${port} is in use by another program; stop that, or --listen on another port\n$`));
  squatter.close();
});

test('a folder that is missing or takes no file is one line: the folder, the reason, the way out', async () => {
  const line = /^(?:\S+Z .*\n)*otbor: [^\n]+\n$/; // after what the log says
  for (const args of [['check'], ['migrate'], ['user', 'list'], ['outbox'], ['backup', join(dataFolder(), 'F')]]) {
    const { stderr } = await refuses([...args, '--data', '/no/such/folder'], 1, /^otbor: the data folder \/no\/such\/folder does not exist; check --data, or let `otbor serve` make it\n$/);
    assert.match(stderr, line);
  }
  for (const args of [['serve', '--listen', '127.0.0.1:0'], ['demo']]) {
    const { stderr } = await refuses([...args, '--data', '/proc/otbor'], 1, /otbor: the folder \/proc\/otbor cannot be made: No such file or directory; choose another/);
    assert.match(stderr, line);
    const made = fresh();
    mkdirSync(join(made, 'otbor.lock'), { recursive: true }); // no file can be made there, by root neither
    const there = await refuses([...args, '--data', made], 1, /otbor: .*\/otbor\.lock cannot be opened: .+; this user must own the data folder and may write there/);
    assert.match(there.stderr, line);
  }
});

test('a folder that is served already is not served twice', async () => {
  const made = fresh();
  const server = await serve(made);
  await refuses(['serve', '--data', made, '--listen', '127.0.0.1:0'], 1, /another otbor/);
  assert.equal((await server.stop()).code, 0);
});

test('a database made by a newer program is refused, and stays as it is', async () => {
  const made = await emptyFolder();
  const [last] = await sql(made, 'SELECT * FROM schema_migration ORDER BY 1 DESC LIMIT 1');
  const count = async () => (await sql(made, 'SELECT count(*) AS n FROM schema_migration'))[0].n;
  const had = await count();
  const columns = Object.keys(last);
  const newer = { ...last, [columns[0]]: typeof last[columns[0]] === 'number' ? last[columns[0]] + 1 : '9999_later' };
  await sql(made, `INSERT INTO schema_migration (${columns}) VALUES (${Object.values(newer).map((v) => (typeof v === 'number' ? v : `'${v}'`))})`);
  await refuses(['serve', '--data', made, '--listen', '127.0.0.1:0'], 1, /newer/);
  await refuses(['migrate', '--data', made], 1, /newer/);
  assert.equal(await count(), had + 1);
});

test('a file that is no database of ours is refused', async () => {
  const made = fresh();
  mkdirSync(made, { mode: 0o700 });
  copyFileSync(join(dir, 'otbor.keys'), join(made, 'otbor.keys'));
  chmodSync(join(made, 'otbor.keys'), 0o600);
  writeFileSync(join(made, 'otbor.db'), 'this is a letter to my aunt\n'.repeat(200));
  await refuses(['serve', '--data', made, '--listen', '127.0.0.1:0'], 1, /otbor/);
});

test('a key file that others may read is refused; so is a folder without one', async () => {
  const made = copyFolder(dir);
  const keys = join(made, 'otbor.keys');
  for (const bad of [0o640, 0o604, 0o644]) {
    chmodSync(keys, bad);
    await refuses(['serve', '--data', made, '--listen', '127.0.0.1:0'], 1, /otbor\.keys/);
  }
  chmodSync(keys, 0o600);
  const elsewhere = join(made, 'moved.keys');
  copyFileSync(keys, elsewhere);
  chmodSync(elsewhere, 0o600);
  writeFileSync(keys, '');
  await refuses(['serve', '--data', made, '--listen', '127.0.0.1:0'], 1, /keys/);
  const server = await serve(made, { flags: ['--key-file', elsewhere] });
  assert.equal((await server.stop()).code, 0);
});

test('keys without a database are a loss, not a first start: serve says so and makes nothing', async () => {
  const made = fresh();
  mkdirSync(made, { mode: 0o700 });
  copyFileSync(join(dir, 'otbor.keys'), join(made, 'otbor.keys'));
  chmodSync(join(made, 'otbor.keys'), 0o600);
  await refuses(['serve', '--data', made, '--listen', '127.0.0.1:0'], 1, /has keys but no database: put otbor\.db back or restore a backup/);
  assert.ok(!existsSync(join(made, 'otbor.db')));
});

test('a demonstration fills an empty folder only, and is not served under https', async () => {
  await refuses(['demo', '--data', dir], 1, /empty|otbor/i);
  await refuses(['serve', '--data', copyFolder(dir), '--public-url', 'https://otbor.example', '--listen', '127.0.0.1:0'], 1, /demonstration/);
});

test('a folder with anything that is not ours is not filled, and stays as it was; what people put there first may stand', async () => {
  for (const command of [['serve', '--listen', '127.0.0.1:0'], ['demo']]) {
    const other = dataFolder();
    writeFileSync(join(other, 'thesis.txt'), 'three years of work');
    await refuses([...command, '--data', other], 1, /"thesis\.txt", which is not Otbor's: name an empty or a new folder with --data/);
    assert.deepEqual(readdirSync(other), ['thesis.txt']);
  }
  const prepared = dataFolder();
  nameOperator(prepared);
  mkdirSync(join(prepared, 'packs'));
  for (const name of ['otbor.conf', 'before.db', 'before.keys', 'erased.log']) writeFileSync(join(prepared, name), '');
  const server = await serve(prepared);
  assert.equal((await server.stop()).code, 0);
});

test('the demonstration keeps its promises of demo.json', () => {
  assert.deepEqual(demo.users.map((u) => u.role).sort(), ['administrator', 'recruiter']);
  assert.equal(demo.clients.length, 3);
  assert.equal(demo.vacancies.length, 3);
  assert.ok(demo.invitations.length >= 60);
  for (const link of demo.invitations) assert.match(link, /^\/l\/[\w-]{32}$/);
});

test('the tour names an invitation that nobody has used, and where each role signs in', async () => {
  const made = copyFolder(dir);
  const tour = async () => (await otbor(['demo', '--data', made, '--tour', 'http://127.0.0.1:8080'])).stdout;
  const named = (text) => /(\/l\/[\w-]{32}) {3}an unused invitation, one of (\d+)/.exec(text).slice(1);
  const first = await tour();
  const [link, left] = named(first);
  assert.equal(link, demo.invitations[0], first);
  assert.equal(Number(left), demo.invitations.length);
  for (const role of ['Recruiter', 'Administrator']) assert.match(first, new RegExp(`^${role} +http://127\\.0\\.0\\.1:8080/login$`, 'm'));
  const server = await serve(made, { flags: ['--limits', 'off'] });
  await openInvitation(server.url, link);
  assert.deepEqual(named(await tour()), [demo.invitations[1], String(demo.invitations.length - 1)], 'while serving, too');
  await server.stop();
});

test('SIGTERM answers what is under way before the process ends with 0', async (t) => {
  const made = copyFolder(dir);
  const server = await serve(made, { flags: ['--limits', 'off'] });
  const people = await Promise.all(demo.invitations.slice(10, 30).map(async (link) => {
    const visitor = new Visitor(server.url);
    return { visitor, link, csrf: Visitor.csrf(await visitor.get(link)) };
  }));
  // Another process holds the database, so that writes wait; nothing else tells "under way" for certain.
  const holder = spawn('sqlite3', [join(made, 'otbor.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
  let held = '';
  holder.stdout.setEncoding('utf8').on('data', (s) => { held += s; });
  t.after(() => holder.kill());
  holder.stdin.write('.timeout 5000\nBEGIN IMMEDIATE;\nSELECT \'held\';\n');
  await until(() => held.includes('held'), 'the database is held');
  const replies = [];
  const look = new Visitor(server.url);
  await until(async () => {
    const next = people[replies.length];
    if (next) replies.push(next.visitor.post(next.link, { csrf: next.csrf }));
    return Number(/^otbor_writer_queue (\d+)$/m.exec((await look.get('/metrics')).text)?.[1]) >= 1;
  }, 'writes wait');
  server.child.kill('SIGTERM');
  await until(() => server.log().includes('event=stopping'), 'the server stops');
  holder.stdin.end('ROLLBACK;\n');
  for (const reply of await Promise.all(replies)) assert.equal(reply.status, 303);
  assert.deepEqual(await server.ended, { code: 0, signal: null });
  await assert.rejects(fetch(server.url), 'nobody listens any more');
});

test('otbor check says in one line what it compared in a good folder, and names the score that somebody changed', async () => {
  const good = await otbor(['check', '--data', dir]);
  const [n] = await sql(dir, `SELECT (SELECT count(DISTINCT attempt_id) FROM competency_score) AS attempts, (SELECT count(*) FROM competency_score) AS scores,
    (SELECT count(*) FROM share) AS shares, (SELECT max(seq) FROM event) AS events`);
  assert.equal(good.code, 0, good.stdout + good.stderr);
  assert.match(good.stdout, new RegExp(`^no fault: ${n.attempts} attempts, ${n.scores} competency scores, [1-9]\\d* lists, ${n.shares} lists shown to clients, ${n.events} events checked\n$`));
  const made = copyFolder(dir);
  const [row] = await sql(made, 'SELECT attempt_id, competency FROM competency_score ORDER BY attempt_id, competency LIMIT 1');
  await sql(made, `UPDATE competency_score SET estimate = estimate + 1 WHERE attempt_id = ${row.attempt_id} AND competency = '${row.competency}'`);
  const bad = await otbor(['check', '--data', made]);
  assert.equal(bad.code, 1);
  assert.match(bad.stdout, new RegExp(`^.*\\b${row.attempt_id}: ${row.competency}\\b.*$`, 'm'));
});

test('otbor check names what differs in a stored standing', async () => {
  const made = copyFolder(dir);
  const [row] = await sql(made, `SELECT s.application_id AS id, a.code, s.band, s.se FROM standing s JOIN application a ON a.id = s.application_id
    WHERE s.state = 'placed' ORDER BY a.code LIMIT 1`);
  await sql(made, `UPDATE standing SET band = band + 4, se = se + 0.5 WHERE application_id = ${row.id}`);
  const check = await otbor(['check', '--data', made]);
  assert.equal(check.code, 1);
  assert.match(check.stdout, new RegExp(`^application ${row.code}: its band comes out as ${row.band}, but ${row.band + 4} is stored$`, 'm'));
  assert.match(check.stdout, new RegExp(`^application ${row.code}: its standard error comes out as ${row.se.toFixed(6)}, but ${(row.se + 0.5).toFixed(6)} is stored$`, 'm'));
  assert.doesNotMatch(check.stdout, /composite|coverage|place|order|state/);
});

test('otbor check finds an instrument’s points, an answer and an audit entry that somebody changed', async () => {
  const faults = {
    points: 'UPDATE score SET points = points + 1 WHERE rowid = (SELECT min(rowid) FROM score)',
    answer: `UPDATE answer_current SET value = CASE value WHEN '"a"' THEN '"b"' ELSE '"a"' END WHERE rowid IN
      (SELECT c.rowid FROM answer_current c JOIN attempt a ON a.id = c.attempt_id WHERE a.submitted_at IS NOT NULL AND c.value IN ('"a"', '"b"'))`,
    audit: 'UPDATE event SET payload = \'{}\', actor = actor + 1 WHERE seq = (SELECT max(seq) - 3 FROM event)',
  };
  for (const [what, fault] of Object.entries(faults)) {
    const made = copyFolder(dir);
    await sql(made, fault);
    const check = await otbor(['check', '--data', made]);
    assert.equal(check.code, 1, `${what}: ${check.stdout}${check.stderr}`);
    assert.notEqual(check.stdout.trim(), '', what);
  }
});

test('otbor check compares every column of scores, must-haves and frozen lists', async () => {
  const faults = {
    straight: ['UPDATE score SET straight_lined = 1 - straight_lined WHERE rowid = (SELECT min(rowid) FROM score)', /straight-lined/],
    version: ['UPDATE score SET scoring_version = \'0\' WHERE rowid = (SELECT min(rowid) FROM score)', /attempts scored with other content: 1,/],
    shown: ['UPDATE score SET shown = shown + 1 WHERE rowid = (SELECT min(rowid) FROM score)', /answered of \d+ shown/],
    extra: ['INSERT INTO score (attempt_id, instrument, points, points_max, answered, shown, straight_lined, scoring_version, content) SELECT attempt_id, \'XX\', 1, 1, 1, 1, 0, scoring_version, content FROM score LIMIT 1', /a score of XX is stored/],
    error: ['UPDATE competency_score SET se = se + 1 WHERE rowid = (SELECT min(rowid) FROM competency_score)', /comes out as [\d.]+ ± [\d.]+, but [\d.]+ ± [\d.]+ is stored/],
    share: ['UPDATE competency_score SET shown_share = 0.5 WHERE rowid = (SELECT min(rowid) FROM competency_score)', /share 1\.0+ was shown/],
    covariance: ['UPDATE competency_covariance SET covariance = covariance + 1 WHERE rowid = (SELECT min(rowid) FROM competency_covariance)', /the covariance of/],
    lost: ['DELETE FROM competency_covariance WHERE rowid = (SELECT min(rowid) FROM competency_covariance)', /covariances are stored/],
    gate: ['UPDATE gate_result SET proposed = CASE proposed WHEN \'passed\' THEN \'failed\' ELSE \'passed\' END WHERE rowid = (SELECT min(rowid) FROM gate_result)', /must-have \d+ comes out as/],
    nogate: ['DELETE FROM gate_result WHERE rowid = (SELECT min(rowid) FROM gate_result)', /but nothing is stored/],
    frozen: ['UPDATE share SET frozen = frozen || \' \' WHERE rowid = (SELECT min(rowid) FROM share)', /share \d+: .*hash differs/],
  };
  for (const [what, [fault, words]] of Object.entries(faults)) {
    const made = copyFolder(dir);
    await sql(made, fault);
    const check = await otbor(['check', '--data', made]);
    assert.equal(check.code, 1, `${what}: ${check.stdout}${check.stderr}`);
    assert.match(check.stdout, words, what);
  }
});

test('a backup made while serving is restored into another folder, checks clean and serves', async () => {
  const made = copyFolder(dir);
  const server = await serve(made, { flags: ['--limits', 'off'] });
  const { attempt } = await openInvitation(server.url, demo.invitations[5]);
  const file = join(dataFolder(), 'copy');
  const backup = await otbor(['backup', file, '--data', made]);
  assert.equal(backup.code, 0, backup.stderr);
  assert.deepEqual([mode(`${file}.db`), mode(`${file}.keys`)], ['600', '600']);
  assert.equal((await server.stop()).code, 0);
  const [{ n }] = await sql(join(file, '..'), 'SELECT count(*) AS n FROM person_key', { db: 'copy.db' });
  assert.equal(n, 0, 'the data go without the keys of the people');

  const target = fresh();
  mkdirSync(target, { mode: 0o700 });
  const restored = await otbor(['restore', file, '--data', target]);
  assert.equal(restored.code, 0, restored.stderr);
  copyFileSync(join(made, 'otbor.keys'), join(target, 'otbor.keys'));
  chmodSync(join(target, 'otbor.keys'), 0o600);
  const check = await otbor(['check', '--data', target]);
  assert.equal(check.code, 0, check.stdout + check.stderr);
  const second = await serve(target, { flags: ['--limits', 'off'] });
  const back = await openInvitation(second.url, demo.invitations[5]);
  assert.equal(back.attempt, attempt, 'the attempt is in the copy');
  assert.equal((await second.stop()).code, 0);
});

// What makes a folder one of an older version: its last migration undone by hand.
async function makeOlder(made) {
  await sql(made, `DROP TABLE choice_answer; DELETE FROM schema_migration WHERE number = 7`);
}

test('an older database is not served or written until otbor migrate, which makes a backup first', async () => {
  const made = copyFolder(dir);
  await makeOlder(made);
  await refuses(['serve', '--data', made, '--listen', '127.0.0.1:0'], 1, /older than this program.*otbor migrate/);
  const add = await withInput(['user', 'add', '--data', made, '--email', 'nina@agency.example', '--name', 'Нина', '--password-stdin'], `${PASSWORD}\n`);
  assert.equal(add.code, 1);
  assert.match(add.stderr, /older than this program/);
  const check = await otbor(['check', '--data', made]);
  assert.equal(check.code, 1);
  assert.match(check.stdout, /older than this program/);
  assert.equal((await otbor(['backup', join(dataFolder(), 'copy'), '--data', made])).code, 0, 'a backup is always made');
  const migrated = await otbor(['migrate', '--data', made]);
  assert.equal(migrated.code, 0, migrated.stderr);
  const [, before_] = /^(\S+\/before-update-\w+)\.db and /m.exec(migrated.stdout);
  assert.match(migrated.stdout, /^1 migrations applied$/m);
  const server = await serve(made);
  assert.equal((await server.stop()).code, 0);
  assert.equal((await otbor(['check', '--data', made])).code, 0);
  const back = fresh();
  assert.equal((await otbor(['restore', before_, '--data', back])).code, 0);
  assert.equal((await sql(back, 'SELECT count(*) AS n FROM schema_migration'))[0].n, 6, 'as it was before');
});

test('otbor migrate --without-backup writes nothing beside the database', async () => {
  const made = copyFolder(dir);
  await makeOlder(made);
  assert.equal((await otbor(['migrate', '--data', made, '--without-backup'])).code, 0);
  assert.deepEqual(readdirSync(made).filter((n) => n.startsWith('before')), []);
});

test('a damaged database is not served: check says where, restoring is the way out', async () => {
  const made = copyFolder(dir);
  const whole = readFileSync(join(made, 'otbor.db'));
  whole.fill(0x5a, 4096, 4096 * 40);
  writeFileSync(join(made, 'otbor.db'), whole);
  const refused = await otbor(['serve', '--data', made, '--listen', '127.0.0.1:0']);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /malformed|damaged/);
  assert.equal((await otbor(['check', '--data', made])).code, 1);
});

test('a backup says what it cannot do without, and a restore what it did not bring', async () => {
  const made = copyFolder(dir);
  const file = join(dataFolder(), 'copy');
  const backup = await otbor(['backup', file, '--data', made]);
  assert.match(backup.stdout, new RegExp(`the key file ${made}/otbor\\.keys is not in them: without it this backup is closed for ever`));
  assert.match(backup.stdout, new RegExp(`not in them either, copy ${made}/operator\\.json`));
  const restored = await otbor(['restore', file, '--data', fresh()]);
  assert.match(restored.stdout, /not in a backup.*otbor\.keys.*operator\.json, otbor\.conf, packs\/, erased\.log/);
});

test('the keys of another backup, or with somebody missing, restore nothing', async () => {
  const one = join(dataFolder(), 'copy'), two = join(dataFolder(), 'copy');
  for (const file of [one, two]) assert.equal((await otbor(['backup', file, '--data', dir])).code, 0);
  copyFileSync(`${two}.keys`, `${one}.keys`);
  await refuses(['restore', one, '--data', fresh()], 1, /F\.keys was not made with F\.db/);
  await sql(join(two, '..'), 'DELETE FROM person_key WHERE person_id = (SELECT max(person_id) FROM person_key)', { db: 'copy.keys' });
  await refuses(['restore', two, '--data', fresh()], 1, /F\.keys has the keys of \d+ people, but \d+ belong to this backup/);
});

test('otbor check names who lost their key, unless they were erased, and what is sealed and does not open', async () => {
  const made = copyFolder(dir);
  const [{ id }] = await sql(made, 'SELECT person_id AS id FROM candidate ORDER BY person_id LIMIT 1');
  await sql(made, `DELETE FROM person_key WHERE person_id = ${id}`);
  const lost = await otbor(['check', '--data', made]);
  assert.match(lost.stdout, new RegExp(`^person ${id} has sealed data but no key, and no erasure is on record`, 'm'));
  writeFileSync(join(made, 'erased.log'), `${id} 1790000000000 1\n`, { mode: 0o600 });
  assert.doesNotMatch((await otbor(['check', '--data', made])).stdout, new RegExp(`person ${id}`));
  const other = copyFolder(dir);
  await sql(other, 'UPDATE candidate SET name_sealed = (SELECT name_sealed FROM candidate ORDER BY person_id DESC LIMIT 1) WHERE person_id = (SELECT min(person_id) FROM candidate)');
  const changed = await otbor(['check', '--data', other]);
  assert.match(changed.stdout, new RegExp(`^what is sealed of person ${id} at place 5, row ${id} does not open$`, 'm'));
});

test('otbor check names an answer that is not what the journal has, handed in or not', async () => {
  const made = copyFolder(dir);
  const [row] = await sql(made, `SELECT c.attempt_id, c.item FROM answer_current c JOIN answer_log l ON l.attempt_id = c.attempt_id AND l.item = c.item AND l.rev = c.rev
    WHERE c.value IN ('"a"', '"b"') LIMIT 1`);
  await sql(made, `UPDATE answer_current SET value = '"c"' WHERE attempt_id = ${row.attempt_id} AND item = '${row.item}'`);
  const check = await otbor(['check', '--data', made]);
  assert.match(check.stdout, new RegExp(`^attempt ${row.attempt_id} item ${row.item}: the present answer is not what the journal has as revision \\d+$`, 'm'));
});

test('a start and a stop are logged with what an operator looks for', async () => {
  const made = copyFolder(dir);
  const server = await serve(made);
  await until(() => /event=started/.test(server.log()), 'the start is logged');
  assert.match(server.log(), new RegExp(`event=started version=\\S+ address=${server.url} data=${made} schema=7 pid=${server.pid}$`, 'm'));
  assert.equal((await server.stop()).code, 0);
  assert.match(server.log(), /event=stopped ms=\d+ cut=0$/m);
  const failed = await otbor(['serve', '--data', made, '--listen', 'unix:/proc/otbor.sock']);
  assert.match(failed.stderr, /event=start_failed/);
  assert.match(failed.stderr, /^otbor: the unix socket cannot be bound: \w+/m);
});

test('a fault in operator.json names the file', async () => {
  const made = copyFolder(dir);
  writeFileSync(join(made, 'operator.json'), '{"name": ');
  await refuses(['serve', '--data', made, '--listen', '127.0.0.1:0'], 1, /operator\.json/);
});

test('a restore never writes over a folder that has a database, and a torn backup is refused', async () => {
  const file = join(dataFolder(), 'copy');
  assert.equal((await otbor(['backup', file, '--data', dir])).code, 0);
  const before = readFileSync(join(dir, 'otbor.db'));
  await refuses(['restore', file, '--data', dir], 1, /otbor/);
  assert.ok(readFileSync(join(dir, 'otbor.db')).equals(before));
  const whole = readFileSync(`${file}.db`);
  writeFileSync(`${file}.db`, whole.subarray(0, whole.length / 2));
  const target = fresh();
  mkdirSync(target, { mode: 0o700 });
  await refuses(['restore', file, '--data', target], 1, /otbor/);
  assert.ok(!existsSync(join(target, 'otbor.db')));
});

test('a restore makes the new folder itself, and takes it back when the copy is no good', async () => {
  const file = join(dataFolder(), 'copy');
  assert.equal((await otbor(['backup', file, '--data', dir])).code, 0);
  const target = fresh();
  const restored = await otbor(['restore', file, '--data', target]);
  assert.equal(restored.code, 0, restored.stderr);
  assert.deepEqual([mode(target), mode(join(target, 'otbor.db'))], ['700', '600']);
  const nowhere = fresh();
  await refuses(['restore', `${file}-that-is-not-there`, '--data', nowhere], 1, /otbor/);
  assert.ok(!existsSync(nowhere));
  await refuses(['restore', file, '--data', join(nowhere, 'deeper')], 1, /cannot be made/);
});

test('people of the agency are added, listed, given a password and disabled while the server serves', async () => {
  const made = copyFolder(dir);
  const server = await serve(made, { flags: ['--limits', 'off'] });
  const email = 'novikova@agency.example';
  const user = (what, input, ...more) => withInput(['user', what, '--data', made, '--email', email, ...more], input);
  const added = await user('add', `${PASSWORD}\n`, '--name', 'Нина Новикова', '--role', 'recruiter', '--password-stdin');
  assert.equal(added.code, 0, added.stderr);
  const list = await otbor(['user', 'list', '--data', made]);
  assert.match(list.stdout, /^recruiter +novikova@agency\.example +Нина Новикова$/m);
  const visitor = await signIn(server.url, { email, password: PASSWORD });
  assert.equal((await visitor.get('/desk/requests')).status, 200);

  const changed = await user('password', 'другие четыре простых слова\n', '--password-stdin');
  assert.equal(changed.code, 0, changed.stderr);
  assert.deepEqual([(await visitor.get('/desk/requests')).status, (await visitor.get('/desk/requests')).location], [303, '/login?to=/desk/requests'], 'their sessions end');
  await signIn(server.url, { email, password: 'другие четыре простых слова' }, visitor);

  assert.equal((await user('disable', '')).code, 0);
  assert.equal((await visitor.get('/desk/requests')).status, 303);
  const page = await visitor.submit(await visitor.get('/login'), { pick: (f) => f.action === '/login', values: { email, password: 'другие четыре простых слова' } });
  assert.equal(page.status, 422);
  assert.match((await otbor(['user', 'list', '--data', made])).stdout, /novikova.*\(disabled\)/);
  assert.equal((await server.stop()).code, 0);
  assert.equal((await otbor(['check', '--data', made])).code, 0);
});

test('a person is not added with a weak password, a wrong address, an unknown role, or twice', async () => {
  const made = copyFolder(dir);
  const add = (email, password, ...more) => withInput(['user', 'add', '--data', made, '--email', email, '--name', 'Нина', '--password-stdin', ...more], `${password}\n`);
  const n = async () => (await sql(made, 'SELECT count(*) AS n FROM staff'))[0].n;
  for (const [email, password, ...more] of [['nina@agency.example', 'short'], ['nina@agency.example', 'aaaaaaaaaaaaaaaaaaaa'], ['nina@agency.example', 'nina@agency.example'],
    ['not an address', PASSWORD], ['nina@agency.example', PASSWORD, '--role', 'king'], ['admin@otbor.example', PASSWORD]]) {
    const result = await add(email, password, ...more);
    assert.ok([1, 2].includes(result.code), `${email} ${password}`);
    assert.notEqual(result.stderr, '');
    assert.equal(await n(), 2, `${email} ${password} ${more}`);
  }
  const nobody = await withInput(['user', 'disable', '--data', made, '--email', 'nobody@agency.example'], '');
  assert.equal(nobody.code, 1);
});

test('passwords are not taken from the command line', async () => {
  await refuses(['user', 'add', '--data', dir, '--email', 'a@b.example', '--name', 'А', '--password', PASSWORD], 2, /--password/);
});

test('the log has no token, no address and no name of anybody', async () => {
  const made = copyFolder(dir);
  const server = await serve(made, { flags: ['--limits', 'off'] });
  const link = demo.invitations[6];
  const { visitor, attempt } = await openInvitation(server.url, link);
  await visitor.get(`/t/${attempt}?secret=1`);
  const user = demo.users[0];
  const staff = await signIn(server.url, user);
  const inbox = await staff.get('/desk/requests');
  const [wrong] = forms((await staff.get('/login')).text).filter((f) => f.action === '/login');
  if (wrong) await staff.post('/login', [...wrong.fields.filter(([k]) => k === 'csrf'), ['email', 'nobody@mail.example'], ['password', 'secret password of nobody']]);
  assert.equal((await server.stop()).code, 0);
  const log = server.log();
  for (const secret of [link.slice(3), user.password, user.email, 'nobody@mail.example', 'secret password', 'secret=1', 
    ...[...visitor.cookies.values(), ...staff.cookies.values()].filter((v) => v.length > 8)]) {
    assert.ok(!log.includes(secret), `the log has ${secret}`);
  }
  assert.equal(inbox.status, 200);
  assert.match(log, /route=\/l\/\{token\}/);
});
