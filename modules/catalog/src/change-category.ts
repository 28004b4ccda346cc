/** Changes some fields of a category. */
import type { catalog } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { changeKnownCategory } from './category-change.ts';
import type { ReadNeeds } from './needs.ts';

export function changeCategory(needs: ReadNeeds): TenantUseCase<typeof catalog.changeCategory> {
  return (context, input) => changeKnownCategory(needs, context, input);
}
