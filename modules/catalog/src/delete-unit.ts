/** Deletes a unit of measure, unless a product of the shop still has it. */
import type { catalog } from '@evertill/contract';
import { codeOf, refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { removeUnit } from './unit-store.ts';
import type { ReadNeeds } from './needs.ts';

export function deleteUnit({ database }: ReadNeeds): TenantUseCase<typeof catalog.deleteUnit> {
  return async (context, { unitId }) => {
    const isDeleted = await database
      .inTransaction(context, (tx) => removeUnit(tx, unitId))
      .catch((error: unknown) => {
        // The foreign key of products: whoever puts a product in meanwhile, or did before.
        if (codeOf(error) === '23503') refuse('in_use', { detail: 'Products still have it.' });
        throw error;
      });
    if (!isDeleted) refuse('not_found');
    return {};
  };
}
