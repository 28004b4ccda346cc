/** A new unit of measure. With its own id it may be sent again. */
import type { catalog } from '@evertill/contract';
import { createOnce, newId } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { unitConstraints, insertUnit, readUnit } from './unit-store.ts';
import { unitViewOf } from './unit-view.ts';
import type { WriteNeeds } from './needs.ts';
import { refuseForeign } from './product-input.ts';

export function createUnit(needs: WriteNeeds): TenantUseCase<typeof catalog.createUnit> {
  const { clock, database } = needs;
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    const unitId = input.unitId ?? newId(needs);
    const bodyHash = context.fingerprint();
    const { unitName, description = '' } = input;
    const row = await createOnce({
      bodyHash,
      fieldOf: unitConstraints,
      find: () => database.read(context, (tx) => readUnit(tx, unitId)),
      insert: () =>
        database.inTransaction(context, (tx) =>
          insertUnit(tx, { unitId, unitName, description, bodyHash, createdAt: clock.now() }),
        ),
    });
    return unitViewOf(row);
  };
}
