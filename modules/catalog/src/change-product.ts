/** Changes some fields of a product. */
import type { catalog } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import type { PriceNeeds } from './needs.ts';
import { changeKnown } from './product-change.ts';
import { productViewOf } from './product-view.ts';

export function changeProduct(needs: PriceNeeds): TenantUseCase<typeof catalog.changeProduct> {
  return async (context, input) => productViewOf(await changeKnown(needs, context, input), context);
}
