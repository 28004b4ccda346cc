/**
 * The reference: the bare transaction, on the same PostgreSQL, asked by pgbench. A database of its
 * own, made for this run and dropped after it.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';

const schemaFile = new URL('../reference/schema.sql', import.meta.url);
const scriptFile = fileURLToPath(new URL('../reference/checkout.pgbench', import.meta.url));
const DATABASE = 'bench_reference';

export interface Reference {
  /** Checkouts a second, by the rows that are there afterwards. */
  readonly measure: (clients: number, seconds: number) => Promise<number>;
  readonly drop: () => Promise<void>;
}

/** What pgbench says of itself. Throws with words for a person when there is none. */
export async function pgbenchVersion(): Promise<string> {
  try {
    return (await promisify(execFile)('pgbench', ['--version'])).stdout.trim();
  } catch {
    throw new Error(
      'There is no pgbench in the PATH, and without it there is nothing to compare with. ' +
        'It comes with PostgreSQL: `apt install postgresql-contrib`, `brew install postgresql`.',
    );
  }
}

export async function makeReference(ownerUrl: string): Promise<Reference> {
  await withClient(ownerUrl, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${DATABASE}`);
    await client.query(`CREATE DATABASE ${DATABASE}`);
  });
  const url = new URL(ownerUrl);
  url.pathname = DATABASE;
  await withClient(url.href, async (client) => {
    await client.query(await readFile(schemaFile, 'utf8'));
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT');
  });
  return {
    measure: (clients, seconds) => measure(url, clients, seconds),
    drop: () =>
      withClient(ownerUrl, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
      }),
  };
}

async function measure(url: URL, clients: number, seconds: number): Promise<number> {
  const before = await countOrders(url);
  const words = ['-n', '-M', 'prepared', '-c', `${clients}`, '-j', '1', '-T', `${seconds}`];
  const { stdout } = await promisify(execFile)('pgbench', [...words, '-f', scriptFile, DATABASE], {
    env: {
      PATH: process.env['PATH'],
      PGHOST: url.hostname,
      PGPORT: url.port,
      PGUSER: url.username,
      PGPASSWORD: url.password,
    },
  });
  const done = Number(/transactions actually processed: (\d+)/.exec(stdout)?.[1]);
  const perSecond = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
  const rows = (await countOrders(url)) - before;
  // The keys are random: two of them may meet, once in a blue moon.
  if (!(done > 0 && rows >= done * 0.999)) {
    throw new Error(`pgbench says ${done} checkouts, and there are ${rows}`);
  }
  return perSecond * (rows / done);
}

async function countOrders(url: URL): Promise<number> {
  return withClient(url.href, async (client) => {
    const { rows } = await client.query<{ n: string }>('SELECT count(*) AS n FROM till.orders');
    return Number(rows[0]?.n);
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
