/** Products, a page at a time. */
import type { catalog } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from './needs.ts';
import { readProducts } from './product-store.ts';
import type { ProductRow } from './product-store.ts';
import { productViewOf } from './product-view.ts';

export function listProducts({ database }: ReadNeeds): TenantUseCase<typeof catalog.listProducts> {
  return async (context, query) => {
    const page = await database.read(context, (tx) => readProducts(tx, query));
    return {
      items: page.rows.map((row) => productViewOf(row as ProductRow, context)),
      totalCount: page.totalCount,
      nextCursor: page.nextCursor,
    };
  };
}
