/** Operations of the module payments: attempts to collect money through a provider. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { currencyCode, decimal, instant, positiveDecimal, text, uuid } from './wire-types.ts';

/** Providers there are. What is simulated says so, here and in every reference it gives. */
export const paymentProviders = ['SIMULATOR'] as const;
export type PaymentProvider = (typeof paymentProviders)[number];

/** Tenders that a provider collects; the others are taken by hand. */
export const collectedMethods = ['CARD', 'MOBILE', 'CRYPTO'] as const;

/**
 * SAVED before anything is sent; PENDING while the provider works; UNKNOWN when it did not answer:
 * then nobody may say that it failed. A success that comes late is a success.
 */
export const attemptStatuses = ['SAVED', 'PENDING', 'UNKNOWN', 'SUCCEEDED', 'FAILED'] as const;
export type AttemptStatus = (typeof attemptStatuses)[number];

const attemptView = z.strictObject({
  paymentAttemptId: uuid(),
  salesHeader: uuid(),
  provider: z.enum(paymentProviders),
  method: z.enum(collectedMethods),
  account: text(100),
  currency: currencyCode(),
  amount: decimal(),
  status: z.enum(attemptStatuses),
  failureCode: text(60).nullable(),
  providerReference: text(100).nullable(),
  createdBy: uuid().nullable(),
  createdAt: instant(),
  updatedAt: instant(),
});
export type AttemptView = z.infer<typeof attemptView>;

export const payments = {
  listProviders: operation({
    name: 'payments.listProviders',
    http: { method: 'GET', path: '/api/payment-providers/' },
    summary: 'Through whom money can be collected here, and by which methods.',
    access: { kind: 'user', capability: 'sale_view' },
    input: z.strictObject({}),
    output: z.strictObject({
      providers: z.array(
        z.strictObject({
          provider: z.enum(paymentProviders),
          methods: z.array(z.enum(collectedMethods)),
          isSimulated: z.boolean(),
        }),
      ),
    }),
    refusals: [],
  }),
  startAttempt: operation({
    name: 'payments.startAttempt',
    http: { method: 'POST', path: '/api/payment-attempts/', success: 201 },
    summary:
      'Ask a provider to collect what an order still owes. With its own id it may be sent again.',
    access: { kind: 'user', capability: 'sale_record' },
    ownId: 'paymentAttemptId',
    input: z.strictObject({
      paymentAttemptId: uuid().optional(),
      salesHeader: uuid(),
      provider: z.enum(paymentProviders),
      method: z.enum(collectedMethods),
      /** Whom to collect from, as the provider knows them: a phone number, a terminal. */
      account: text(100, 1),
      /** What the order still owes, unless less is wanted. */
      amount: positiveDecimal().optional(),
    }),
    output: attemptView,
    timeoutMs: 30_000,
    refusals: [
      'input_invalid',
      'not_found',
      'id_reused',
      'amount_invalid',
      'provider_unavailable',
      'order_not_payable',
      'payment_exceeds_balance',
    ],
  }),
  findAttempt: operation({
    name: 'payments.findAttempt',
    http: { method: 'GET', path: '/api/payment-attempts/{payment_attempt_id}/' },
    summary: 'One attempt, as far as we know.',
    access: { kind: 'user', capability: 'sale_view' },
    input: z.strictObject({ paymentAttemptId: uuid() }),
    output: attemptView,
    refusals: ['input_invalid', 'not_found'],
  }),
  checkAttempt: operation({
    name: 'payments.checkAttempt',
    http: { method: 'POST', path: '/api/payment-attempts/{payment_attempt_id}/check/' },
    summary: 'Ask the provider what became of an attempt, and note it.',
    access: { kind: 'user', capability: 'sale_record' },
    input: z.strictObject({ paymentAttemptId: uuid() }),
    output: attemptView,
    timeoutMs: 30_000,
    refusals: ['input_invalid', 'not_found'],
  }),
  listAttempts: operation({
    name: 'payments.listAttempts',
    http: { method: 'GET', path: '/api/payment-attempts/' },
    summary: 'Attempts, newest first.',
    access: { kind: 'user', capability: 'sale_view' },
    input: listQuery(['created_at'], {
      salesHeader: uuid().optional(),
      status: z.enum(attemptStatuses).optional(),
    }),
    output: listOf(attemptView),
    isList: true,
    refusals: ['input_invalid'],
  }),
};
