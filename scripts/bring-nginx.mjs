/**
 * Brings nginx, for the tests of the gateway: the one of this machine, or else Debian's package,
 * unpacked into a folder that npm throws away with its cache. Nothing is installed.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture, tell } from './run.mjs';

/** The program. Throws, in words, where it cannot be had. */
export async function bringNginx(cache) {
  const here = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
    .map((folder) => join(folder, 'nginx'))
    .find((file) => existsSync(file));
  if (here !== undefined) return here;
  const folder = join(cache, 'nginx');
  const program = join(folder, 'usr', 'sbin', 'nginx');
  if (existsSync(program)) return program;
  tell('fetching nginx');
  const making = join(cache, `making-nginx-${process.pid}`);
  mkdirSync(making, { recursive: true });
  try {
    const fetched = await capture(['apt-get', 'download', 'nginx'], { cwd: making });
    const [file] = readdirSync(making).filter((name) => name.endsWith('.deb'));
    const unpacked =
      file === undefined
        ? fetched
        : await capture(['dpkg', '-x', file, 'unpacked'], { cwd: making });
    if (unpacked.code !== 0 || file === undefined) {
      throw new Error(`nginx is needed (Debian, Ubuntu: apt install nginx):\n${unpacked.output}`);
    }
    renameSync(join(making, 'unpacked'), folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return program;
}
