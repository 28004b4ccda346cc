/** All SQL about what a piece costs on average. A cost is only known once goods were received. */
import type { CostedStock } from '@evertill/domain';
import type { Row, Transaction } from '@evertill/kernel';
import type { Movement } from './stock-store.ts';

interface CostRow extends Row {
  readonly product_id: string;
  readonly on_hand_milli: number;
  readonly average_milli_minor: number | null;
}

/**
 * Holds the averages and all levels of the products that are about to move, and answers how they
 * stand. Where nothing was received before, a piece costs what the catalogue says.
 */
export async function holdCosts(
  tx: Transaction,
  movements: readonly Movement[],
): Promise<Map<string, CostedStock>> {
  const rows = await tx.query<CostRow>('SELECT * FROM inventory.hold_costs($1, $2, $3)', [
    tx.tenantId,
    movements.map(({ locationId }) => locationId),
    movements.map(({ productId }) => productId),
  ]);
  return new Map(
    rows.map((row) => [
      row.product_id,
      {
        onHandMilli: row.on_hand_milli,
        averageMilliMinor: row.average_milli_minor ?? undefined,
      },
    ]),
  );
}

/** Writes averages down, by product, and tells them. The caller holds them. */
export async function keepAverages(
  tx: Transaction,
  averages: ReadonlyMap<string, number>,
): Promise<void> {
  await tx.query(
    `UPDATE inventory.average_costs c SET average_milli_minor = n.average
     FROM unnest($2::uuid[], $3::bigint[]) AS n (product, average)
     WHERE c.tenant_id = $1 AND c.product_id = n.product`,
    [tx.tenantId, [...averages.keys()], [...averages.values()]],
  );
  for (const [productId, averageMilliMinor] of averages) {
    tx.tell({
      type: 'inventory.cost_averaged',
      aggregateId: productId,
      payload: { productId, averageMilliMinor },
    });
  }
}
