/** A row of categories as the contract promised it. */
import type { OutputOf, catalog } from '@evertill/contract';
import type { CategoryRow } from './category-store.ts';

export type CategoryView = OutputOf<typeof catalog.createCategory>;

export function categoryViewOf(row: CategoryRow): CategoryView {
  return { categoryId: row.category_id, name: row.name, description: row.description };
}
