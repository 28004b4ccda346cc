/** Deletes a category, unless a product of the shop still has it. */
import type { catalog } from '@evertill/contract';
import { codeOf, refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { removeCategory } from './category-store.ts';
import type { ReadNeeds } from './needs.ts';

export function deleteCategory({
  database,
}: ReadNeeds): TenantUseCase<typeof catalog.deleteCategory> {
  return async (context, { categoryId }) => {
    const isDeleted = await database
      .inTransaction(context, (tx) => removeCategory(tx, categoryId))
      .catch((error: unknown) => {
        // The foreign key of products: whoever puts a product in meanwhile, or did before.
        if (codeOf(error) === '23503') refuse('in_use', { detail: 'Products still have it.' });
        throw error;
      });
    if (!isDeleted) refuse('not_found');
    return {};
  };
}
