/** The product that a scanned code means: one of its barcodes, else its SKU. */
import type { catalog } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from './needs.ts';
import { readProductByCode } from './product-store.ts';
import { productViewOf } from './product-view.ts';

export function scanProduct({ database }: ReadNeeds): TenantUseCase<typeof catalog.scanProduct> {
  return async (context, { code }) => {
    const row = await database.read(context, (tx) => readProductByCode(tx, code));
    if (row === undefined) refuse('not_found');
    return productViewOf(row, context);
  };
}
