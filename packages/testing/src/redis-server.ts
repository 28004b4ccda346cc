/** A real Redis in a folder of its own, for tests: killed, paused; started again it is empty. */
import { freePort } from '@evertill/postgres';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { engineProcess, untilSaid } from './engine-process.ts';
import type { EngineProcess } from './engine-process.ts';

export interface RedisServer extends EngineProcess {
  readonly url: string;
  /** How often it was asked to count an allowance. */
  readonly counted: () => Promise<number>;
  readonly remove: () => Promise<void>;
}

const START_MS_MAX = 30_000;

export interface RedisTls {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Started already; over TLS alone where that is told. `scripts/bring-redis.mjs` says which. */
export async function makeRedisServer(tls?: RedisTls): Promise<RedisServer> {
  const program = process.env['EVERTILL_TEST_REDIS'];
  if (program === undefined) throw new Error('these tests are run by `npm run test:engines`');
  const folder = await mkdtemp(path.join(tmpdir(), 'evertill-redis-'));
  const port = await freePort();
  const words = [...portWords(port, tls), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  const server = engineProcess(
    () => spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] }),
    (child) => untilSaid(child, { words: 'Ready to accept connections', msMax: START_MS_MAX }),
  );
  await server.start();
  return {
    ...server,
    url: `${tls === undefined ? 'redis' : 'rediss'}://127.0.0.1:${port}`,
    counted: async () => {
      const said = await sayTo(port, 'INFO commandstats');
      const calls = said.matchAll(/^cmdstat_evalsha:calls=(\d+)/gm);
      return [...calls].reduce((sum, [, times]) => sum + Number(times), 0);
    },
    remove: async () => {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function portWords(port: number, tls: RedisTls | undefined): readonly string[] {
  if (tls === undefined) return ['--port', `${port}`];
  const { certificateFile, keyFile } = tls;
  return [
    ...['--port', '0', '--tls-port', `${port}`, '--tls-auth-clients', 'no'],
    ...['--tls-cert-file', certificateFile, '--tls-key-file', keyFile],
    ...['--tls-ca-cert-file', certificateFile],
  ];
}

/** One command, as a person would type it; what is answered until the line is closed. */
async function sayTo(port: number, command: string): Promise<string> {
  const line = connect({ host: '127.0.0.1', port });
  line.end(`${command}\r\n`);
  let said = '';
  for await (const chunk of line) said += String(chunk);
  return said;
}
