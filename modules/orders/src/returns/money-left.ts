/** How much of a sale's money may still go back. The cap is hard: it is asked before it is paid. */
import { decimalOf } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { SaleMoney } from './returned-sale.ts';

export interface MoneyAsked {
  readonly money: SaleMoney;
  readonly amountMinor: number;
  readonly currency: string;
}

/** Less what others ask for. Refused as `refund_exceeds_sale`. */
export function refuseTooMuch({ money, amountMinor, currency }: MoneyAsked): void {
  const leftMinor = money.paidMinor - money.refundedMinor - money.pendingMinor;
  if (amountMinor <= leftMinor) return;
  const message = `may be ${decimalOf(Math.max(0, leftMinor), currency)} at most`;
  refuse('refund_exceeds_sale', { fields: [{ field: 'amount', message }] });
}
