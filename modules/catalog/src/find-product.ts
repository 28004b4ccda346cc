/** One product. */
import type { catalog } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from './needs.ts';
import { readProduct } from './product-store.ts';
import { productViewOf } from './product-view.ts';

export function findProduct({ database }: ReadNeeds): TenantUseCase<typeof catalog.findProduct> {
  return async (context, { productId }) => {
    const row = await database.read(context, (tx) => readProduct(tx, productId));
    if (row === undefined) refuse('not_found');
    return productViewOf(row, context);
  };
}
