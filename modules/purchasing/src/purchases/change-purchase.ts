/** Changes some fields of a purchase. */
import type { purchasing } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { purchaseView } from './purchase-store.ts';
import { revisePurchase } from './revise-purchase.ts';

export function changePurchase(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.changePurchase> {
  return (context, patch) =>
    revisePurchase(surroundings, context, { patch, edits: [] }, (_tx, row) =>
      Promise.resolve(purchaseView(row)),
    );
}
