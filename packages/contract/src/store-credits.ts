/**
 * Operations of the module orders on store credit: what the shop owes to whoever shows a code. It
 * is given by refunds and spent as a tender; nobody makes or changes one by itself.
 */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { currencyCode, decimal, instant, text, uuid, whole } from './wire-types.ts';

/** Why a request may not pay by store credit. */
export const creditRefusals = [
  'store_credit_unknown',
  'store_credit_expired',
  'store_credit_overdrawn',
] as const;

const creditView = z.strictObject({
  storeCreditId: uuid(),
  /** As it is printed: `K7Q2-9M4D-0XTP-5`. */
  code: text(40),
  currency: currencyCode(),
  issued: decimal(),
  spent: decimal(),
  /** What came back to it: of sales that were voided or refunded, of orders that were given up. */
  returned: decimal(),
  /** Issued less spent, with what came back. Below zero only by what counters took, flagged. */
  balance: decimal(),
  customer: uuid().nullable(),
  /** The refund that gave it; null while nobody has told us of it. */
  salesRefund: uuid().nullable(),
  issuedAt: instant().nullable(),
  expiresAt: instant().nullable(),
});

const entryView = z.strictObject({
  number: whole(1),
  kind: z.enum(['ISSUED', 'SPENT', 'RETURNED']),
  amount: decimal(),
  balance: decimal(),
  salesHeader: uuid().nullable(),
  salesRefund: uuid().nullable(),
  salesPayment: uuid().nullable(),
  createdBy: uuid().nullable(),
  occurredAt: instant(),
});

const viewing = { kind: 'user', capability: 'store_credit_view' } as const;

export const storeCredits = {
  listStoreCredits: operation({
    name: 'orders.listStoreCredits',
    http: { method: 'GET', path: '/api/store-credits/' },
    summary: 'Store credits, newest first.',
    access: viewing,
    input: listQuery(['issued_at', 'balance'], {
      customer: uuid().optional(),
      salesRefund: uuid().optional(),
      /** Whether anything is left on it. */
      isOpen: z.boolean().optional(),
    }),
    output: listOf(creditView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  findStoreCredit: operation({
    name: 'orders.findStoreCredit',
    http: { method: 'GET', path: '/api/store-credits/{store_credit_id}/' },
    summary: 'One store credit, with the last two hundred entries of its ledger.',
    access: viewing,
    input: z.strictObject({ storeCreditId: uuid() }),
    output: creditView.extend({ entries: z.array(entryView) }),
    refusals: ['input_invalid', 'not_found'],
  }),
  findStoreCreditByCode: operation({
    name: 'orders.findStoreCreditByCode',
    // Ten times as dear as another read: whoever tries codes comes to an end soon.
    http: { method: 'GET', load: 'heavy', path: '/api/store-credits/lookup/' },
    summary: 'What is left on the store credit with this code, for who is about to take it.',
    access: { kind: 'user', capability: 'sale_record' },
    input: z.strictObject({ code: text(40, 1) }),
    output: z.strictObject({
      storeCreditId: uuid(),
      code: text(40),
      currency: currencyCode(),
      balance: decimal(),
      expiresAt: instant().nullable(),
      /** Something is left, and its time is not over. */
      isSpendable: z.boolean(),
    }),
    refusals: ['input_invalid', 'not_found'],
  }),
};
