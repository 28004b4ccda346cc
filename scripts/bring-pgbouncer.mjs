/**
 * Brings PgBouncer as Debian packs it, with the two libraries it needs, into a folder that npm
 * throws away with its cache. Nothing is installed. It is brought aside and renamed, so that a run
 * that was killed leaves nothing that looks whole.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { capture, tell } from './run.mjs';

const PACKAGES = ['pgbouncer', 'libc-ares2', 'libevent-2.1-7'];

/** The folder that it was unpacked into. Throws, in words, where it cannot be had. */
export async function bringPgbouncer(cache) {
  const folder = join(cache, 'pgbouncer');
  if (existsSync(folder)) return folder;
  tell('fetching PgBouncer');
  const making = join(cache, `making-pgbouncer-${process.pid}`);
  mkdirSync(making, { recursive: true });
  try {
    await must(['apt-get', 'download', ...PACKAGES], making);
    for (const name of readdirSync(making).filter((file) => file.endsWith('.deb'))) {
      await must(['dpkg', '-x', name, 'unpacked'], making);
    }
    renameSync(join(making, 'unpacked'), folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}

async function must(words, cwd) {
  const ended = await capture(words, { cwd });
  if (ended.code === 0) return;
  throw new Error(`Debian or Ubuntu is needed, for PgBouncer:\n${ended.output}`);
}
