/** Changes a purchase and lines of it at once; the total is that of all its lines. */
import type { purchasing } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { editsOf } from '../papers/line-inputs.ts';
import { fullPurchase } from './purchase-store.ts';
import { revisePurchase } from './revise-purchase.ts';

export function replacePurchaseFull(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.replacePurchaseFull> {
  return (context, { details = [], ...patch }) => {
    const lines = details.map(({ purchaseDetailId, ...fields }) => ({
      ...fields,
      lineId: purchaseDetailId,
    }));
    const headerId = patch.purchaseHeaderId;
    const edits = editsOf(context, { lines, headerId, list: 'details' });
    return revisePurchase(surroundings, context, { patch, edits }, fullPurchase);
  };
}
