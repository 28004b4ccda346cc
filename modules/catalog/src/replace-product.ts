/** The same as a change, of which more has to be said: a field left out stays as it is. */
import type { catalog } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import type { PriceNeeds } from './needs.ts';
import { changeKnown } from './product-change.ts';
import { productViewOf } from './product-view.ts';

export function replaceProduct(needs: PriceNeeds): TenantUseCase<typeof catalog.replaceProduct> {
  return async (context, input) => productViewOf(await changeKnown(needs, context, input), context);
}
