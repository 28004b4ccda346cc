/**
 * `npm run test:engines [-- --examples 3 --seed 1]`: what others wrote, against us. An ACME server,
 * Kafka, Redis, Vault and PgBouncer at work with us, and those who read deploy/ for a living; an
 * engine that asks all that our OpenAPI document says, as three people of a fresh installation;
 * `evertill verify`; and, on Linux as root, power cuts under load. It needs Go, Python 3, Java 17,
 * Maven and Debian's apt; what they bring stays in node_modules/.cache.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { bringDeployTools } from './bring-deploy-tools.mjs';
import { bringKafka } from './bring-kafka.mjs';
import { bringPebble } from './bring-pebble.mjs';
import { bringPgbouncer } from './bring-pgbouncer.mjs';
import { bringRedis } from './bring-redis.mjs';
import { bringVault } from './bring-vault.mjs';
import { capture, environmentWith, tell } from './run.mjs';
import { prepare, root } from './with-node.mjs';

const ENGINE = 'schemathesis==4.32.5';
const START_MS_MAX = 300_000;
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
];

const { values: options } = parseArgs({
  options: {
    examples: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
  },
});
const cache = join(root, 'node_modules', '.cache', 'evertill-engines');
const folder = join(cache, ENGINE);
let isWell = true;
await runTests();
const engine = await bringEngine();
const home = mkdtempSync(join(tmpdir(), 'evertill-engines-'));
const environment = {
  ...process.env,
  EVERTILL_HOME: home,
  PORT: '0',
  DATABASE_URL: '',
  // The engine knocks from one address, faster than any shop.
  ...Object.fromEntries(
    ['ADDRESS', 'CALLER', 'TENANT', 'READ', 'WRITE', 'SYNC', 'HEAVY'].map((policy) => [
      `EVERTILL_LIMIT_${policy}`,
      'off',
    ]),
  ),
};
const evertill = [process.execPath, join(root, 'apps', 'server', 'bin', 'evertill.mjs')];
try {
  const server = await startServer();
  try {
    const tokens = Object.entries(await logIns());
    await Promise.all(tokens.map(([role, token]) => run(role, token, server.url)));
  } finally {
    await server.stop();
  }
  const verified = await capture([...evertill, 'verify'], { env: environment });
  process.stdout.write(verified.output);
  if (verified.code !== 0) isWell = false;
} finally {
  rmSync(home, { recursive: true, force: true });
}
await runPowerCuts('power cuts', ['main.ts', '--power-cuts', '3']);
await runPowerCuts('power cuts of the till', ['till-main.ts', '--kills', '0', '--power-cuts', '3']);
process.exit(isWell ? 0 : 1);

/** The tests in folders named engines, which `npm test` leaves out since they need programs. */
async function runTests() {
  const node = await prepare();
  const env = environmentWith(node, root);
  env.PATH = [await broughtOrEnd(bringPebble), env.PATH].join(delimiter);
  env.EVERTILL_TEST_KAFKA = await broughtOrEnd(bringKafka);
  env.EVERTILL_TEST_PGBOUNCER = await broughtOrEnd(bringPgbouncer);
  env.EVERTILL_TEST_DEPLOY = JSON.stringify(await broughtOrEnd(bringDeployTools));
  env.EVERTILL_TEST_REDIS = await broughtOrEnd(bringRedis);
  env.EVERTILL_TEST_VAULT = await broughtOrEnd(bringVault);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const config = join(root, 'vitest.engines.config.ts');
  const begin = Date.now();
  const ended = await capture([node, vitest, 'run', '--config', config], {
    env,
    cwd: root,
  });
  const seconds = Math.round((Date.now() - begin) / 1000);
  const plain = stripVTControlCharacters(ended.output);
  const count = /^\s*Tests\s+(\d+) passed/m.exec(plain)?.[1] ?? 'no';
  const isRight = ended.code === 0 && count !== 'no';
  if (!isRight) {
    isWell = false;
    process.stdout.write(ended.output);
  }
  process.stdout.write(`engines: ${count} tests, ${isRight ? 'ok' : 'FAILED'} (${seconds} s)\n`);
}

/** What needs a disk of its own, and so root: said aloud where it cannot be done. */
async function runPowerCuts(name, [main, ...words]) {
  const node = await prepare();
  const env = environmentWith(node, root);
  const program = join(root, 'tools', 'torture', 'src', main);
  const begin = Date.now();
  const ended = await capture([node, program, ...words], {
    env,
    cwd: root,
  });
  const seconds = Math.round((Date.now() - begin) / 1000);
  const refused = /are refused: (.*)/.exec(ended.output)?.[1];
  if (refused !== undefined) {
    process.stdout.write(`${name}: NOT RUN HERE, ${refused}\n`);
    return;
  }
  if (ended.code !== 0) {
    isWell = false;
    process.stdout.write(ended.output);
  }
  const word = ended.code === 0 ? 'ok' : 'FAILED';
  process.stdout.write(`${name}: ${word} (${seconds} s)\n`);
}

async function broughtOrEnd(bring) {
  try {
    return await bring(cache);
  } catch (error) {
    tell(error.message);
    process.exit(1);
  }
}

/** Where the engine is: in an environment of its own, or, without python3-venv, in a folder. */
async function bringEngine() {
  const python = process.platform === 'win32' ? 'python' : 'python3';
  const bin = process.platform === 'win32' ? 'Scripts' : 'bin';
  const inVenv = { words: [join(folder, 'venv', bin, 'schemathesis')], env: process.env };
  const bare = join(folder, 'packages');
  const start = 'from schemathesis.cli import schemathesis; schemathesis()';
  const inFolder = { words: [python, '-c', start], env: { ...process.env, PYTHONPATH: bare } };
  if (existsSync(inVenv.words[0])) return inVenv;
  if (existsSync(join(bare, 'schemathesis'))) return inFolder;
  mkdirSync(folder, { recursive: true });
  tell(`installing ${ENGINE}`);
  const made = await capture([python, '-m', 'venv', join(folder, 'venv')]);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  if (made.code === 0) {
    const ended = await capture([join(folder, 'venv', bin, 'python'), ...install, ENGINE]);
    if (ended.code === 0) return inVenv;
    return giveUp(`pip could not install ${ENGINE}`, ended.output);
  }
  rmSync(join(folder, 'venv'), { recursive: true, force: true });
  const ended = await capture([python, ...install, '--target', bare, ENGINE]);
  if (ended.code === 0) return inFolder;
  return giveUp(
    'Python 3 with venv or pip is needed (Debian, Ubuntu: apt install python3-venv)',
    `${made.output}\n${ended.output}`,
  );
}

function giveUp(words, output) {
  rmSync(folder, { recursive: true, force: true });
  process.stderr.write(output);
  tell(words);
  process.exit(1);
}

/** Serves the demo shops from a fresh home. */
async function startServer() {
  const [program, ...words] = [...evertill, 'serve'];
  const child = spawn(program, words, { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const url = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      said += chunk;
      const ready = /^ready (\S+)$/m.exec(said);
      if (ready !== null) resolve(ready[1]);
    });
    ended.then(() => reject(new Error(`the server did not start: ${said}`)));
    setTimeout(() => reject(new Error('the server did not start in time')), START_MS_MAX).unref();
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { url, stop };
}

/** Before anything else is asked: the engine changes who may log in how. */
async function logIns() {
  const { url, tenants } = JSON.parse(readFileSync(join(home, 'demo.json'), 'utf8'));
  const tokens = {};
  for (const role of ['cashier', 'manager', 'owner']) {
    const response = await fetch(new URL('/api/token/', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(tenants[0][role]),
    });
    tokens[role] = (await response.json()).access;
  }
  return tokens;
}

/**
 * One worker a process: CPython before 3.12.4 counts the depth of a parsed tree for all threads
 * together (python/cpython#106905), so two of them end a run with a SystemError at times.
 */
async function run(role, token, url) {
  const words = [
    ...engine.words,
    'run',
    new URL('/openapi.json', url).href,
    ...['--header', `Authorization: Bearer ${token}`],
    ...['--checks', CHECKS.join(',')],
    ...['--max-examples', options.examples, '--seed', options.seed],
    ...['--phases', 'coverage,fuzzing', '--workers', '1', '--no-color', '--warnings', 'off'],
    ...['--generation-database', 'none', '--request-timeout', '30'],
  ];
  const begin = Date.now();
  const ended = await capture(words, { env: engine.env, cwd: home });
  const seconds = Math.round((Date.now() - begin) / 1000);
  const count = /(\d[\d,]*) generated/.exec(ended.output)?.[1] ?? 'no';
  const isRight = ended.code === 0 && count !== 'no';
  if (!isRight) {
    isWell = false;
    process.stdout.write(ended.output);
  }
  process.stdout.write(`${role}: ${count} requests, ${isRight ? 'ok' : 'FAILED'} (${seconds} s)\n`);
}
