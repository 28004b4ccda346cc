/**
 * Builds the till where it is not built, or was built from other sources. What was built remembers
 * them by a hash, since times say nothing after a checkout. A packaged server has only what was
 * built, and needs nothing of this.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, tell } from './run.mjs';

/** Where what was built remembers from what. */
const STAMP = 'built-from';

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
  const app = join(root, 'apps', 'register');
  const dist = join(app, 'dist');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const isPackaged = !existsSync(join(app, 'src'));
  if (isPackaged || !existsSync(vite)) return;
  const wanted = hashOf(root);
  const isBuilt = () => {
    const stamp = join(dist, STAMP);
    return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  };
  if (isBuilt()) return;
  tell('building the till');
  // Beside the one that is there: two that build at once are in nobody's way.
  const made = join(app, `dist-${process.pid}`);
  const words = [process.execPath, vite, 'build', '--logLevel', 'warn', '--outDir', made];
  // Whoever runs tests says so in the environment, and would get a till for developers.
  const env = { ...process.env, NODE_ENV: 'production' };
  const ended = await capture(words, { cwd: app, env });
  if (ended.code === 0) {
    writeFileSync(join(made, STAMP), wanted);
    if (!isBuilt()) {
      rmSync(dist, { recursive: true, force: true });
      renameSync(made, dist);
    }
  }
  rmSync(made, { recursive: true, force: true });
  if (ended.code !== 0) throw new Error(`the till could not be built:\n${ended.output}`);
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
