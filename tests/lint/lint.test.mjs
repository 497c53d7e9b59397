// The house rules that a machine can see (README, "The house"; each test names the rule it guards).
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n').filter(Boolean);
const source = files.filter((f) => /\.(c|h)$/.test(f) && !f.startsWith('tests/'));
const read = (f) => readFileSync(f, 'utf8');
const lines = (f) => read(f).split('\n');

// The code without comments; strings are kept.
const code = (text) => text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (c) => c.replace(/[^\n]/g, ' '));

function findings(list, explain) {
  assert.deepEqual(list, [], `${explain}\n  ${list.join('\n  ')}`);
}

// Which room a file is in, and which rooms a room may include.
const room = (f) => {
  const parts = f.split('/');
  if (/^daemon\/(main|serve|watch_\w+)\.[ch]$/.test(f)) return 'main';
  return parts.length > 2 && (parts[0] === 'daemon' || parts[0] === 'web') ? parts.slice(0, 2).join('/') : parts[0];
};
const BELOW_WEB = ['daemon/base', 'daemon/conf', 'daemon/store', 'daemon/http', 'daemon/auth', 'daemon/jobs', 'daemon/mail', 'assessments'];
const PAGE = [...BELOW_WEB, 'web/kit', 'web/flows', 'web/guard']; // a page knows no page of another audience
const MAY = {
  'daemon/base': [],
  'daemon/conf': ['daemon/base'],
  'daemon/loop': ['daemon/base'],
  'daemon/store': ['daemon/base'],
  'daemon/http': ['daemon/base', 'daemon/loop', 'daemon/store'],
  'daemon/auth': ['daemon/base', 'daemon/store', 'daemon/http'],
  'daemon/jobs': ['daemon/base', 'daemon/store'],
  'daemon/mail': ['daemon/base', 'daemon/store', 'daemon/auth'],
  'daemon/gen': ['daemon/base'],
  assessments: ['daemon/base'],
  'web/kit': BELOW_WEB,
  'web/flows': [...BELOW_WEB, 'web/kit'],
  'web/guard': [...BELOW_WEB, 'web/kit', 'web/flows'],
  'web/public': PAGE, 'web/client': PAGE, 'web/candidate': PAGE, 'web/desk': PAGE,
  web: [...PAGE, 'web/public', 'web/client', 'web/candidate', 'web/desk'], // routes, jobs, the start
  'web/demo': [...BELOW_WEB, 'web', 'web/kit', 'web/flows', 'web/commands'],
  'web/commands': [...BELOW_WEB, 'web/kit', 'web/flows', 'web/demo'],
  main: [...BELOW_WEB, 'daemon/loop', 'web', 'web/kit', 'web/commands'],
};

test('rooms include only the rooms they may', () => {
  const bad = [];
  for (const f of source) {
    for (const [, target] of code(read(f)).matchAll(/^\s*#include "([^"]+)"/gm)) {
      const from = room(f);
      const to = target.startsWith('gen/') ? null : room(target);
      if (to && to !== from && !(MAY[from] ?? []).includes(to)) bad.push(`${f} includes ${target}`);
      if (!target.includes('/')) bad.push(`${f} includes "${target}", not from the root`);
    }
  }
  findings(bad, 'see the include rules in tests/lint/lint.test.mjs (MAY):');
});

test('a template shows the views of its own pages, and parts that all share', () => {
  const bad = [];
  for (const f of files.filter((x) => /^web\/templates\/.*\.html$/.test(x))) {
    const folder = f.split('/').length > 3 ? f.split('/')[2] : 'guard'; // error.html and the like
    const own = ['parts', 'layout'].includes(folder) ? 'web/kit' : `web/${folder}`;
    for (const [, target] of read(f).split('\n')[0].matchAll(/"([^"]+)"/g))
      if (!target.startsWith('gen/') && room(target) !== own && !(MAY[own] ?? []).includes(room(target))) bad.push(`${f} shows a view of ${target}`);
    for (const [, target] of read(f).matchAll(/\{\{> *([a-z]+)[_/]/g))
      if (![folder, 'parts', 'layout'].includes(target)) bad.push(`${f} takes a part of ${target}`);
  }
  findings(bad, 'what two audiences see belongs in templates/parts and web/kit:');
});

test('a tag names one type: no two headers, no source file and a header define the same', () => {
  const homes = new Map();
  for (const f of source)
    for (const [, tag] of code(read(f)).matchAll(/^(?:struct|enum|union) (\w+) \{/gm)) homes.set(tag, [...(homes.get(tag) ?? []), f]);
  const bad = [...homes].filter(([, where]) => where.length > 1 && where.some((f) => f.endsWith('.h'))).map(([tag, where]) => `${tag}: ${where.join(', ')}`);
  findings(bad, 'whoever includes both cannot build, and who reads cannot know which; name them apart:');
});

test('the domain stands on arena, buf, err, check, text and json alone', () => {
  const bad = [];
  for (const f of source.filter((s) => s.startsWith('assessments/')))
    for (const [, target] of code(read(f)).matchAll(/^\s*#include "(daemon\/[^"]+)"/gm))
      if (!/^daemon\/base\/(arena|buf|err|check|text|json)\.h$/.test(target)) bad.push(`${f} includes ${target}`);
  findings(bad, 'assessments/ is pure: no clock, no log, no secrets:');
});

test('answer keys are out of reach of pages for candidates, clients and the public', () => {
  const bad = source.filter((f) => /^web\/(candidate|client|public)\//.test(f) && /#include "assessments\/key\.h"/.test(read(f)));
  findings(bad, 'these files include assessments/key.h:');
});

test('each third-party header has one home', () => {
  const HOMES = {
    'sqlite3.h': /^daemon\/(store|gen)\//, 'event2/': /^daemon\/(http|loop)\//, 'sodium.h': /^daemon\/(base|auth|http|gen)\//,
    'cJSON.h': /^daemon\/(base|gen)\//, 'utf8proc.h': /^daemon\/base\//, 'idn2.h': /^daemon\/base\//,
    'curl/': /^daemon\/mail\//, 'ini.h': /^daemon\/conf\//,
  };
  const bad = [];
  for (const f of source)
    for (const [, header] of code(read(f)).matchAll(/^\s*#include <([^>]+)>/gm))
      for (const [name, home] of Object.entries(HOMES))
        if (header.startsWith(name) || header.endsWith('/' + name))
          if (!home.test(f)) bad.push(`${f} includes <${header}>`);
  findings(bad, 'a library is used behind the room that owns it:');
});

test('banned calls', () => {
  const BANNED = /\b(strcpy|strcat|sprintf|vsprintf|gets|atoi|atol|atof|strtok|localtime|gmtime|ctime|asctime|system|popen|rand|srand|alloca|mktemp)\s*\(/;
  const bad = [];
  for (const f of source)
    code(read(f)).split('\n').forEach((line, i) => {
      const m = BANNED.exec(line.replace(/"(\\.|[^"\\])*"/g, '""'));
      if (m) bad.push(`${f}:${i + 1}: ${m[1]}`);
      if (!f.startsWith('daemon/base/') && /(^|[^_\w>.])(malloc|calloc|realloc|free|strdup|strndup|asprintf)\s*\(/.test(line))
        bad.push(`${f}:${i + 1}: heap memory outside daemon/base (use an arena, a buf, or check_alloc)`);
    });
  findings(bad, 'these calls have safer sisters:');
});

test('files have one idea: at most 600 lines, functions at most 60', () => {
  const bad = [];
  for (const f of source) {
    const all = lines(f);
    if (all.length > 601) bad.push(`${f}: ${all.length} lines`);
    if (!f.endsWith('.c')) continue;
    let start = -1;
    all.forEach((line, i) => {
      if (start < 0 && /^[a-z_].*\)\s*\{$|^[^\s#/}].*\)\s*\{$/i.test(line) || (start < 0 && /^\s+.*\)\s*\{$/.test(line) && /^[a-z_]/i.test(all[i - 1] ?? '') && !/[;{}]\s*$/.test(all[i - 1]))) start = i;
      if (line === '}' && start >= 0) {
        const above = all.slice(Math.max(0, start - 12), start).join('\n');
        if (i - start > 60 && !/Long because/.test(above)) bad.push(`${f}:${start + 1}: a function of ${i - start} lines`);
        start = -1;
      }
    });
  }
  findings(bad, 'split them, or say "Long because …" above the function:');
});

test('every function of a header is documented there', () => {
  const bad = [];
  for (const f of source.filter((s) => s.endsWith('.h'))) {
    const all = lines(f);
    all.forEach((line, i) => {
      if (!/^[a-z_][\w\s*]*\b\w+\([^;]*$|^[a-z_][\w\s*]*\b\w+\(.*\).*;$/.test(line) || /^(typedef|return|static inline|#)/.test(line) || line.includes('=')) return;
      let k = i - 1; // up over the other prototypes that share the comment
      while (k >= 0 && all[k].trim() !== '' && !all[k].includes('*/')) k -= 1;
      if (k < 0 || !all[k].includes('*/')) bad.push(`${f}:${i + 1}: ${line.trim()}`);
    });
  }
  findings(bad, 'say what it does, shapes, units, ownership, errors:');
});

// Public functions that only tests call, and why they stay.
const NO_CALLER_YET = {
  rank_stability: 'the desk shows it next', rank_mosier: 'the desk shows it next', score_ordering: 'a rule of scoring, for items to come',
  person_key_remove: 'erasure', backup_note_erased: 'erasure', checkpoint_request_truncate: 'erasure', db_truncate_wal: 'erasure',
  session_list: 'the page of one’s sessions', session_end_one: 'the page of one’s sessions', staff_set_role: 'the page of staff',
  event_head: 'the head of the chain, to be kept elsewhere', reply_download: 'documents', arena_peak: 'the request log',
  db_fail_commit: 'tests inject failures', writer_set_batch_ms: 'tests slow the writer', server_stop_now: 'tests cut connections',
  frozen_find: 'tests look into a frozen list', app_content: 'the version of a pack’s content that results name',
};

test('a public function has a caller in the product', () => {
  const users = files.filter((f) => /\.(c|h)$|^web\/templates\/.*\.html$/.test(f) && !f.startsWith('tests/'));
  const uses = new Map();
  const add = (name, n) => uses.set(name, (uses.get(name) ?? 0) + n);
  for (const f of users) {
    const text = code(read(f));
    for (const [word] of text.matchAll(/\b[a-z]\w+\b/g)) add(word, 1);
    for (const [, name] of text.matchAll(/^[a-z][\w \n*]*?\b(\w+)\([^;{}]*\)[\w\s()]*[;{]/gm)) add(name, -1); // prototypes and definitions
  }
  const bad = [];
  // The callers of stmt.h are generated (daemon/gen/sql_emit.c).
  for (const f of source.filter((s) => s.endsWith('.h') && s !== 'daemon/store/stmt.h'))
    for (const [, name] of code(read(f)).matchAll(/^[a-z][\w \n*]*?\b(\w+)\([^;{}]*\)[\w\s()]*;/gm))
      if (uses.get(name) <= 0 && !(name in NO_CALLER_YET)) bad.push(`${f}: ${name}`);
  findings(bad, 'nothing but a test calls these; call them, or leave them out:');
  findings(Object.keys(NO_CALLER_YET).filter((name) => !uses.has(name)), 'these are gone; take them off NO_CALLER_YET:');
});

test('every word a person reads lives in the locales', () => {
  const bad = [];
  for (const f of source)
    code(read(f)).split('\n').forEach((line, i) => {
      if (/"[^"]*[А-Яа-яЁё]{2}[^"]*"/.test(line) && !/LANG_NAME|lint: not a message/.test(lines(f)[i])) bad.push(`${f}:${i + 1}: ${line.trim()}`);
    });
  findings(bad, 'Russian in code belongs in web/locales or in a pack:');
});

// Every text of a value of JSON: [text, language], the language from the folder or from the nearest key "ru" or "en".
function* texts(value, lang) {
  if (typeof value === 'string') { if (lang) yield [value, lang]; return; }
  if (value === null || typeof value !== 'object') return;
  for (const [key, inside] of Object.entries(value)) yield* texts(inside, key === 'ru' || key === 'en' ? key : lang);
}

// What a typist leaves behind: straight marks in both languages, in Russian also a hyphen in place of a dash
// and the quotation marks of English outside quotations from it.
const UNTYPESET = { en: /["']/, ru: /["'“”]|(^|[\s\u00a0])-[\s\u00a0]|[\s\u00a0]-($|[\s\u00a0])/ };

test('texts have the marks of their language: no straight quotes or apostrophes, no hyphen for a dash', () => {
  const bad = [];
  let seen = 0;
  for (const f of files.filter((x) => /^(web\/(locales|texts)|assessments\/packs\/(?!schemas))\/.*\.json$/.test(x)))
    for (const [text, lang] of texts(JSON.parse(read(f)), /\/locales\/(ru|en)\//.exec(f)?.[1])) {
      seen += 1;
      if (UNTYPESET[lang].test(text)) bad.push(`${f}: ${text.slice(0, 100)}`);
    }
  assert.ok(seen > 2000, `${seen} texts were looked at`);
  findings(bad, 'English: ’ and “ ”; Russian: « », — or –:');
});

test('the rule on marks finds what it should', () => {
  for (const [lang, text] of [['en', "the client's word"], ['en', 'say "no"'], ['ru', 'слово - дело'], ['ru', '"слово"'], ['ru', '- слово'], ['ru', 'слово\u00a0- дело']]) assert.match(text, UNTYPESET[lang]);
  for (const [lang, text] of [['en', 'the client’s “no”'], ['ru', 'кое-что — «дело»'], ['ru', '90–120 тысяч']]) assert.doesNotMatch(text, UNTYPESET[lang]);
});

test('a document that is cited is in the repository', () => {
  const names = new Set(files.flatMap((f) => f.split('/').map((_, i, parts) => parts.slice(i).join('/'))));
  const frozen = new Set([...names].map((n) => n.toLowerCase())); // for migrations, whose text is never edited
  const bad = [];
  for (const f of files.filter((x) => /\.(c|h|js|mjs|css|html|sql|sh|cmake|md|json|txt)$|^script\//.test(x) && !/vendor|package-lock/.test(x)))
    lines(f).forEach((line, i) => {
      for (const [, path] of line.matchAll(/([\w./-]*\b[\w-]+\.md)\b/g)) if (!(f.endsWith('.sql') ? frozen.has(path.toLowerCase()) : names.has(path))) bad.push(`${f}:${i + 1}: ${path}`);
    });
  findings(bad, 'say the rule at the place, or cite a document that a clone has:');
});

test('states are compared as enums: their words live in web/kit/states.c, language tags in lang_of_tag', () => {
  const bad = [];
  for (const f of source.filter((s) => !/^(web\/kit\/states|daemon\/base\/text)\.c$|^daemon\/gen\//.test(s)))
    code(read(f)).split('\n').forEach((line, i) => {
      if (/strcmp\([^"]*\b\w*(state|outcome|verdict|proposed|standing|action|purpose|source|trainable|start_when|lang|tag)\b[^"]*, ?("|lang_tag\(LANG)/.test(line) || /strcmp\([^"]*, ?"(ru|en)"\)/.test(line))
        bad.push(`${f}:${i + 1}: ${line.trim()}`);
    });
  findings(bad, 'call x_of_word() and compare what it returns:');
});

test('what the maps name exists: files and folders in READMEs, addresses in the table of web/README.md', () => {
  const bad = [];
  const folders = new Set(files.flatMap((f) => f.split('/').slice(0, -1).map((_, i, parts) => parts.slice(0, i + 1).join('/'))));
  for (const f of ['README.md', 'web/README.md', 'assessments/README.md', 'daemon/README.md', 'tests/README.md']) {
    const here = f.includes('/') ? `${f.split('/')[0]}/` : '';
    for (const [, name] of read(f).matchAll(/`((?:\w[\w-]*\/)*(?:[\w-]+\.(?:c|h|mjs|js|css|sql|html)|[\w-]+\/))`/g)) {
      const known = [name, here + name, `${here}assets/${name}`, `${here}desk/${name}`, `assessments/${name}`, `tests/support/${name}`];
      const there = known.some((p) => name.endsWith('/') ? folders.has(p.slice(0, -1)) : files.includes(p));
      if (!there && !name.startsWith('gen/') && !(name === 'routes.h')) bad.push(`${f}: ${name}`);
    }
  }
  const entries = new Set(source.filter((s) => /routes\.h$|system\.h$/.test(s)).flatMap((s) => [...read(s).matchAll(/"(\/[\w/{}.-]*)"/g)].map((m) => m[1])));
  for (const row of lines('web/README.md').filter((l) => /^\| `\//.test(l)))
    for (const [, path] of row.split('|')[1].matchAll(/`(\/[^`]*)`/g)) if (![...entries].some((e) => e === path || e.startsWith(`${path}/`))) bad.push(`web/README.md: no entry ${path}`);
  findings(bad, 'a map that leads nowhere is worse than none:');
});

test('nothing was left for later', () => {
  const bad = [];
  for (const f of files.filter((x) => /\.(c|h|js|mjs|css|html|sql|sh|cmake)$|^script\//.test(x) && x !== 'tests/lint/lint.test.mjs' && !x.includes('/vendor/')))
    lines(f).forEach((line, i) => { if (/\b(TODO|FIXME|XXX|HACK)\b/.test(line)) bad.push(`${f}:${i + 1}: ${line.trim()}`); });
  findings(bad, 'finish it or leave it out:');
});

test('the lock file names no registry', () => {
  assert.doesNotMatch(read('package-lock.json'), /"resolved"/);
});
