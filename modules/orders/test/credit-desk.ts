/** Store credit as the tests of it meet it: given, looked up, spent; and its ledger. */
import { newUuid } from '@evertill/testing';
import type { Body, Counter, Result, TestAnswer } from '@evertill/testing';
import { expect } from 'vitest';
import { deskAt, refundAt, said } from './return-desk.ts';
import type { ReturnDesk } from './return-desk.ts';

type Json = Record<string, unknown>;

export interface CreditDesk extends ReturnDesk {
  readonly counter: Counter;
  /** A sale that was given back, all or in part, as a new credit. Answers its code. */
  readonly creditOf: (amount: string) => Promise<string>;
  readonly lookUp: (code: string, tenant?: number) => Promise<TestAnswer>;
  /** The credit with its ledger, the last entry first. */
  readonly ledgerOf: (code: string) => Promise<Json & { readonly entries: readonly Json[] }>;
  readonly balanceOf: (code: string) => Promise<unknown>;
  /** A confirmed order of 8.50 that waits for its payment. */
  readonly due: () => Promise<string>;
  readonly pay: (order: string, amount: string, reference?: string) => Promise<TestAnswer>;
  /** A counter's sale of 25.50, paid by credit as far as it says and the rest in cash. */
  readonly sellFor: (amount: string, reference?: string, more?: Body) => Promise<Result>;
}

export function creditDeskAt(counter: Counter): CreditDesk {
  const desk = deskAt(counter);
  const { ask } = desk;
  const lookUp: CreditDesk['lookUp'] = (code, tenant) => {
    const path = `/api/store-credits/lookup/?code=${encodeURIComponent(code)}`;
    return ask('GET', path, { role: 'cashier', ...(tenant === undefined ? {} : { tenant }) });
  };
  const ledgerOf: CreditDesk['ledgerOf'] = async (code) => {
    const { body } = await lookUp(code);
    const path = `/api/store-credits/${body.store_credit_id as string}/`;
    return (await ask('GET', path)).body as Awaited<ReturnType<CreditDesk['ledgerOf']>>;
  };
  return {
    ...desk,
    counter,
    creditOf: async (amount) => {
      const sale = await desk.sell();
      const asked = await desk.askRefund(sale, { amount, method: 'STORE_CREDIT' });
      const given = await desk.approve(refundAt(asked));
      expect(said(given), JSON.stringify(given.body)).toEqual([200]);
      return given.body.reference as string;
    },
    lookUp,
    ledgerOf,
    balanceOf: async (code) => (await ledgerOf(code))['balance'],
    due: async () => {
      const line = { product: counter.product, quantity: '8.5' };
      const made = await ask('POST', '/api/salesheaders/', { body: { lines: [line] } });
      const id = made.body.sales_header_id as string;
      const confirmed = await ask('POST', `/api/salesheaders/${id}/confirm/`);
      expect(said(confirmed), JSON.stringify(confirmed.body)).toEqual([200]);
      return id;
    },
    pay: (order, amount, reference) => {
      const more = reference === undefined ? {} : { reference };
      const body = { sales_header: order, method: 'STORE_CREDIT', amount, ...more };
      return ask('POST', '/api/sales-payments/', { body });
    },
    sellFor: (amount, reference, more = {}) =>
      counter.settle('sale', {
        ...counter.saleOf(),
        payments: [
          tenderOf('STORE_CREDIT', amount, reference),
          tenderOf('CASH', (25.5 - Number(amount)).toFixed(2)),
        ],
        change: '0.00',
        ...more,
      }),
  };
}

export const tenderOf = (method: string, amount: string, reference?: string): Body => ({
  sales_payment_id: newUuid(),
  method,
  amount,
  ...(reference === undefined ? {} : { reference }),
});
