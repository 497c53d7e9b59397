// What the parts of the bench share: programs that are started, what they use, figures of several rounds.
import { spawn, execFile } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);
const TOOLS = 'build/bench';
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// Programs ------------------------------------------------------------------------------------------

const running = new Set();
process.on('exit', () => { for (const child of running) child.kill('SIGKILL'); });

// Start a program that says "listening http://…"; its log is thrown away, as nginx's is. { url, pid, stop() }
export function start(program, args) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  running.add(child);
  const ended = new Promise((done) => child.on('close', () => { running.delete(child); done(); }));
  return new Promise((ok, bad) => {
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (s) => {
      out += s;
      const m = /^listening (http:\/\/\S+)\n/.exec(out);
      if (m) ok({ url: m[1], pid: child.pid, stop: () => { child.kill('SIGTERM'); return ended; } });
    });
    child.on('error', bad);
    ended.then(() => bad(new Error(`${program} ${args.join(' ')} ended before it listened`)));
  });
}

// nginx with one worker on `dir`, as Debian configures it: { url, pid of the worker, stop() }
export async function startNginx(dir, port, headers) {
  const conf = join(dir, 'nginx.conf');
  writeFileSync(conf, `${process.getuid() === 0 ? 'user root;\n' : ''}daemon off; worker_processes 1; pid ${dir}/nginx.pid; error_log ${dir}/error.log;
events { worker_connections 4096; }
http {
  sendfile on; tcp_nopush on; keepalive_requests 1000; access_log /dev/null; types { text/html html; text/css css; }
  client_body_temp_path ${dir}/t1; proxy_temp_path ${dir}/t2; fastcgi_temp_path ${dir}/t3; uwsgi_temp_path ${dir}/t4; scgi_temp_path ${dir}/t5;
  server { listen 127.0.0.1:${port}; root ${dir}/www;
${headers.map(([name, value]) => `    add_header ${name} "${value.replaceAll('"', "'")}";`).join('\n')}
  }
}
`);
  const child = spawn('nginx', ['-c', conf, '-e', `${dir}/error.log`], { stdio: 'ignore' });
  running.add(child);
  const ended = new Promise((done) => child.on('close', () => { running.delete(child); done(); }));
  const url = `http://127.0.0.1:${port}`;
  for (let i = 0; ; i += 1) {
    try { await fetch(url); break; } catch { if (i > 100) throw new Error(`nginx did not start: ${readFileSync(`${dir}/error.log`, 'utf8')}`); }
    await sleep(50);
  }
  const pid = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ')[0]);
  return { url, pid, stop: () => { child.kill('SIGQUIT'); return ended; } };
}

// What a process uses -------------------------------------------------------------------------------

// CPU time of all its threads, in microseconds.
export function cpuUs(pid) {
  let ns = 0;
  for (const task of readdirSync(`/proc/${pid}/task`)) ns += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
  return ns / 1000;
}

// Memory that is really there, in bytes.
export const rss = (pid) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;

// Load ------------------------------------------------------------------------------------------------

// A file for the generator: each request after its length.
export function requestFile(path, requests) {
  writeFileSync(path, requests.map((r) => `${Buffer.byteLength(r)}\n${r}`).join(''));
  return path;
}

export const get = (url, path, headers = {}) => `GET ${path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\n${
  Object.entries(headers).map(([k, v]) => `${k}: ${v}\r\n`).join('')}\r\n`;

let sent = 1_000_000_000; // numbers in requests grow from run to run

// Run the generator against a server: { perSecond, cpu (µs of the server per reply), p50, p99 (µs), replies }
export async function load(server, file, { conns, seconds, rate = 0, status = 200 }) {
  const { hostname, port } = new URL(server.url);
  sent += 1_000_000;
  const before = cpuUs(server.pid);
  const { stdout } = await exec(`${TOOLS}/load`, [hostname, port, conns, seconds, rate, status, sent, file].map(String));
  const used = cpuUs(server.pid) - before;
  const r = JSON.parse(stdout);
  if (r.wrong > 0 || r.replies === 0) throw new Error(`${r.wrong} of ${r.replies} replies were not ${status}: ${file}`);
  return { ...r, perSecond: r.replies / r.seconds, cpu: used / r.replies };
}

// Idle connections, each after one request; let go with release().
export async function idle(server, file, conns) {
  const { hostname, port } = new URL(server.url);
  const child = spawn(`${TOOLS}/load`, [hostname, port, conns, 0, 0, 200, 1, file].map(String), { stdio: ['pipe', 'pipe', 'inherit'] });
  running.add(child);
  const ended = new Promise((done) => child.on('close', () => { running.delete(child); done(); }));
  await new Promise((ok, bad) => {
    child.stdout.on('data', (s) => { if (/ready/.test(s)) ok(); });
    ended.then(() => bad(new Error(`${conns} connections could not be opened`)));
  });
  return { release: () => { child.stdin.end(); return ended; } };
}

// A tool of ours that prints one line of JSON.
export async function tool(name, ...args) {
  const { stdout } = await exec(`${TOOLS}/${name}`, args.map(String));
  return JSON.parse(stdout);
}

// Figures ----------------------------------------------------------------------------------------------

// { median, min, max } of the rounds.
export function spread(values) {
  const v = [...values].sort((a, b) => a - b);
  const mid = v.length >> 1;
  return { median: v.length % 2 ? v[mid] : (v[mid - 1] + v[mid]) / 2, min: v[0], max: v.at(-1) };
}

const digits = (v) => (v >= 100 ? Math.round(v).toLocaleString('en-GB') : v >= 10 ? v.toFixed(1) : v.toFixed(2));
export const show = ({ median, min, max }, unit = '') => `${digits(median)} (${digits(min)}–${digits(max)})${unit}`;

// Rows as a table with aligned columns.
export function table(head, rows) {
  const all = [head, ...rows];
  const width = head.map((_, c) => Math.max(...all.map((r) => [...String(r[c] ?? '')].length)));
  const line = (r) => head.map((_, c) => String(r[c] ?? '') + ' '.repeat(width[c] - [...String(r[c] ?? '')].length)).join('  ').trimEnd();
  return [line(head), width.map((w) => '-'.repeat(w)).join('  '), ...rows.map(line)].join('\n');
}
