/**
 * Brings Redis: the one that is installed, else, where we may, what the system's packages have. A
 * test starts it on a port of its own; whatever else runs on this machine is left alone.
 */
import { capture, tell } from './run.mjs';

/** The program. Throws, in words, where it cannot be had. */
export async function bringRedis() {
  if (await isThere()) return 'redis-server';
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    tell('installing redis-server');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await capture(['apt-get', 'update', '-qq'], { env });
    const words = ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'redis-server'];
    const ended = await capture(words, { env });
    if (ended.code === 0 && (await isThere())) return 'redis-server';
    throw new Error(`redis-server could not be installed:\n${ended.output}`);
  }
  throw new Error('Redis is needed, for tests (Debian, Ubuntu: apt install redis-server)');
}

async function isThere() {
  const ended = await capture(['redis-server', '--version']);
  return ended.code === 0;
}
