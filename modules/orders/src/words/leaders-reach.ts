/** How far a leader's word goes: no further than what the shop lets their role do themselves. */
import type { ApprovedAction, CounterLimits } from '@evertill/contract';

export interface LetPass {
  readonly action: ApprovedAction;
  /** What would go back to the customer, or out of the drawer; zero where it is not known yet. */
  readonly amountMinor: number;
}

/** Of discounts it says nothing: how deep one is, only the whole sale tells. */
export function mayLetPass(reach: CounterLimits, { action, amountMinor }: LetPass): boolean {
  switch (action) {
    case 'PRICE_OVERRIDE':
      return reach.mayOverridePrice;
    case 'VOID':
      return reach.mayVoid;
    case 'REFUND_WITHOUT_SALE':
      return reach.mayRefundWithoutSale && isWithin(reach, amountMinor);
    case 'REFUND':
      return isWithin(reach, amountMinor);
    case 'NO_SALE':
      return reach.mayOpenDrawer;
    case 'PAY_OUT':
      return reach.payOutMinorMax === null || amountMinor <= reach.payOutMinorMax;
    default:
      return true;
  }
}

function isWithin({ refundMinorMax }: CounterLimits, amountMinor: number): boolean {
  return refundMinorMax === null || amountMinor <= refundMinorMax;
}
