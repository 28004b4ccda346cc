/** A real Redis in a folder of its own, for tests: killed, paused, emptied. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface RedisServer {
  readonly url: string;
  /** As after a crash: the same port, and nothing in it. */
  readonly start: () => Promise<void>;
  readonly kill: () => Promise<void>;
  /** It takes connections, and answers nobody. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly remove: () => Promise<void>;
}

const START_MS_MAX = 30_000;

/** Started already; `scripts/bring-redis.mjs` says which program. */
export async function makeRedisServer(): Promise<RedisServer> {
  const program = process.env['EVERTILL_TEST_REDIS'];
  if (program === undefined) throw new Error('these tests are run by `npm run test:engines`');
  const folder = await mkdtemp(path.join(tmpdir(), 'evertill-redis-'));
  const port = await freePort();
  const words = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    await untilReady(child);
  };
  const kill = async (): Promise<void> => {
    const dying = child;
    child = undefined;
    if (dying === undefined) return;
    const ended = new Promise((resolve) => dying.once('exit', resolve));
    dying.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    pause: () => child?.kill('SIGSTOP'),
    resume: () => child?.kill('SIGCONT'),
    remove: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(child: ChildProcess): Promise<void> {
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString('utf8')}`.slice(-20_000);
  });
  const until = Date.now() + START_MS_MAX;
  while (!said.includes('Ready to accept connections')) {
    if (child.exitCode !== null || Date.now() > until) {
      throw new Error(`Redis did not start:\n${said}`);
    }
    await wait(10);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
