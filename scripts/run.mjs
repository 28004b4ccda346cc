/** Running other programs: quietly, or in our place with our terminal, signals and exit code. */
import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';

/** Progress goes to stderr, so that the output of a command stays its own. */
export function tell(text) {
  process.stderr.write(`evertill: ${text}\n`);
}

/** npm as words of a command line: the one that started us, else the one on PATH. */
export function npm(words, node = process.execPath) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('npm-cli.js')) return [node, script, ...words];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', ...words];
}

/** The given Node first on PATH, then the programs of our dependencies. */
export function environmentWith(node, root) {
  const bin = join(root, 'node_modules', '.bin');
  const path = [dirname(node), bin, process.env.PATH ?? ''].join(delimiter);
  return { ...process.env, PATH: path };
}

const running = new Set();

/** Runs to the end and keeps what it says. */
export function capture(words, options = {}) {
  return new Promise((resolve) => {
    const child = start(words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => resolve({ code: 127, signal: null, output: error.message }));
    child.on('close', (code, signal) => resolve({ code: code ?? 1, signal, output }));
  });
}

/** Runs in our place. Comes back with what it ended with. */
export function runInPlace(words, options = {}) {
  return new Promise((resolve, reject) => {
    const child = start(words, { stdio: 'inherit', ...options });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
}

/** Ends us as the other one ended, so that whoever started us sees the same. */
export function endLike({ code, signal }) {
  if (signal === null || process.platform === 'win32') process.exit(code ?? 1);
  for (const name of forwarded) process.removeListener(name, forward);
  process.kill(process.pid, signal);
  // A signal that does not end a process would leave us here.
  setTimeout(() => process.exit(1), 1_000);
}

function start([program, ...words], options) {
  const isBatch = process.platform === 'win32' && program.endsWith('.cmd');
  const child = spawn(program, words, { ...options, shell: isBatch });
  if (running.size === 0) for (const name of forwarded) process.on(name, forward);
  running.add(child);
  child.on('close', () => {
    running.delete(child);
    if (running.size === 0) for (const name of forwarded) process.removeListener(name, forward);
  });
  return child;
}

/**
 * npm runs us through a shell, and passes SIGTERM on to that shell, which dies and tells nobody. So
 * under npm, losing our parent means that we were asked to end.
 */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    for (const child of running) child.kill('SIGTERM');
  }, 250);
  timer.unref();
}

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Having a listener also keeps us alive until the child has finished what the signal began. */
function forward(signal) {
  // A terminal sends Ctrl-C to the child as well, and a second one may mean "at once".
  if (signal === 'SIGINT' && process.stdin.isTTY === true) return;
  for (const child of running) child.kill(signal);
}
