/**
 * What the relay asks costs the same however much was ever told: from the first day on, when every
 * plan was made on empty tables, to the millionth event.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '../src/index.ts';
import { newUuid, openBench } from './bench.ts';
import type { Bench } from './bench.ts';

const TOLD = 5_000;

let bench: Bench;
let database: Database;
const tenantId = newUuid();
const holder = newUuid();

beforeAll(async () => {
  bench = await openBench();
  database = await bench.open('catalog');
});
afterAll(() => bench.close());

async function tell(count: number): Promise<void> {
  await database.inTransaction({ tenantId }, (tx) =>
    tx.query(
      `INSERT INTO catalog.outbox (tenant_id, event_id, type, aggregate_id, payload, occurred_at)
       SELECT $1, md5(n || $2)::uuid, 'product.created', n, '{}', $3
       FROM generate_series(1, $4::integer) n`,
      [tenantId, newUuid(), bench.world.clock.now(), count],
    ),
  );
}

/** Rows of the outbox that the question touches, by PostgreSQL's own count. */
async function rowsRead(sql: string, values: readonly unknown[]): Promise<number> {
  return database.read({ tenantId }, async (tx) => {
    const read = async (): Promise<number> => {
      const [row] = await tx.query<{ n: number }>(
        `SELECT seq_tup_read + idx_tup_fetch AS n FROM pg_stat_xact_user_tables
         WHERE schemaname = 'catalog' AND relname = 'outbox'`,
      );
      return row?.n ?? 0;
    };
    const before = await read();
    await tx.query(sql, values);
    return (await read()) - before;
  });
}

test('whether anything is untold is one look, though a cursor stands at the end', async () => {
  const untold = 'SELECT * FROM catalog.untold_tenants($1, $2)';
  const asked = [[tenantId], ['inventory', 'orders']];
  // The plans of this connection are made now, on an empty outbox.
  await rowsRead(untold, asked);
  await tell(TOLD);
  await database.call(
    `INSERT INTO catalog.outbox_cursors (tenant_id, consumer, xid, id, holder, held_until)
     SELECT t, c, o.xid, o.id, $2, '-infinity'
     FROM set_config('app.tenant_id', $1, true) AS s, CAST(s AS uuid) AS t,
          unnest(ARRAY['inventory', 'orders']) AS c,
          LATERAL (SELECT xid, id FROM catalog.outbox WHERE tenant_id = t
                   ORDER BY xid DESC, id DESC LIMIT 1) AS o`,
    [tenantId, holder],
  );
  expect(await rowsRead(untold, asked)).toBeLessThan(5);
});

test('taking the pen, reading a batch and moving on touch what they answer', async () => {
  await tell(10);
  const [held] = await database.call<{ cursor_xid: string; cursor_id: number; has_more: boolean }>(
    'SELECT * FROM catalog.hold_cursor($1, $2, $3, $4, $5)',
    [tenantId, 'inventory', holder, bench.world.clock.now(), bench.world.clock.now()],
  );
  expect(held?.has_more).toBe(true);
  const read = 'SELECT * FROM catalog.read_outbox($1, $2, $3, $4)';
  const values = [tenantId, held?.cursor_xid, held?.cursor_id, 500];
  // A transaction of another test on this server may be open still: nothing younger is read then.
  const told = await vi.waitFor(async () => {
    const rows = await database.call<{ cursor_xid: string; cursor_id: number }>(read, values);
    expect(rows).toHaveLength(10);
    return rows;
  }, 10_000);
  expect(await rowsRead(read, values)).toBeLessThan(15);
  const advance = 'SELECT * FROM catalog.advance_cursor($1, $2, $3, $4, $5, $6)';
  const last = told.at(-1);
  const now = bench.world.clock.now();
  const moved = [tenantId, 'inventory', holder, last?.cursor_xid, last?.cursor_id, now];
  expect(await database.call(advance, moved)).toEqual([{ has_more: false }]);
});
