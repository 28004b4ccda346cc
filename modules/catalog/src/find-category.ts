/** One category. */
import type { catalog } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { readCategory } from './category-store.ts';
import { categoryViewOf } from './category-view.ts';
import type { ReadNeeds } from './needs.ts';

export function findCategory({ database }: ReadNeeds): TenantUseCase<typeof catalog.findCategory> {
  return async (context, { categoryId }) => {
    const row = await database.read(context, (tx) => readCategory(tx, categoryId));
    if (row === undefined) refuse('not_found');
    return categoryViewOf(row);
  };
}
