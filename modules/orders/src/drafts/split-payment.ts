/** Several tenders at once (regression 3): checked together, taken together or not at all. */
import type { orders } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { refuseOtherTenant } from './draft-needs.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { takeTenders } from './take-tenders.ts';

export function splitPayment(needs: DraftNeeds): TenantUseCase<typeof orders.splitPayment> {
  return async (context, input) => {
    refuseOtherTenant(context, input.userClient);
    return takeTenders(needs, context, input);
  };
}
