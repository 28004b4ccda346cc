/** A real PgBouncer for tests, with the settings that deploy/pgbouncer hands out. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const handedOut = new URL('../../../deploy/pgbouncer/pgbouncer.ini', import.meta.url);
/** The number of `nobody`, whose it is when root starts it: it refuses root. */
const NOBODY = 65_534;
const PATIENCE_MS = 10_000;

export interface Pooler {
  readonly port: number;
  /** The same database, by way of the pooler. */
  readonly through: (databaseUrl: string) => string;
  readonly stop: () => Promise<void>;
}

export interface PoolerOptions {
  /** Where `scripts/bring-pgbouncer.mjs` unpacked it. */
  readonly unpacked: string;
  readonly postgresPort: string;
  readonly password: string;
  readonly port: number;
}

export async function startPooler(options: PoolerOptions): Promise<Pooler> {
  const { unpacked, port } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'evertill-pooler-'));
  chmodSync(folder, 0o755);
  const users = path.join(folder, 'userlist.txt');
  writeFileSync(users, `"evertill_pooler" "${options.password}"\n`);
  const settings = readFileSync(handedOut, 'utf8')
    // Of whatever name: each test has a database of its own.
    .replace(/^evertill = .*$/m, `* = host=127.0.0.1 port=${options.postgresPort}`)
    .replace('listen_port = 6432', `listen_port = ${port}\nunix_socket_dir =`)
    .replace('auth_file = userlist.txt', `auth_file = ${users}`)
    // Fewer than would do with a connection each: they have to be shared.
    .replace('default_pool_size = 10', 'default_pool_size = 2');
  const file = path.join(folder, 'pgbouncer.ini');
  writeFileSync(file, settings);
  const libraries = path.join(unpacked, 'usr', 'lib');
  const isRoot = process.getuid?.() === 0;
  const child = spawn(path.join(unpacked, 'usr', 'sbin', 'pgbouncer'), [file], {
    env: {
      ...process.env,
      LD_LIBRARY_PATH: readdirSync(libraries)
        .map((name) => path.join(libraries, name))
        .join(':'),
    },
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
    child.once('error', (error) => {
      said += error.message;
      resolve();
    });
  });
  await answers(
    port,
    () => child.exitCode,
    () => said,
  );
  return {
    port,
    through: (databaseUrl) => {
      const url = new URL(databaseUrl);
      url.port = String(port);
      return url.href;
    },
    stop: async () => {
      child.kill('SIGINT');
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(
  port: number,
  exitCode: () => number | null,
  said: () => string,
): Promise<void> {
  const untilMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      const tell = (is: boolean) => (): void => {
        socket.destroy();
        resolve(is);
      };
      socket.once('connect', tell(true)).once('error', tell(false));
    });
    if (isThere) return;
    if (exitCode() !== null || Date.now() > untilMs) throw new Error(`no pooler: ${said()}`);
    await wait(50);
  }
}
