/**
 * A file of secret keys that only its owner may read, made at the first use.
 *
 * One that cannot be read is left for a person: replacing it would lose what the keys were for.
 */
import { link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KeyShelf } from './key-shelf.ts';

/** Keys in a file. */
export function keyFile(file: string): KeyShelf {
  return {
    name: file,
    read: () => readKeys(file),
    writeOnce: (id, keys) => writeOnce(file, id, keys),
    replace: (id, keys) => replaceKeys(file, id, keys),
    mark: () => markOf(file),
  };
}

async function markOf(file: string): Promise<string> {
  try {
    const { ino, mtimeMs } = await stat(file);
    return `${ino} ${mtimeMs}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none';
    throw error;
  }
}

/** Undefined where there is no file; throws where there is one without keys. */
async function readKeys(file: string): Promise<readonly unknown[] | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const { keys } = JSON.parse(text) as { keys?: unknown };
  if (!Array.isArray(keys) || keys.length === 0) throw new Error(`no keys in ${file}`);
  return keys as readonly unknown[];
}

/** Puts other keys in the place of those that are there, whole or not at all. */
async function replaceKeys(file: string, id: string, keys: readonly unknown[]): Promise<void> {
  await rename(await writeDraft(file, id, keys), file);
  await syncFolder(dirname(file));
}

/**
 * The whole file appears at once or not at all, and an existing one is never replaced: of two
 * processes that start together both end up with the keys of the quicker one.
 */
async function writeOnce(file: string, id: string, keys: readonly unknown[]): Promise<void> {
  const draft = await writeDraft(file, id, keys);
  try {
    await link(draft, file);
    await unlink(draft);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Some file systems know no links. There, two processes that start together are on their own.
    if (code === 'EEXIST') await unlink(draft);
    else await rename(draft, file);
  }
  await syncFolder(dirname(file));
}

/** A name survives a power cut once its folder is on disk, and what is sealed needs its key. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and does not need it.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Named after the key, so that no two writers share it. */
async function writeDraft(file: string, id: string, keys: readonly unknown[]): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${id}.new`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify({ keys }, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return draft;
}
