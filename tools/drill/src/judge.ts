/**
 * Whether everything that was ever rung up is there once. What is right comes from the registers
 * alone; the database is asked as its owner, after the relays came to rest.
 */
import { minorOf } from '@evertill/domain';
import { withOwner } from '@evertill/rig';
import type { Operation, Shop } from '@evertill/rig';
import type pg from 'pg';

export interface Verdict {
  readonly findings: readonly string[];
  readonly booked: number;
}

type Row = Readonly<Record<string, unknown>>;

const booked = `
  SELECT 'sale' AS kind, sale_id AS id, body_hash AS hash, receipt_number AS receipt, total_minor
  FROM orders.sales WHERE tenant_id = $1
  UNION ALL
  SELECT 'refund', refund_id, body_hash, receipt_number, total_minor
  FROM orders.refunds WHERE tenant_id = $1`;

const numbered = `
  SELECT register_id, epoch, min(seq) AS first, max(seq) AS last, count(*) AS rows,
         count(DISTINCT seq) AS numbers
  FROM (
    SELECT register_id, epoch, seq FROM orders.sales WHERE tenant_id = $1
    UNION ALL SELECT register_id, epoch, seq FROM orders.refunds WHERE tenant_id = $1
    UNION ALL SELECT register_id, epoch, seq FROM orders.booked_operations WHERE tenant_id = $1
    UNION ALL SELECT register_id, epoch, seq FROM orders.unbooked_operations WHERE tenant_id = $1
  ) s GROUP BY register_id, epoch
  HAVING min(seq) <> 1 OR max(seq) <> count(*) OR count(*) <> count(DISTINCT seq)`;

const waiting = `
  SELECT operation_id, code FROM orders.unbooked_operations u
  WHERE tenant_id = $1 AND outcome <> 'DUPLICATE'
    AND orders.still_waits(tenant_id, register_id, operation_id, body_hash)`;

const moved = `
  SELECT product_id AS product, sum(quantity_milli) AS milli FROM inventory.stock_movements
  WHERE tenant_id = $1 AND source_type IN ('sale', 'refund') GROUP BY product_id`;

/** The demo shops came back; a restored home makes none beside them. */
const SHOPS = 2;

/** `made` has each operation once, whatever number it had last. */
export async function judge(
  home: string,
  shop: Shop,
  made: readonly Operation[],
): Promise<Verdict> {
  return withOwner(home, async (client) => {
    const rowsOf = (sql: string): Promise<Row[]> => ask(client, sql, shop.tenantId);
    const there = await rowsOf(booked);
    return {
      booked: there.length,
      findings: [
        ...presence(made, there),
        ...figures(shop, made, there),
        ...told('gaps or repeats in a sequence', await rowsOf(numbered)),
        ...told('operations still wait for a person', await rowsOf(waiting)),
        ...stock(made, await rowsOf(moved)),
        ...strangers(await client.query('SELECT tenant_id FROM auth.tenants')),
      ],
    };
  });
}

function strangers({ rowCount }: pg.QueryResult): string[] {
  return rowCount === SHOPS ? [] : [`there are ${rowCount} shops, and not ${SHOPS}`];
}

async function ask(client: pg.Client, sql: string, tenantId: string): Promise<Row[]> {
  return (await client.query<Row>(sql, [tenantId])).rows;
}

const SHOWN_MAX = 3;

function told(what: string, rows: readonly unknown[]): string[] {
  if (rows.length === 0) return [];
  return [`${rows.length} ${what}: ${JSON.stringify(rows.slice(0, SHOWN_MAX))}`];
}

function presence(made: readonly Operation[], there: readonly Row[]): string[] {
  const found = Map.groupBy(there, (row) => String(row['id']));
  const known = new Set(made.map(({ id }) => id));
  const lost = made.filter(({ id, bodyHash, body }) => {
    const row = found.get(id)?.[0];
    return row?.['hash'] !== bodyHash || row['receipt'] !== body['receipt_number'];
  });
  return [
    ...told(
      'are not there, or otherwise',
      lost.map(({ id, seq }) => ({ id, seq })),
    ),
    ...told(
      'are there twice',
      [...found.values()].filter((rows) => rows.length > 1),
    ),
    ...told(
      'are there and were never made',
      there.filter((row) => !known.has(String(row['id']))),
    ),
  ];
}

/** What was taken and what was given back, to the cent. */
function figures({ book }: Shop, made: readonly Operation[], there: readonly Row[]): string[] {
  return ['sale', 'refund'].flatMap((kind) => {
    const wanted = made
      .filter((one) => one.kind === kind)
      .reduce((sum, { body }) => sum + (minorOf(String(body['total']), book.currency) ?? 0), 0);
    const found = there
      .filter((row) => row['kind'] === kind)
      .reduce((sum, row) => sum + Number(row['total_minor']), 0);
    return wanted === found ? [] : [`${kind}s come to ${found}, and registers say ${wanted}`];
  });
}

function stock(made: readonly Operation[], rows: readonly Row[]): string[] {
  const wanted = new Map<string, number>();
  for (const { product, quantityMilli } of made.flatMap(({ moves }) => moves)) {
    wanted.set(product, (wanted.get(product) ?? 0) + quantityMilli);
  }
  const found = new Map(rows.map((row) => [String(row['product']), Number(row['milli'])]));
  const products = [...new Set([...wanted.keys(), ...found.keys()])];
  const wrong = products.filter((one) => (wanted.get(one) ?? 0) !== (found.get(one) ?? 0));
  return told('products of which another quantity moved', wrong);
}
