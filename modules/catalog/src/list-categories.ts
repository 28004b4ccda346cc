/** Categories, a page at a time. */
import type { catalog } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { readCategories } from './category-store.ts';
import type { CategoryRow } from './category-store.ts';
import { categoryViewOf } from './category-view.ts';
import type { ReadNeeds } from './needs.ts';

export function listCategories({
  database,
}: ReadNeeds): TenantUseCase<typeof catalog.listCategories> {
  return async (context, query) => {
    const page = await database.read(context, (tx) => readCategories(tx, query));
    return {
      items: page.rows.map((row) => categoryViewOf(row as CategoryRow)),
      totalCount: page.totalCount,
      nextCursor: page.nextCursor,
    };
  };
}
