/** A new draft. Without a customer it is anonymous, and that is fine. */
import type { orders } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { namedBuyer } from '../buyers.ts';
import { refuseOtherTenant } from './draft-needs.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { makeDraft } from './make-draft.ts';
import { showHeader } from './show-header.ts';

export function createHeader(needs: DraftNeeds): TenantUseCase<typeof orders.createHeader> {
  return async (context, input) => {
    for (const one of [input, ...(input.lines ?? [])]) refuseOtherTenant(context, one.userClient);
    const { orderId } = await makeDraft(needs, context, {
      ...input,
      buyerOf: () => namedBuyer(needs.surroundings, context, input.customer),
      lines: input.lines ?? [],
    });
    return showHeader(needs, context, orderId);
  };
}
