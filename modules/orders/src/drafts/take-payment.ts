/** One tender for an order. */
import type { orders } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { refuseOtherTenant } from './draft-needs.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { takeTenders } from './take-tenders.ts';

export function takePayment(needs: DraftNeeds): TenantUseCase<typeof orders.takePayment> {
  return async (context, { userClient, salesHeader, session, ...payment }) => {
    refuseOtherTenant(context, userClient);
    const input = { salesHeader, session, payments: [payment] };
    const [taken] = await takeTenders(needs, context, input);
    if (taken === undefined) throw new Error('a payment was taken and not shown');
    return taken;
  };
}
