/** The same as a change, of which the name has to be said. */
import type { catalog } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { changeKnownCategory } from './category-change.ts';
import type { ReadNeeds } from './needs.ts';

export function replaceCategory(needs: ReadNeeds): TenantUseCase<typeof catalog.replaceCategory> {
  return (context, input) => changeKnownCategory(needs, context, input);
}
