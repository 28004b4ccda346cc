/** What is on hand, reserved and available; and what was sold beyond what was there. */
import type { ShortageView, inventory } from '@evertill/contract';
import { availableMilli, decimalOfMilli } from '@evertill/domain';
import { readPage, whenGiven } from '@evertill/kernel';
import type { ListSource, Row, TenantUseCase, Transaction } from '@evertill/kernel';
import type { ReadNeeds } from './list-movements.ts';

const levelList = {
  from: 'inventory.stock_levels l',
  columns: 'l.*',
  tenantColumn: 'l.tenant_id',
  orderings: { product: { sql: 'l.product_id', type: 'uuid' } },
  tieBreak: { sql: 'l.location_id', type: 'uuid' },
  defaultOrdering: 'product',
} satisfies Omit<ListSource, 'where'>;

export function listLevels({ database }: ReadNeeds): TenantUseCase<typeof inventory.listLevels> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        whenGiven('l.product_id = ?', query.product),
        whenGiven('l.location_id = ?', query.location),
        whenGiven('(l.on_hand_milli < l.reserved_milli) = ?', query.isShort),
      ];
      const { rows, ...page } = await readPage(tx, { ...levelList, where }, query);
      const items = rows.map((row) => {
        const onHand = row['on_hand_milli'] as number;
        const reserved = row['reserved_milli'] as number;
        return {
          product: row['product_id'] as string,
          location: row['location_id'] as string,
          onHand: decimalOfMilli(onHand),
          reserved: decimalOfMilli(reserved),
          available: decimalOfMilli(availableMilli(onHand, reserved)),
        };
      });
      return { ...page, items };
    });
}

const shortageList = {
  from: `inventory.stock_levels l LEFT JOIN inventory.products p
    ON p.tenant_id = l.tenant_id AND p.product_id = l.product_id`,
  columns: 'l.*, p.name, p.sku',
  tenantColumn: 'l.tenant_id',
  orderings: { on_hand: { sql: 'l.on_hand_milli', type: 'bigint' } },
  tieBreak: { sql: 'l.pls_id', type: 'uuid' },
  defaultOrdering: 'on_hand',
} satisfies Omit<ListSource, 'where'>;

export function listShortages({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.listShortages> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        ['l.on_hand_milli < 0', undefined] as const,
        whenGiven('l.product_id = ?', query.product),
        whenGiven('l.location_id = ?', query.location),
      ];
      const { rows, ...page } = await readPage(tx, { ...shortageList, where }, query);
      const sales = await readCulprits(tx, rows);
      const items = rows.map((row) => ({
        product: row['product_id'] as string,
        productName: row['name'] as string | null,
        sku: row['sku'] as string | null,
        location: row['location_id'] as string,
        onHand: decimalOfMilli(row['on_hand_milli'] as number),
        sales: sales.get(row['pls_id'] as string) ?? [],
      }));
      return { ...page, items };
    });
}

/** The last twenty sales of each level since there was last something on hand. */
async function readCulprits(
  tx: Transaction,
  levels: readonly Row[],
): Promise<ReadonlyMap<string, ShortageView['sales']>> {
  const rows = await tx.query(
    `SELECT l.pls_id, s.* FROM inventory.stock_levels l CROSS JOIN LATERAL (
       SELECT m.source_id, m.reference, m.quantity_milli, m.new_milli, m.occurred_at
       FROM inventory.stock_movements m
       WHERE m.tenant_id = l.tenant_id AND m.product_id = l.product_id
         AND m.location_id = l.location_id AND m.type = 'SALE' AND m.new_milli < 0
         AND m.created_at >= coalesce((
           SELECT max(e.created_at) FROM inventory.stock_movements e
           WHERE e.tenant_id = l.tenant_id AND e.product_id = l.product_id
             AND e.location_id = l.location_id AND e.new_milli >= 0), '-infinity')
       ORDER BY m.created_at DESC, m.new_milli LIMIT 20
     ) s
     WHERE l.tenant_id = $1 AND l.pls_id = ANY ($2::uuid[])
     ORDER BY s.new_milli DESC`,
    [tx.tenantId, levels.map((row) => row['pls_id'])],
  );
  const sales = new Map<string, ShortageView['sales']>();
  for (const row of rows) {
    const id = row['pls_id'] as string;
    const known = sales.get(id) ?? [];
    sales.set(id, [...known, culprit(row)]);
  }
  return sales;
}

function culprit(row: Row): ShortageView['sales'][number] {
  return {
    salesHeader: row['source_id'] as string,
    referenceNumber: row['reference'] as string,
    quantity: decimalOfMilli(row['quantity_milli'] as number),
    newStock: decimalOfMilli(row['new_milli'] as number),
    occurredAt: (row['occurred_at'] as Date).toISOString(),
  };
}
