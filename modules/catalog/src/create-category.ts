/** A new category. With its own id it may be sent again. */
import type { catalog } from '@evertill/contract';
import { createOnce, newId } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { categoryConstraints, insertCategory, readCategory } from './category-store.ts';
import { categoryViewOf } from './category-view.ts';
import type { WriteNeeds } from './needs.ts';
import { refuseForeign } from './product-input.ts';

export function createCategory(needs: WriteNeeds): TenantUseCase<typeof catalog.createCategory> {
  const { clock, database } = needs;
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    const categoryId = input.categoryId ?? newId(needs);
    const bodyHash = context.fingerprint();
    const { name, description = '' } = input;
    const row = await createOnce({
      bodyHash,
      fieldOf: categoryConstraints,
      find: () => database.read(context, (tx) => readCategory(tx, categoryId)),
      insert: () =>
        database.inTransaction(context, (tx) =>
          insertCategory(tx, { categoryId, name, description, bodyHash, createdAt: clock.now() }),
        ),
    });
    return categoryViewOf(row);
  };
}
