/** How a unit of measure is changed, whichever way it was asked. Locks its row. */
import type { UnitView, InputOf, catalog } from '@evertill/contract';
import { refuse, refuseBroken } from '@evertill/kernel';
import type { TenantContext } from '@evertill/kernel';
import { unitConstraints, lockUnit, updateUnit } from './unit-store.ts';
import { unitViewOf } from './unit-view.ts';
import type { ReadNeeds } from './needs.ts';
import { refuseForeign } from './product-input.ts';

export async function changeKnownUnit(
  { database }: ReadNeeds,
  context: TenantContext,
  input: InputOf<typeof catalog.changeUnit>,
): Promise<UnitView> {
  refuseForeign(context, input.userClient);
  const { unitId } = input;
  const work = database.inTransaction(context, async (tx) => {
    const row = await lockUnit(tx, unitId);
    if (row === undefined) refuse('not_found');
    const { unitName = row.unit_name, description = row.description } = input;
    if (unitName !== row.unit_name || description !== row.description) {
      await updateUnit(tx, { unitId, unitName, description });
    }
    return unitViewOf({ ...row, unit_name: unitName, description });
  });
  return work.catch((error: unknown) => refuseBroken(error, unitConstraints));
}
