/** One unit of measure. */
import type { catalog } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { readUnit } from './unit-store.ts';
import { unitViewOf } from './unit-view.ts';
import type { ReadNeeds } from './needs.ts';

export function findUnit({ database }: ReadNeeds): TenantUseCase<typeof catalog.findUnit> {
  return async (context, { unitId }) => {
    const row = await database.read(context, (tx) => readUnit(tx, unitId));
    if (row === undefined) refuse('not_found');
    return unitViewOf(row);
  };
}
