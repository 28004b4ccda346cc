/**
 * What may be handed over for an order, and what goes back of it. Only cash may be more than what
 * is open, and change comes out of cash that came in now.
 */
import { checkTender, sum } from '@evertill/domain';
import type { TenderMethod } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { OrderPaymentRow, OrderRow } from './order-store.ts';
import { settlementOf } from './price-anew.ts';

export interface NewTender {
  readonly method: TenderMethod;
  readonly amount_minor: number;
}

/** What goes back of each new tender. Refused as `payment_exceeds_balance` or `amount_invalid`. */
export function changeOf(
  order: OrderRow,
  before: readonly OrderPaymentRow[],
  tenders: readonly NewTender[],
): number[] {
  const cash = tenders.filter(({ method }) => method === 'CASH');
  const others = tenders.filter(({ method }) => method !== 'CASH');
  if (order.balance_minor === 0) refuse('payment_exceeds_balance');
  if (sum(others, (one) => one.amount_minor) > order.balance_minor) {
    refuse('payment_exceeds_balance');
  }
  const all = [...before, ...tenders];
  const [flaw] = checkTender({
    totalMinor: order.priced_minor,
    cashRoundingMinor: order.cash_rounding_minor,
    tenders: all.map((one) => ({ method: one.method, amountMinor: one.amount_minor })),
  });
  if (flaw?.code === 'tender_exceeds_due') refuse('payment_exceeds_balance');
  if (flaw !== undefined) refuse('amount_invalid', { detail: flaw.code.replaceAll('_', ' ') });
  const { changeMinor, balanceMinor } = settlementOf(order, all);
  // No cash at all settles what rounds to nothing; otherwise a tender is an amount.
  if (balanceMinor > 0 && cash.some((one) => one.amount_minor === 0)) refuse('amount_invalid');
  if (changeMinor > sum(cash, (one) => one.amount_minor)) refuse('payment_exceeds_balance');
  let leftMinor = changeMinor;
  return tenders
    .toReversed()
    .map(({ method, amount_minor: amountMinor }) => {
      const backMinor = method === 'CASH' ? Math.min(amountMinor, leftMinor) : 0;
      leftMinor -= backMinor;
      return backMinor;
    })
    .toReversed();
}
