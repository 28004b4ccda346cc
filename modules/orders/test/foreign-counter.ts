/** Dollars at a counter whose shop takes them at 0.79. */
import { newUuid } from '@evertill/testing';
import type { Body, Counter } from '@evertill/testing';

export const dollars = { currency: 'USD', rate: '0.79' };

/** A sale of 25.50, paid with 35 dollars, for which 27.65 was given: 2.15 is change. */
export function dollarSale(counter: Counter, foreign: Body, change: Body = {}): Body {
  const payment = {
    sales_payment_id: newUuid(),
    method: 'CASH',
    amount: '27.65',
    foreign: { ...dollars, amount: '35', ...foreign },
  };
  return { ...counter.saleOf(), payments: [payment], change: '2.15', ...change };
}
