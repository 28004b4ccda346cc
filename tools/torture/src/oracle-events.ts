/** What was told, and what became of it: each fact told once, taken in once, and felt once. */
import { listeners, mayTell } from '@evertill/contract';
import type { EventType } from '@evertill/contract';
import { moduleNames } from '@evertill/kernel';
import type pg from 'pg';
import type { Truth } from './oracle.ts';
import { told } from './traffic.ts';
import type { Finding } from './traffic.ts';

export interface DeliveryVerdict {
  readonly findings: readonly Finding[];
  readonly doubled: number;
  readonly events: number;
}

type Row = Record<string, unknown>;

export async function deliveryFindings(client: pg.Client, truth: Truth): Promise<DeliveryVerdict> {
  const rowsOf = async (sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
    (await client.query<Row>(sql, [...values])).rows;
  const missing: Row[] = [];
  const repeated: Row[] = [];
  const behind: Row[] = [];
  for (const { source, consumer, types } of routes()) {
    missing.push(...(await rowsOf(notTakenIn(source, consumer), [types])));
    behind.push(...(await rowsOf(notAtTheEnd(source), [consumer])));
  }
  for (const consumer of consumers) repeated.push(...(await rowsOf(takenInTwice(consumer))));
  const registers = [...new Set(truth.made.map(({ registerId }) => registerId))];
  const moved = await rowsOf(stockPerSource, [truth.tenantId, registers]);
  const untold = await rowsOf(notToldOnce, [truth.tenantId]);
  const [count] = await rowsOf('SELECT count(*)::int AS events FROM inventory.inbox');
  const wrong = stockDifferences(truth, moved);
  return {
    doubled: repeated.length + moved.filter(({ times }) => times !== 1).length,
    events: Number(count?.['events'] ?? 0),
    findings: [
      ...told('I23', 'facts not told exactly once', untold),
      ...told('I24', 'consumers that did not reach the end', behind),
      ...told('I25', 'events that a consumer never took in', missing),
      ...told('I25', 'events that a consumer took in more than once', repeated),
      ...told('I19', 'lines whose effect on stock is not there once', wrong),
    ],
  };
}

export interface Route {
  readonly source: string;
  readonly consumer: string;
  readonly types: readonly string[];
}

/** Everybody who listens to anything. */
const consumers = [...new Set(Object.values(listeners).flat())];

export function routes(): Route[] {
  return moduleNames
    .flatMap((source) =>
      consumers.map((consumer) => ({
        source,
        consumer,
        types: Object.entries(listeners).flatMap(([type, names]) =>
          names.includes(consumer) && mayTell(source, type as EventType) ? [type] : [],
        ),
      })),
    )
    .filter(({ types }) => types.length > 0);
}

const notTakenIn = (source: string, consumer: string): string => `
  SELECT '${source}' AS source, '${consumer}' AS consumer, o.event_id, o.type
  FROM ${source}.outbox o
  WHERE o.type = ANY ($1) AND NOT EXISTS (
    SELECT FROM ${consumer}.inbox i
    WHERE i.tenant_id = o.tenant_id AND i.event_id = o.event_id)`;

const takenInTwice = (consumer: string): string => `
  SELECT '${consumer}' AS consumer, event_id, count(*)::int AS times FROM ${consumer}.inbox
  GROUP BY tenant_id, event_id HAVING count(*) > 1`;

const notAtTheEnd = (source: string): string => `
  SELECT '${source}' AS source, $1::text AS consumer, o.tenant_id, count(*)::int AS events
  FROM ${source}.outbox o LEFT JOIN ${source}.outbox_cursors c
    ON c.tenant_id = o.tenant_id AND c.consumer = $1
  WHERE c.tenant_id IS NULL OR (o.xid, o.id) > (c.xid, c.id)
  GROUP BY o.tenant_id`;

const stockPerSource = `
  SELECT source_id AS id, source_line AS line, product_id AS product, count(*)::int AS times,
         sum(quantity_milli)::bigint AS moved
  FROM inventory.stock_movements m
  WHERE tenant_id = $1 AND (source_type NOT IN ('sale', 'refund') OR NOT EXISTS (
      SELECT FROM orders.sales s WHERE s.tenant_id = $1 AND s.sale_id = m.source_id
        AND s.register_id <> ALL ($2)
      UNION ALL
      SELECT FROM orders.refunds r WHERE r.tenant_id = $1 AND r.refund_id = m.source_id
        AND r.register_id <> ALL ($2)))
    AND source_type NOT IN ('grn', 'grn_void', 'initial')
  GROUP BY source_id, source_line, product_id`;

const notToldOnce = `
  SELECT f.id, count(o.event_id)::int AS times
  FROM (
    SELECT sale_id::text AS id FROM orders.sales WHERE tenant_id = $1
    UNION ALL SELECT refund_id::text FROM orders.refunds WHERE tenant_id = $1
  ) f
  LEFT JOIN (
    SELECT event_id, coalesce(payload ->> 'refundId', payload ->> 'orderId') AS id
    FROM orders.outbox
    WHERE tenant_id = $1 AND type IN ('order.completed', 'order.refunded')
  ) o ON o.id = f.id
  GROUP BY f.id HAVING count(o.event_id) <> 1`;

/** Each line that was acknowledged against what moved; and nothing else may have moved. */
function stockDifferences({ made, acks }: Truth, moved: readonly Row[]): string[] {
  const found = new Map(moved.map((row) => [`${String(row['id'])} ${String(row['line'])}`, row]));
  const acked = new Set(acks.map(({ id }) => id));
  const differences: string[] = [];
  for (const { id, moves } of made) {
    for (const [index, { product, quantityMilli }] of moves.entries()) {
      const name = `${id} ${index + 1}`;
      const row = found.get(name);
      found.delete(name);
      if (!acked.has(id)) continue;
      const isRight =
        row?.['times'] === 1 &&
        row['product'] === product &&
        Number(row['moved']) === quantityMilli;
      if (!isRight) differences.push(name);
    }
  }
  return [...differences, ...found.keys()];
}
