/** A real PgBouncer for tests, with the settings that deploy/pgbouncer hands out. */
import { freePort } from '@evertill/testing';
import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const handedOut = {
  settings: new URL('../../../deploy/pgbouncer/pgbouncer.ini', import.meta.url),
  login: new URL('../../../deploy/pgbouncer/login.sql', import.meta.url),
};
const USER = 'evertill_pooler';
/** The number of `nobody`, whose it is when root starts it: it refuses root. */
const NOBODY = 65_534;
const PATIENCE_MS = 10_000;

export interface Pooler {
  /** The same database, by way of the pooler. */
  readonly through: (databaseUrl: string) => string;
  /** What processes are told, once the pooler may ask this database who comes in. */
  readonly settingsFor: (databaseUrl: string) => Promise<Readonly<Record<string, string>>>;
  /** Transactions of that database that went through it. */
  readonly carried: (databaseUrl: string) => Promise<number>;
  /** Who came to that database through it. */
  readonly users: (databaseUrl: string) => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

/** In front of the server of that URL; `scripts/bring-pgbouncer.mjs` says which program. */
export async function startPooler(postgresUrl: string): Promise<Pooler> {
  const unpacked = process.env['EVERTILL_TEST_PGBOUNCER'];
  if (unpacked === undefined) throw new Error('these tests are run by `npm run test:engines`');
  const port = await freePort();
  const password = randomBytes(16).toString('hex');
  const folder = mkdtempSync(path.join(tmpdir(), 'evertill-pooler-'));
  const file = writeSettings(folder, { port, password, postgresPort: new URL(postgresUrl).port });
  const child = launch(unpacked, file);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
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
  const through = (databaseUrl: string): string => {
    const url = new URL(databaseUrl);
    url.port = String(port);
    return url.href;
  };
  return {
    through,
    settingsFor: async (databaseUrl) => {
      await openToPooler(databaseUrl, password);
      return {
        DATABASE_URL: through(databaseUrl),
        DATABASE_DIRECT_URL: databaseUrl,
        EVERTILL_PREPARED_STATEMENTS: 'off',
      };
    },
    carried: async (databaseUrl) => {
      const rows = await shown(port, { password, databaseUrl, what: 'STATS' });
      return Number(rows[0]?.['total_xact_count'] ?? 0);
    },
    users: async (databaseUrl) => {
      const rows = await shown(port, { password, databaseUrl, what: 'POOLS' });
      return rows.map((row) => row['user'] ?? '');
    },
    stop: async () => {
      child.kill('SIGINT');
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Place {
  readonly port: number;
  readonly password: string;
  readonly postgresPort: string;
}

/** What is handed out, with the addresses of a test; answers the file. */
function writeSettings(folder: string, { port, password, postgresPort }: Place): string {
  chmodSync(folder, 0o755);
  const users = path.join(folder, 'userlist.txt');
  writeFileSync(users, `"${USER}" "${password}"\n`);
  const settings = readFileSync(handedOut.settings, 'utf8')
    // Of whatever name: each test has a database of its own.
    .replace(/^evertill = .*$/m, `* = host=127.0.0.1 port=${postgresPort}`)
    .replace(
      'listen_port = 6432',
      `listen_port = ${port}\nunix_socket_dir =\nstats_users = ${USER}`,
    )
    .replace('auth_file = userlist.txt', `auth_file = ${users}`)
    // Fewer than would do with a connection each: they have to be shared.
    .replace('default_pool_size = 10', 'default_pool_size = 2');
  const file = path.join(folder, 'pgbouncer.ini');
  writeFileSync(file, settings);
  return file;
}

function launch(unpacked: string, file: string): ChildProcess {
  const libraries = path.join(unpacked, 'usr', 'lib');
  const isRoot = process.getuid?.() === 0;
  return spawn(path.join(unpacked, 'usr', 'sbin', 'pgbouncer'), [file], {
    env: {
      ...process.env,
      LD_LIBRARY_PATH: readdirSync(libraries)
        .map((name) => path.join(libraries, name))
        .join(':'),
    },
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
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

/** What psql makes of the file that is handed out. */
async function openToPooler(databaseUrl: string, password: string): Promise<void> {
  const text = readFileSync(handedOut.login, 'utf8');
  const [, wanted = ''] = /^(SELECT[\s\S]*?) \\gexec$/m.exec(text) ?? [];
  const rest = text.slice(text.indexOf('\\gexec') + '\\gexec'.length);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, string>>(wanted);
    for (const row of rows) await client.query(Object.values(row)[0] ?? '');
    await client.query(rest.replaceAll(":'pooler_password'", pg.escapeLiteral(password)));
  } finally {
    await client.end();
  }
}

interface Showing {
  readonly password: string;
  readonly databaseUrl: string;
  readonly what: 'STATS' | 'POOLS';
}

/** What PgBouncer shows of one database. */
async function shown(
  port: number,
  { password, databaseUrl, what }: Showing,
): Promise<readonly Record<string, string>[]> {
  const console = { host: '127.0.0.1', port, database: 'pgbouncer', user: USER, password };
  const client = new pg.Client(console);
  await client.connect();
  try {
    const name = new URL(databaseUrl).pathname.slice(1);
    const { rows } = await client.query<Record<string, string>>(`SHOW ${what}`);
    return rows.filter(({ database }) => database === name);
  } finally {
    await client.end();
  }
}
