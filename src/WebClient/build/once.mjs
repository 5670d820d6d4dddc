// Called by WebClient.targets when the client may be out of date. Several MSBuild processes may come at once (a solution
// build, `dotnet test` of two projects): the first one builds while the others wait and then find nothing left to do.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lock = join(root, 'node_modules.lock');
const owner = join(lock, 'pid');
const sources = ['src', 'public', 'build', 'index.html', 'package.json', 'package-lock.json', 'svelte.config.js', 'tsconfig.json', 'tsconfig.worker.json',
  'vite.config.ts', '../Api/openapi.v1.json'];

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Takes the lock, a directory since creating one is atomic everywhere; one whose owner died is taken over. */
function takeLock() {
  for (;;) {
    try {
      mkdirSync(lock);
      writeFileSync(owner, String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const age = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
    const pid = existsSync(owner) ? Number(readFileSync(owner, 'utf8')) : 0;
    if (age > 2000 && (!pid || !alive(pid))) rmSync(lock, { recursive: true, force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function changedAt(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => (name === 'schema.d.ts' ? 0 : changedAt(join(path, name)))));
}

function npm(...args) {
  const done = spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (done.status !== 0) {
    console.error(`error: "npm ${args.join(' ')}" failed in src/WebClient${done.error ? `: ${done.error.message}` : ''}`);
    process.exitCode = 1;
    return false;
  }
  return true;
}

function build() {
  const installed = changedAt(join(root, 'node_modules/.package-lock.json'));
  if (installed < changedAt(join(root, 'package-lock.json')) && !npm('ci', '--no-audit', '--no-fund')) return;
  const built = changedAt(join(root, 'dist/index.html'));
  if (built < Math.max(...sources.map((source) => changedAt(join(root, source))))) npm('run', '--silent', 'build');
}

takeLock();
try {
  build();
} finally {
  rmSync(lock, { recursive: true, force: true });
}
