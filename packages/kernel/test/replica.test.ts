/** A real streaming replica: read from while it keeps up, and not a moment longer. */
import { copyCluster, openPostgres } from '@evertill/postgres';
import type { Postgres } from '@evertill/postgres';
import { appendFile, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { makeMetrics, newId, openDatabase, realWorld } from '../src/index.ts';
import type { Database, LoginSource, Transaction, World } from '../src/index.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const LAG_MS = 5_000;
const tenantId = newId(realWorld());
let home: string;
let primary: Postgres;
let replica: Postgres;
let database: Database;
let laterMs = 0;

/** Our own, so that seconds pass when a test says so. */
const world: World = {
  ...realWorld(),
  clock: { now: () => new Date(realWorld().clock.now().getTime() + laterMs) },
};

function open(logins?: LoginSource): Database {
  return openDatabase({
    url: primary.url,
    logins,
    replica: { url: replica.url, lagMsMax: LAG_MS },
    schema: 'orders',
    connectionsMax: 2,
    keepsStatements: true,
    world,
    metrics: makeMetrics(),
    log: silent,
    onTold: () => undefined,
  });
}

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'evertill-replica-'));
  primary = await openPostgres({ home: path.join(home, 'primary'), log: silent });
  await ask(primary, 'CREATE SCHEMA orders; CREATE TABLE orders.notes (note text)');
  const place = path.join(home, 'replica', 'postgres');
  await mkdir(place, { recursive: true });
  const data = path.join(place, 'data');
  await copyCluster(primary, data);
  const { port, password } = new URL(primary.url);
  const source = `host=127.0.0.1 port=${port} user=evertill password=${password}`;
  await appendFile(path.join(data, 'postgresql.conf'), `primary_conninfo = '${source}'\n`);
  await writeFile(path.join(data, 'standby.signal'), '');
  await mkdir(path.join(data, 'pg_wal', 'archive_status'), { recursive: true });
  await copyFile(primary.runtimeFile, path.join(place, 'postgres.json'));
  replica = await openPostgres({ home: path.join(home, 'replica'), log: silent });
  database = open();
}, 120_000);
afterAll(async () => {
  await database.close();
  await replica.stop();
  await primary.stop();
  await rm(home, { recursive: true, force: true });
});
afterEach(() => {
  laterMs += LAG_MS;
});

async function ask(of: Postgres, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: of.url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

interface Seen extends Record<string, unknown> {
  readonly is_replica: boolean;
  readonly notes: number;
}

const look = async (tx: Transaction): Promise<Seen | undefined> => {
  const [row] = await tx.query<Seen>(
    'SELECT pg_is_in_recovery() AS is_replica, (SELECT count(*) FROM orders.notes) AS notes',
  );
  return row;
};
const late = (of = database) => of.read({ tenantId, mayLag: true }, look);

/** Until the replica answers, which is when it has caught up. */
async function lateUntilReplica(of = database): Promise<Seen | undefined> {
  for (let tries = 0; tries < 400; tries += 1) {
    const seen = await late(of);
    if (seen?.is_replica === true) return seen;
    await wait(25);
  }
  throw new Error('the replica never answered');
}

test('what may lag is read from the replica, everything else from the primary', async () => {
  await ask(primary, `INSERT INTO orders.notes VALUES ('one')`);
  expect(await lateUntilReplica()).toMatchObject({ is_replica: true });
  expect(await database.read({ tenantId }, look)).toEqual({ is_replica: false, notes: 1 });
});

test('a replica that does not keep up is passed over, and taken again when it has', async () => {
  await lateUntilReplica();
  await ask(replica, 'SELECT pg_wal_replay_pause()');
  await ask(primary, `INSERT INTO orders.notes VALUES ('two')`);
  // Within the lag that is allowed the older answer is right; beyond it, it would not be.
  laterMs += LAG_MS + 1;
  expect(await late()).toEqual({ is_replica: false, notes: 2 });
  await ask(replica, 'SELECT pg_wal_replay_resume()');
  expect(await lateUntilReplica()).toEqual({ is_replica: true, notes: 2 });
});

test('what is refused there is asked of the primary', async () => {
  await lateUntilReplica();
  const seen = await database.read({ tenantId, mayLag: true }, async (tx) => {
    const row = await look(tx);
    if (row?.is_replica === true) throw new Error('not found');
    return row;
  });
  expect(seen?.is_replica).toBe(false);
});

test('a log-in that the replica does not know yet is no reason for another one', async () => {
  await lateUntilReplica();
  await ask(replica, 'SELECT pg_wal_replay_pause()');
  await ask(
    primary,
    `CREATE ROLE lent LOGIN PASSWORD 'lent'; GRANT USAGE ON SCHEMA orders TO lent;
     GRANT SELECT ON orders.notes TO lent`,
  );
  let refused = 0;
  const lent = open({
    current: () => ({ user: 'lent', password: 'lent' }),
    refused: () => {
      refused += 1;
      return Promise.resolve();
    },
  });
  for (let tries = 0; tries < 3; tries += 1) {
    expect(await late(lent)).toMatchObject({ is_replica: false });
    laterMs += LAG_MS;
  }
  await ask(replica, 'SELECT pg_wal_replay_resume()');
  expect(await lateUntilReplica(lent)).toMatchObject({ is_replica: true });
  expect(refused).toBe(0);
  await lent.close();
});

test('a replica that is gone costs nobody an answer', async () => {
  await lateUntilReplica();
  await replica.stop();
  expect(await late()).toMatchObject({ is_replica: false });
});
