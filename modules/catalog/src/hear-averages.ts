/** What a piece costs on average: inventory works it out, we show it. The last one told counts. */
import type { Event } from '@evertill/contract';
import type { Transaction } from '@evertill/kernel';

export async function hearAverages(
  tx: Transaction,
  events: readonly Event<'inventory.cost_averaged'>[],
): Promise<void> {
  const last = new Map(
    events.map(({ payload }) => [payload.productId, payload.averageMilliMinor] as const),
  );
  await tx.query(
    `INSERT INTO catalog.average_costs (tenant_id, product_id, average_milli_minor)
     SELECT $1, n.product, n.average FROM unnest($2::uuid[], $3::bigint[]) AS n (product, average)
     ORDER BY n.product
     ON CONFLICT (tenant_id, product_id)
       DO UPDATE SET average_milli_minor = excluded.average_milli_minor`,
    [tx.tenantId, [...last.keys()], [...last.values()]],
  );
}
