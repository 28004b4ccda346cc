/** The same as a change, of which the name has to be said. */
import type { catalog } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { changeKnownUnit } from './unit-change.ts';
import type { ReadNeeds } from './needs.ts';

export function replaceUnit(needs: ReadNeeds): TenantUseCase<typeof catalog.replaceUnit> {
  return (context, input) => changeKnownUnit(needs, context, input);
}
