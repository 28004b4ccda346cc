/** A row of units as the contract promised it. */
import type { OutputOf, catalog } from '@evertill/contract';
import type { UnitRow } from './unit-store.ts';

export type UnitView = OutputOf<typeof catalog.createUnit>;

export function unitViewOf(row: UnitRow): UnitView {
  return { unitId: row.unit_id, unitName: row.unit_name, description: row.description };
}
