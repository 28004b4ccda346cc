/**
 * Sessions of PostgreSQL, kept and handed out. Whoever logs in may be somebody else after a while:
 * from then on each new session is the new one's, and one of an earlier log-in ends when it is
 * given back. Nobody who asks for one notices, and there are never more than there may be.
 */
import pg from 'pg';
import type { DatabaseLogin, LoginSource } from './login.ts';
import { urlFor } from './login.ts';
import { refuse } from './refusal.ts';

export interface Pool {
  /** A session, to be given back by its `release`. */
  readonly connect: () => Promise<pg.PoolClient>;
  /** One statement in a session of its own; its rows. */
  readonly query: <R extends pg.QueryResultRow>(asked: pg.QueryConfig) => Promise<R[]>;
  readonly end: () => Promise<void>;
}

export interface PoolOptions {
  /** With user and password, where there are no `logins`. */
  readonly url: string;
  readonly logins?: LoginSource | undefined;
  readonly name: string;
  readonly connectionsMax: number;
  readonly connectMsMax: number;
  readonly onIdleLost: (error: Error) => void;
}

export function openPool(options: PoolOptions): Pool {
  const { url, logins } = options;
  if (logins !== undefined) return changingPool(options, logins);
  const pool = makePool(options, { connectionString: url });
  return {
    connect: () => pool.connect(),
    query: async <R extends pg.QueryResultRow>(asked: pg.QueryConfig) =>
      (await pool.query<R>(asked)).rows,
    end: () => pool.end(),
  };
}

function makePool(options: PoolOptions, how: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    ...how,
    max: options.connectionsMax,
    connectionTimeoutMillis: options.connectMsMax,
    application_name: options.name,
  });
  pool.on('error', (error) => {
    // The pool hangs the whole session on it, with what its statements can be called off by.
    Reflect.deleteProperty(error, 'client');
    options.onIdleLost(error);
  });
  // One that is lost between two statements of a transaction tells nobody else, and an error that
  // nobody hears ends the process. The next statement fails, and that is answered.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
}

function changingPool(options: PoolOptions, logins: LoginSource): Pool {
  const loginOf = new WeakMap<pg.ClientBase, DatabaseLogin>();
  // The pool makes its clients itself, and tells each the same: who logs in is decided here.
  class Session extends pg.Client {
    constructor(told?: pg.ClientConfig) {
      const login = loginNow(logins);
      super({ ...told, connectionString: urlFor(options.url, login) });
      loginOf.set(this, login);
    }
  }
  const pool = makePool(options, { Client: Session });
  const checkOut = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect();
    const release = client.release.bind(client);
    client.release = (error) => {
      release(
        error === undefined || error === false ? loginOf.get(client) !== logins.current() : error,
      );
    };
    return client;
  };
  const connect = async (): Promise<pg.PoolClient> => {
    const login = loginNow(logins);
    try {
      return await checkOut();
    } catch (error) {
      if (!isRefusedLogin(error)) throw error;
      await logins.refused(login).catch(notLetIn);
      return checkOut().catch((again: unknown) => {
        throw isRefusedLogin(again) ? notLetIn(again) : again;
      });
    }
  };
  return {
    connect,
    query: async <R extends pg.QueryResultRow>(asked: pg.QueryConfig) => {
      const client = await connect();
      try {
        const { rows } = await client.query<R>(asked);
        client.release();
        return rows;
      } catch (error) {
        client.release(true);
        throw error;
      }
    },
    end: () => pool.end(),
  };
}

function loginNow(logins: LoginSource): DatabaseLogin {
  return logins.current() ?? notLetIn(undefined);
}

/** PostgreSQL's words for a password and a role that are none; a pooler's, which has but one. */
const refusedLogins = new Set(['28P01', '28000', '08P01']);

function isRefusedLogin(error: unknown): boolean {
  return error instanceof Error && 'code' in error && refusedLogins.has(String(error.code));
}

/** It passes: somebody is at work on another log-in. Who asked may come again. */
function notLetIn(cause: unknown): never {
  try {
    refuse('unavailable', {
      detail: 'The database does not let us in now.',
      retryAfterSeconds: 1,
    });
  } catch (refusal) {
    throw Object.assign(refusal as Error, { cause });
  }
}
