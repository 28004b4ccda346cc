/** Events as orders tells them, copied from real ones into its outbox; its relay is woken. */
import type { Assembly } from '@evertill/server';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface ToldEvents {
  /** So many in one transaction; answers the last of them, once they are there. */
  readonly tell: (count: number) => Promise<ToldEvent>;
  /** Until the relay has carried everything. */
  readonly untilCarried: () => Promise<void>;
  /** Until this one had its effect. */
  readonly untilTaken: (event: ToldEvent) => Promise<void>;
  /** How many inventory took in, in this process; cheap. */
  readonly delivered: () => Promise<number>;
  readonly untilDelivered: (count: number) => Promise<void>;
  /** Events that were told, and those that had their effect, by the rows that are there. */
  readonly counts: () => Promise<{ readonly told: number; readonly taken: number }>;
  readonly close: () => Promise<void>;
}

export interface ToldEvent {
  readonly tenant_id: string;
  readonly event_id: string;
}

const LOOK_MS = 5;
/** More than this is no lag but something that is broken. */
const WAIT_MS_MAX = 120_000;

/** One connection tells, and others look. */
export async function openToldEvents(url: string, assembly: Assembly): Promise<ToldEvents> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE TEMPORARY TABLE real AS
    SELECT row_number() OVER (ORDER BY xid, id) - 1 AS n, tenant_id, type, payload, traceparent
    FROM orders.outbox WHERE type = 'order.completed' ORDER BY xid, id LIMIT 5000`);
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  const relay = assembly.relays.find(({ source }) => source === 'orders');
  let told = 0;
  const delivered = () => deliveredBy(assembly);
  const until = async (sql: string, values: readonly unknown[]): Promise<void> => {
    const begin = performance.now();
    while ((await pool.query(sql, [...values])).rowCount === 0) {
      if (performance.now() - begin > WAIT_MS_MAX) throw new Error(`never: ${sql}`);
      await sleep(LOOK_MS);
    }
  };
  return {
    tell: async (count) => {
      const { rows } = await client.query<ToldEvent>(copies, [told, count]);
      told += count;
      for (const tenantId of new Set(rows.map((row) => row.tenant_id))) relay?.wake(tenantId);
      const last = rows.at(-1);
      if (last === undefined) throw new Error('there is no event to copy');
      return last;
    },
    untilCarried: () =>
      until(
        `SELECT FROM (SELECT array_agg(tenant_id) AS ids FROM auth.tenants) t
         WHERE NOT EXISTS (SELECT FROM orders.untold_tenants(t.ids, ARRAY['kafka']))`,
        [],
      ),
    untilTaken: ({ tenant_id, event_id }) =>
      until('SELECT FROM inventory.inbox WHERE tenant_id = $1 AND event_id = $2', [
        tenant_id,
        event_id,
      ]),
    delivered,
    untilDelivered: async (count) => {
      const untilMs = performance.now() + WAIT_MS_MAX;
      while ((await delivered()) < count) {
        if (performance.now() > untilMs) throw new Error(`never ${count} events taken in`);
        await sleep(LOOK_MS);
      }
    },
    counts: async () => {
      const { rows } = await pool.query<{ told: string; taken: string }>(
        `SELECT (SELECT count(*) FROM orders.outbox WHERE type = 'order.completed') AS told,
                (SELECT count(*) FROM inventory.inbox WHERE type = 'order.completed') AS taken`,
      );
      return { told: Number(rows[0]?.told), taken: Number(rows[0]?.taken) };
    },
    close: async () => {
      await client.end();
      await pool.end();
    },
  };
}

async function deliveredBy({ metrics }: Assembly): Promise<number> {
  const { values } = await metrics.delivered.get();
  return values.find(({ labels }) => labels.consumer === 'inventory')?.value ?? 0;
}

/** Of sales that nobody made: each has an id of its own, as a sale has. */
const copies = `
  INSERT INTO orders.outbox
    (tenant_id, event_id, type, aggregate_id, payload, occurred_at, traceparent)
  SELECT tenant_id, gen_random_uuid(), type, sale::text,
         jsonb_set(payload, '{orderId}', to_jsonb(sale::text)), clock_timestamp(), traceparent
  FROM (
    SELECT r.*, gen_random_uuid() AS sale
    FROM generate_series($1::int, $1::int + $2::int - 1) AS s (n)
    JOIN real r ON r.n = s.n % (SELECT count(*) FROM real)
  ) copied
  RETURNING tenant_id, event_id`;
