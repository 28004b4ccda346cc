/**
 * Loaded into the server before its own program, as a planted fault: the answer to a run of sales
 * is given at once, and the transaction that holds them is committed a moment later.
 */
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';

const LATE_MS = 150;

type Query = (this: pg.Pool, query: pg.QueryConfig) => Promise<pg.QueryResult>;

const patched = pg.Pool.prototype as unknown as { query: Query };
const { query: honest } = patched;

async function late(this: pg.Pool, query: pg.QueryConfig): Promise<pg.QueryResult> {
  if (!query.text.includes('orders.record_sales')) return honest.call(this, query);
  const client = await this.connect();
  try {
    await client.query('BEGIN');
    const result = await client.query(query);
    void commitLater(client);
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function commitLater(client: pg.PoolClient): Promise<void> {
  await sleep(LATE_MS);
  await client.query('COMMIT').then(
    () => client.release(),
    () => client.release(true),
  );
}

patched.query = late;
