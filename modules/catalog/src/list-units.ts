/** Units of measure, a page at a time. */
import type { catalog } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { readUnits } from './unit-store.ts';
import type { UnitRow } from './unit-store.ts';
import { unitViewOf } from './unit-view.ts';
import type { ReadNeeds } from './needs.ts';

export function listUnits({ database }: ReadNeeds): TenantUseCase<typeof catalog.listUnits> {
  return async (context, query) => {
    const page = await database.read(context, (tx) => readUnits(tx, query));
    return {
      items: page.rows.map((row) => unitViewOf(row as UnitRow)),
      totalCount: page.totalCount,
      nextCursor: page.nextCursor,
    };
  };
}
