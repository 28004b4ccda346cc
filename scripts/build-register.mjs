/**
 * Builds the till where it is not built, or was built from other sources. What was built remembers
 * them by a hash, since times say nothing after a checkout. A packaged server has only what was
 * built, and needs nothing of this.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, tell } from './run.mjs';

/** What the till is made of. */
const sources = [
  'apps/register/index.html',
  'apps/register/package.json',
  'apps/register/vite.config.ts',
  'apps/register/public',
  'apps/register/src',
  'packages/client/src',
  'packages/contract/src',
  'packages/domain/src',
  'packages/sync/src',
  'packages/devices/src',
  'package-lock.json',
];

/** Comes back when the till is built. Throws where it cannot be. */
export async function buildRegister(root) {
  const dist = join(root, 'apps', 'register', 'dist');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const stamp = join(dist, 'built-from');
  const isPackaged = !existsSync(join(root, 'apps', 'register', 'src'));
  if (isPackaged || !existsSync(vite)) return;
  const wanted = hashOf(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  tell('building the till');
  const words = [process.execPath, vite, 'build', '--logLevel', 'warn'];
  const ended = await capture(words, { cwd: join(root, 'apps', 'register') });
  if (ended.code !== 0) throw new Error(`the till could not be built:\n${ended.output}`);
  writeFileSync(stamp, wanted);
}

function hashOf(root) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesIn(join(root, source))) {
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  try {
    const names = readdirSync(path, { recursive: true, withFileTypes: true });
    return names
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
}
