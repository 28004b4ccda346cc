/**
 * Reads that may be a few seconds old, from a streaming replica: each only after the replica has
 * shown that it holds everything that was committed so long ago. Anything else that happens there
 * (it lags, it is gone, a row is missing, a query was cancelled) sends the read to the primary.
 */
import pg from 'pg';
import type { TenantRef, Transaction } from './database.ts';
import { isUuid } from './ids.ts';
import type { LoginSource } from './login.ts';
import { openPool } from './pool.ts';
import type { Pool } from './pool.ts';
import type { World } from './surroundings.ts';

export interface Replica {
  /** Undefined where the primary has to be asked. */
  readonly read: <T>(
    tenant: TenantRef,
    work: (tx: Transaction) => Promise<T>,
  ) => Promise<{ readonly result: T } | undefined>;
  readonly close: () => Promise<void>;
}

export interface ReplicaOptions {
  readonly url: string;
  /** The same as at the primary: a replica has its roles. */
  readonly logins?: LoginSource | undefined;
  readonly schema: string;
  readonly connectionsMax: number;
  /** How old what is read may be. */
  readonly lagMsMax: number;
  readonly world: Pick<World, 'clock'>;
  readonly log: { readonly warn: (details: object, message: string) => void };
  /** One statement to the primary. */
  readonly askPrimary: (sql: string) => Promise<readonly Record<string, unknown>[]>;
}

/** A replica that failed is left alone for so long. */
const REST_MS = 1_000;
/** The primary is asked where it stands this often within the lag that is allowed. */
const POINTS_PER_LAG = 5;

/** Where the log of the primary stood at a moment. */
interface Point {
  readonly lsn: string;
  readonly atMs: number;
}

export function openReplica(options: ReplicaOptions): Replica {
  const { url, logins, schema, connectionsMax, world, log } = options;
  const pool = openPool({
    ...{ url, connectionsMax },
    logins: logins === undefined ? undefined : { ...logins, refused: isYetToCome },
    name: `evertill-${schema}-replica`,
    connectMsMax: 1_000,
    onIdleLost: () => undefined,
  });
  const nowMs = (): number => world.clock.now().getTime();
  const points = makePoints(options, nowMs);
  let restUntilMs = 0;
  return {
    read: async (tenant, work) => {
      if (nowMs() < restUntilMs) return undefined;
      try {
        const lsn = await points.oldEnough();
        return lsn === undefined ? undefined : await readAfter(pool, { lsn, tenant, work });
      } catch (error) {
        restUntilMs = nowMs() + REST_MS;
        log.warn({ err: error, schema }, 'the replica did not answer: the primary is asked');
        return undefined;
      }
    },
    close: () => pool.end(),
  };
}

/** A log-in that the primary knows may not be here yet: that is no reason to have another one. */
function isYetToCome(): Promise<void> {
  return Promise.reject(new Error('the replica does not know this log-in yet'));
}

interface Reading<T> {
  readonly lsn: string;
  readonly tenant: TenantRef;
  readonly work: (tx: Transaction) => Promise<T>;
}

async function readAfter<T>(
  pool: Pool,
  { lsn, tenant, work }: Reading<T>,
): Promise<{ readonly result: T } | undefined> {
  const { tenantId } = tenant;
  if (!isUuid(tenantId)) throw new Error('the tenant of a transaction must be a UUID');
  const client = await pool.connect();
  let isWell = false;
  try {
    const begun = await client.query<{ is_there: boolean | null }>(
      `SELECT pg_last_wal_replay_lsn() >= ${pg.escapeLiteral(lsn)}::pg_lsn AS is_there`,
    );
    if (begun.rows[0]?.is_there !== true) {
      isWell = true;
      return undefined;
    }
    await client.query(`BEGIN READ ONLY; SET LOCAL app.tenant_id = '${tenantId}'`);
    const result = await work(readingOf(client, tenantId)).catch(() => undefined);
    await client.query(result === undefined ? 'ROLLBACK' : 'COMMIT');
    isWell = true;
    return result === undefined ? undefined : { result };
  } finally {
    client.release(!isWell);
  }
}

function readingOf(client: pg.PoolClient, tenantId: string): Transaction {
  const ask: Transaction['query'] = async <R extends Record<string, unknown>>(
    sql: string,
    values: readonly unknown[] = [],
  ) => (await client.query<R>(sql, [...values])).rows;
  return {
    tenantId,
    query: ask,
    call: ask,
    tell: () => {
      throw new Error('whoever reads tells nothing');
    },
  };
}

interface Points {
  /** The oldest that is still young enough; undefined while there is none. */
  readonly oldEnough: () => Promise<string | undefined>;
}

function makePoints({ askPrimary, lagMsMax }: ReplicaOptions, nowMs: () => number): Points {
  let points: readonly Point[] = [];
  let asking: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    // The moment before the question: what was committed until then is in the answer.
    const atMs = nowMs();
    const [row] = await askPrimary('SELECT pg_current_wal_flush_lsn()::text AS lsn');
    points = [...points, { lsn: String(row?.['lsn']), atMs }];
  };
  return {
    oldEnough: async () => {
      const now = nowMs();
      points = points.filter(({ atMs }) => now - atMs <= lagMsMax);
      const newest = points.at(-1);
      if (newest === undefined || now - newest.atMs >= lagMsMax / POINTS_PER_LAG) {
        asking ??= ask().finally(() => {
          asking = undefined;
        });
        // Nobody waits for it who has one already.
        if (newest === undefined) await asking;
        else asking.catch(() => undefined);
      }
      return points[0]?.lsn;
    },
  };
}
