/** Our own copy of the products: their names, what they cost, and what their owner wants. */
import type { Event, EventPayload } from '@evertill/contract';
import { newId } from '@evertill/kernel';
import type { Transaction, World } from '@evertill/kernel';
import { tellLow } from './stock-store.ts';
import type { FellLow } from './stock-store.ts';

export type Told = EventPayload<'product.updated'>;

export interface KeptProduct {
  readonly productId: string;
  readonly isActive: boolean;
  readonly product: NonNullable<Told['product']>;
}

/** What the catalogue tells of a product, new or changed. */
export function hearProducts(world: World) {
  return (
    tx: Transaction,
    events: readonly Event<'product.created' | 'product.updated'>[],
  ): Promise<void> =>
    keepProducts(
      tx,
      world,
      events.map(({ payload }) => payload),
    );
}

/**
 * One statement, whatever the number of products. Levels are judged anew where a minimum changed.
 * What an earlier version told says too little to be kept.
 */
export async function keepProducts(
  tx: Transaction,
  world: World,
  told: readonly Told[],
): Promise<void> {
  const latest = new Map<string, KeptProduct>();
  for (const { productId, isActive, product } of told) {
    if (product !== undefined) latest.set(productId, { productId, isActive, product });
  }
  if (latest.size === 0) return;
  const kept = [...latest.values()];
  const each = (pick: (one: KeptProduct) => unknown): unknown[] => kept.map(pick);
  const low = await tx.query<FellLow>(
    `SELECT * FROM inventory.keep_products($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      tx.tenantId,
      world.clock.now(),
      each(() => newId(world)),
      each((one) => one.productId),
      each((one) => one.product.name),
      each((one) => one.product.sku),
      each((one) => one.product.currency),
      each((one) => one.product.costMinor),
      each((one) => one.product.minQuantityMilli),
      each((one) => one.product.oversellPolicy),
      each((one) => one.isActive),
    ],
  );
  tellLow(tx, low);
}

/** Which of these products we have a copy of. */
export async function readKnownProducts(
  tx: Transaction,
  productIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ product_id: string }>(
    `SELECT product_id FROM inventory.products
     WHERE tenant_id = $1 AND product_id = ANY ($2::uuid[])`,
    [tx.tenantId, productIds],
  );
  return new Set(rows.map((row) => row.product_id));
}
