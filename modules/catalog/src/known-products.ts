/** Which of these products the shop has: asked by neighbours before they book something. */
import type { catalog } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from './needs.ts';
import { readKnown } from './product-store.ts';

export function knownProducts({
  database,
}: ReadNeeds): TenantUseCase<typeof catalog.knownProducts> {
  return async (context, { productIds }) => {
    const rows = await database.read(context, (tx) => readKnown(tx, productIds));
    return {
      products: rows.map((row) => ({ productId: row.product_id, isActive: row.is_active })),
    };
  };
}
