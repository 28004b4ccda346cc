/**
 * The only way to PostgreSQL: every statement runs inside a transaction that has named its tenant,
 * or is one call of a function that names it first.
 *
 * The tenant is set by SET LOCAL, which takes no parameter: so the id is checked to be a UUID
 * before it gets there. On a distributed PostgreSQL that is the form that reaches the workers.
 */
import pg from 'pg';
import { arrayLiteral } from './array-literal.ts';
import { isUuid } from './ids.ts';
import type { LoginSource } from './login.ts';
import type { Metrics } from './metrics.ts';
import { openPool } from './pool.ts';
import type { Pool } from './pool.ts';
import { refuse } from './refusal.ts';
import { openReplica } from './replica.ts';
import type { Replica, ReplicaOptions } from './replica.ts';
import type { World } from './surroundings.ts';
import { noTraces } from './traces.ts';
import type { Traces } from './traces.ts';
import { sleep } from './surroundings.ts';
import type { Teller } from './outbox.ts';
import { writeOutbox } from './outbox.ts';

export type Row = Record<string, unknown>;

export interface Transaction {
  readonly tenantId: string;
  readonly query: <R extends Row = Row>(sql: string, values?: readonly unknown[]) => Promise<R[]>;
  /** The same for a statement whose text never varies: PostgreSQL reads it once a connection. */
  readonly call: <R extends Row = Row>(sql: string, values: readonly unknown[]) => Promise<R[]>;
  /** What is told and what is written stand or fall together. */
  readonly tell: Teller;
}

export interface TenantRef {
  readonly tenantId: string;
  readonly traceparent?: string | null;
  /** What is read for it may be a few seconds old. */
  readonly mayLag?: boolean;
}

export interface Database {
  readonly schema: string;
  /** Reads and writes of one tenant; tried again when PostgreSQL says that it lost a race. */
  readonly inTransaction: <T>(
    tenant: TenantRef,
    work: (tx: Transaction) => Promise<T>,
  ) => Promise<T>;
  /** Reads of one tenant, in a transaction that cannot write. */
  readonly read: <T>(tenant: TenantRef, work: (tx: Transaction) => Promise<T>) => Promise<T>;
  /** Something was told by a function that writes the outbox itself: the relay may go and look. */
  readonly told: (tenantId: string) => void;
  /**
   * One statement, one round trip: a function whose first argument is the tenant. Its text never
   * varies, and PostgreSQL reads it once a connection.
   */
  readonly call: <R extends Row = Row>(sql: string, values: readonly unknown[]) => Promise<R[]>;
  readonly close: () => Promise<void>;
}

// A whole number beyond 2^53 would lose its last digits in silence.
pg.types.setTypeParser(pg.types.builtins.INT8, (value) => {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new Error(`not a safe integer: ${value}`);
  return number;
});

const ATTEMPTS_MAX = 5;
/** serialization_failure, deadlock_detected, lock_not_available. */
const lostRaces = new Set(['40001', '40P01', '55P03']);
/** Connection trouble, shutdown, too many clients, out of disk, I/O error, read-only, too slow. */
const unavailableCodes =
  /^(?:08...|57P0[123]|53...|58...|25006|25P0[34]|57014|E(?:CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH))$/;

export interface DatabaseOptions {
  readonly url: string;
  /** Whoever logs in, in place of who stands in the URL. */
  readonly logins?: LoginSource | undefined;
  /** A streaming replica, for reads that may be so old. */
  readonly replica?: { readonly url: string; readonly lagMsMax: number } | undefined;
  readonly schema: string;
  readonly connectionsMax: number;
  /** Off where a pooler hands every transaction another connection, and knows no statement. */
  readonly keepsStatements: boolean;
  readonly world: World;
  readonly metrics: Metrics;
  readonly log: { readonly warn: (details: object, message: string) => void };
  /** Nobody is told how long anything took when there are none. */
  readonly traces?: Traces;
  /** Called after a commit that told something. */
  readonly onTold: (tenantId: string) => void;
}

export function openDatabase(options: DatabaseOptions): Database {
  const { schema, world, traces = noTraces } = options;
  const pool = poolOf(options);
  const run = async <T>(
    begin: string,
    tenant: TenantRef,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> => {
    const client = await connect(pool);
    try {
      const result = await inside({ client, begin, tenant, options }, work);
      client.release();
      return result;
    } catch (error) {
      // After a failed statement or a failed ROLLBACK nobody knows what the session holds.
      client.release(isConnectionTrouble(error) || isStalePlan(error));
      throw error;
    }
  };
  const replica = replicaOf(options, pool);
  return {
    schema,
    inTransaction: (tenant, work) =>
      traces.within({ name: `transaction ${schema}`, kind: 'inside' }, () =>
        withRetries(world, async () => {
          const result = await run('BEGIN', tenant, async (tx) => {
            const worked = await work(tx);
            world.reached('transaction.worked', schema);
            return worked;
          });
          world.reached('transaction.committed', schema);
          return result;
        }),
      ),
    read: (tenant, work) =>
      traces.within({ name: `read ${schema}`, kind: 'inside' }, () =>
        withRetries(world, async () => {
          const late = tenant.mayLag === true ? await replica?.read(tenant, work) : undefined;
          return late === undefined ? run('BEGIN READ ONLY', tenant, work) : late.result;
        }),
      ),
    call: callIn(pool, options),
    told: options.onTold,
    close: async () => {
      await replica?.close();
      await pool.end();
    },
  };
}

function callIn(pool: Pool, options: DatabaseOptions): Database['call'] {
  const { world, schema, traces = noTraces } = options;
  return <R extends Row>(sql: string, values: readonly unknown[]) =>
    withRetries(world, async () => {
      world.reached('call.begun', sql);
      const rows = await traces.asking(schema, sql, () =>
        pool.query<R>(kept(options, sql, values)),
      );
      world.reached('call.returned', sql);
      return rows;
    });
}

function poolOf({ url, logins, schema, connectionsMax, log }: DatabaseOptions): Pool {
  return openPool({
    ...{ url, logins, connectionsMax },
    name: `evertill-${schema}`,
    connectMsMax: 5_000,
    onIdleLost: (error) => {
      log.warn({ err: error, schema }, 'an idle database connection was lost');
    },
  });
}

function replicaOf(options: DatabaseOptions, pool: Pool): Replica | undefined {
  const { replica, logins, schema, connectionsMax, world, log } = options;
  if (replica === undefined) return undefined;
  const askPrimary: ReplicaOptions['askPrimary'] = (sql) => pool.query<Row>({ text: sql });
  return openReplica({ ...replica, logins, schema, connectionsMax, world, log, askPrimary });
}

interface Inside {
  readonly client: pg.PoolClient;
  readonly begin: string;
  readonly tenant: TenantRef;
  readonly options: DatabaseOptions;
}

async function inside<T>(
  { client, begin, tenant, options }: Inside,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  if (!isUuid(tenant.tenantId)) throw new Error('the tenant of a transaction must be a UUID');
  await client.query(`${begin}; SET LOCAL app.tenant_id = '${tenant.tenantId}'`);
  const { traces = noTraces, schema } = options;
  const told: Parameters<Teller>[0][] = [];
  try {
    const tx: Transaction = {
      tenantId: tenant.tenantId,
      query: async <R extends Row>(sql: string, values: readonly unknown[] = []) =>
        (await traces.asking(schema, sql, () => client.query<R>(sql, [...values]))).rows,
      call: async <R extends Row>(sql: string, values: readonly unknown[]) =>
        (await traces.asking(schema, sql, () => client.query<R>(kept(options, sql, values)))).rows,
      tell: (event) => {
        told.push(event);
      },
    };
    const result = await work(tx);
    if (told.length > 0) await writeOutbox(tx, { told, options, tenant });
    const { command } = await client.query('COMMIT');
    // PostgreSQL answers the COMMIT of a failed transaction with a polite ROLLBACK.
    if (command !== 'COMMIT') throw new Error('a statement failed unnoticed: nothing was kept');
    if (told.length > 0) options.onTold(tenant.tenantId);
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

const statementNames = new Map<string, string>();

/** A statement with a name is read once a connection. Only for texts that never vary. */
function kept(
  { keepsStatements }: DatabaseOptions,
  text: string,
  values: readonly unknown[],
): pg.QueryConfig {
  const written = values.map(arrayLiteral);
  if (!keepsStatements) return { text, values: written };
  let name = statementNames.get(text);
  if (name === undefined) {
    name = `kept_${statementNames.size}`;
    statementNames.set(text, name);
  }
  return { name, text, values: written };
}

async function connect(pool: Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw unavailableOr(error);
  }
}

/** Tries again what lost a race, a bounded number of times, then says that we are busy. */
async function withRetries<T>(world: World, attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!lostRaces.has(codeOf(error)) && !isStalePlan(error)) throw unavailableOr(error);
      if (tried === ATTEMPTS_MAX) refuse('unavailable', { retryAfterSeconds: 1 });
      await sleep(world.scheduler, 2 ** tried * (1 + world.randomness.bytes(1).readUInt8(0) / 64));
    }
  }
}

export function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
  return '';
}

/** A newer version changed a function under this connection: another one knows it as it is. */
function isStalePlan(error: unknown): boolean {
  return codeOf(error) === '0A000' && String(error).includes('cached plan');
}

/** The name of the constraint that a unique_violation broke, or undefined for any other error. */
export function brokenUnique(error: unknown): string | undefined {
  if (codeOf(error) !== '23505') return undefined;
  return (error as { constraint?: string }).constraint ?? '';
}

function isConnectionTrouble(error: unknown): boolean {
  return unavailableCodes.test(codeOf(error)) || isLostConnection(error);
}

/** The driver reports a connection that ended under a query as a plain Error. */
function isLostConnection(error: unknown): boolean {
  return (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(
      error.message,
    )
  );
}

/** Trouble between us and PostgreSQL is no fault of the request: it may simply come again. */
function unavailableOr(error: unknown): unknown {
  if (!isConnectionTrouble(error)) return error;
  try {
    refuse('unavailable', { detail: 'The database does not answer now.', retryAfterSeconds: 1 });
  } catch (refusal) {
    return Object.assign(refusal as Error, { cause: error });
  }
}
