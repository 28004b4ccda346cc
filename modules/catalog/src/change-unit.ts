/** Changes some fields of a unit of measure. */
import type { catalog } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { changeKnownUnit } from './unit-change.ts';
import type { ReadNeeds } from './needs.ts';

export function changeUnit(needs: ReadNeeds): TenantUseCase<typeof catalog.changeUnit> {
  return (context, input) => changeKnownUnit(needs, context, input);
}
