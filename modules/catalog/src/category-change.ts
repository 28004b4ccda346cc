/** How a category is changed, whichever way it was asked. Locks its row. */
import type { CategoryView, InputOf, catalog } from '@evertill/contract';
import { refuse, refuseBroken } from '@evertill/kernel';
import type { TenantContext } from '@evertill/kernel';
import { categoryConstraints, lockCategory, updateCategory } from './category-store.ts';
import { categoryViewOf } from './category-view.ts';
import type { ReadNeeds } from './needs.ts';
import { refuseForeign } from './product-input.ts';

export async function changeKnownCategory(
  { database }: ReadNeeds,
  context: TenantContext,
  input: InputOf<typeof catalog.changeCategory>,
): Promise<CategoryView> {
  refuseForeign(context, input.userClient);
  const { categoryId } = input;
  const work = database.inTransaction(context, async (tx) => {
    const row = await lockCategory(tx, categoryId);
    if (row === undefined) refuse('not_found');
    const { name = row.name, description = row.description } = input;
    if (name !== row.name || description !== row.description) {
      await updateCategory(tx, { categoryId, name, description });
    }
    return categoryViewOf({ ...row, name, description });
  });
  return work.catch((error: unknown) => refuseBroken(error, categoryConstraints));
}
