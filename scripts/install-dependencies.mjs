/**
 * Runs `npm ci` when the dependencies are missing or package-lock.json has changed since.
 *
 * A stamp in node_modules says for which lock file they were installed. It is written last, so
 * whatever kills us on the way leaves no stamp, and the next start installs again. This needs
 * Node 24, whose SQLite gives a lock that dies with its holder.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { majorToUse } from './bring-node.mjs';
import { capture, environmentWith, npm, tell } from './run.mjs';

const WAIT_STEP_MS = 200;
const OUTPUT_LINES_MAX = 40;

/** True also where there is no lock file: installed as a package, by whoever did that. */
export function areDependenciesInstalled(root) {
  const wanted = wantedStamp(root);
  return wanted === undefined || readText(stampPath(root)) === wanted;
}

export async function installDependencies(root) {
  if (areDependenciesInstalled(root)) return;
  const release = await takeTurn(root);
  try {
    if (areDependenciesInstalled(root)) return;
    if (!isInstalledByHand(root)) await install(root);
    writeFileSync(stampPath(root), wantedStamp(root));
  } finally {
    release();
  }
}

const stampPath = (root) => join(root, 'node_modules', '.evertill-stamp');

/** Native add-ons belong to one major version of Node. */
function wantedStamp(root) {
  const lock = readText(join(root, 'package-lock.json'));
  if (lock === undefined) return undefined;
  return `${createHash('sha256').update(lock).digest('hex')} node ${majorToUse()}\n`;
}

async function install(root) {
  tell('Installing the dependencies (npm ci) …');
  rmSync(stampPath(root), { force: true });
  const env = environmentWith(process.execPath, root);
  const { code, signal, output } = await capture(npm(['ci']), { cwd: root, env });
  if (code === 0) return;
  // npm explains itself first and prints its manual after.
  const words = output.split('\n').slice(0, OUTPUT_LINES_MAX).join('\n');
  throw new Error(`npm ci failed (${signal ?? code}):\n${words}`);
}

/** npm's own record, which it writes last. Whoever ran `npm ci` need not do it twice. */
function isInstalledByHand(root) {
  const record = readText(join(root, 'node_modules', '.package-lock.json'));
  if (record === undefined || existsSync(stampPath(root))) return false;
  try {
    const { packages: wanted } = JSON.parse(readText(join(root, 'package-lock.json')) ?? '');
    const { packages: found } = JSON.parse(record);
    return Object.entries(wanted).every(([path, { version, link, optional }]) => {
      if (!path.includes('node_modules/') || link === true) return true;
      return found[path] === undefined ? optional === true : found[path].version === version;
    });
  } catch {
    return false;
  }
}

async function takeTurn(root) {
  const { DatabaseSync } = await import('node:sqlite');
  mkdirSync(join(root, '.runtime'), { recursive: true });
  let hasTold = false;
  for (;;) {
    const lock = new DatabaseSync(join(root, '.runtime', 'install.lock'), { timeout: 0 });
    try {
      lock.exec('BEGIN EXCLUSIVE');
      return () => lock.close();
    } catch (error) {
      lock.close();
      if (error.errcode !== 5) throw error;
    }
    if (!hasTold) tell('Another process is installing the dependencies, waiting for it …');
    hasTold = true;
    await sleep(WAIT_STEP_MS);
  }
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
