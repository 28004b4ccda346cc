/**
 * Operations of the module orders on what is paid: tenders for orders, what a provider collected
 * and nobody could take, the day's total, and checkout in one go. Paths and fields are AsiriaPOS's.
 */
import { z } from 'zod';
import { LINES_MAX, PAYMENTS_MAX } from '@evertill/domain';
import { email, phoneNumber } from './account-fields.ts';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { paymentView, saleView, soldView } from './order-views.ts';
import { tenderMethods } from './sale-body.ts';
import { creditRefusals } from './store-credits.ts';
import { priceRefusals, recordSales } from './sales-headers.ts';
import { currencyCode, decimal, instant, positiveDecimal, text, uuid } from './wire-types.ts';

const tenderFields = {
  salesPaymentId: uuid().optional(),
  method: z.enum(tenderMethods),
  amount: positiveDecimal(),
  reference: text(100).optional(),
};

/** A payment as it was taken: with what went back of it, and what it left open. */
const takenPayment = paymentView.extend({
  change: decimal(),
  remainingBalance: decimal(),
  status: saleView.shape.status,
});

const paymentRefusals = [
  'input_invalid',
  'not_found',
  'tenant_mismatch',
  'id_reused',
  'amount_invalid',
  'order_state',
  'payment_exceeds_balance',
  'session_closed',
  ...creditRefusals,
] as const;

const payments = {
  takePayment: operation({
    name: 'orders.takePayment',
    http: { method: 'POST', path: '/api/sales-payments/', success: 201 },
    summary: 'One tender for an order. Only cash may exceed the balance, and gives change.',
    access: recordSales,
    ownId: 'salesPaymentId',
    input: z.strictObject({
      userClient: uuid().optional(),
      salesHeader: uuid(),
      session: uuid().nullable().optional(),
      ...tenderFields,
    }),
    output: takenPayment,
    refusals: paymentRefusals,
  }),
  splitPayment: operation({
    name: 'orders.splitPayment',
    http: { method: 'POST', path: '/api/sales-payments/split/', success: 201 },
    summary: 'Several tenders at once: all of them are taken, or none is.',
    access: recordSales,
    ownId: 'payments.salesPaymentId',
    input: z.strictObject({
      userClient: uuid().optional(),
      salesHeader: uuid(),
      session: uuid().nullable().optional(),
      payments: z.array(z.strictObject(tenderFields)).min(1).max(PAYMENTS_MAX),
    }),
    output: z.array(takenPayment),
    refusals: paymentRefusals,
  }),
  findPayment: operation({
    name: 'orders.findPayment',
    http: { method: 'GET', path: '/api/sales-payments/{sales_payment_id}/' },
    summary: 'One tender.',
    access: { kind: 'user', capability: 'sale_view' },
    input: z.strictObject({ salesPaymentId: uuid() }),
    output: paymentView,
    refusals: ['input_invalid', 'not_found'],
  }),
  listUnmatchedPayments: operation({
    name: 'orders.listUnmatchedPayments',
    http: { method: 'GET', path: '/api/unmatched-payments/' },
    summary: 'Money that a provider collected and no order could take: a person decides.',
    access: { kind: 'user', capability: 'exceptions_view' },
    input: listQuery(['received_at'], { salesHeader: uuid().optional() }),
    output: listOf(
      z.strictObject({
        paymentAttemptId: uuid(),
        salesHeader: uuid(),
        amount: decimal(),
        currency: currencyCode(),
        method: text(40),
        provider: text(100),
        reference: text(200),
        why: z.enum([
          'order_unknown',
          'order_cancelled',
          'order_voided',
          'order_settled',
          'amount_differs',
        ]),
        receivedAt: instant(),
      }),
    ),
    isList: true,
    refusals: ['input_invalid'],
  }),
  findPayable: operation({
    name: 'orders.findPayable',
    summary: 'What is still to be paid on an order, for whoever collects it.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: z.strictObject({ salesHeaderId: uuid() }),
    output: z.strictObject({
      currency: currencyCode(),
      balance: decimal(),
      status: saleView.shape.status,
    }),
    refusals: ['input_invalid', 'not_found'],
  }),
};

const rest = {
  listCustomerSales: operation({
    name: 'orders.listCustomerSales',
    summary: 'What a customer bought, also before anybody knew who it was.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: listQuery(['occurred_at'], {
      customerId: uuid(),
      anonymousCustomerIds: z.array(uuid()).max(1000),
    }),
    output: listOf(soldView),
    refusals: ['input_invalid'],
  }),
  salesToday: operation({
    name: 'orders.salesToday',
    http: { method: 'GET', path: '/api/sales/today/' },
    summary: "What was sold on the shop's day so far, without what was cancelled or voided.",
    access: { kind: 'user', capability: 'sale_view' },
    input: z.strictObject({}),
    output: z.strictObject({ totalSales: decimal() }),
    refusals: [],
  }),
  checkout: operation({
    name: 'orders.checkout',
    http: { method: 'POST', path: '/api/checkout/initialize/', success: 201 },
    summary:
      'An order made and confirmed in one go, ready to be paid. It takes no card or wallet ' +
      'tokens. By phone, then by e-mail, the customer is found or made; of somebody who tells ' +
      'neither, an anonymous profile is.',
    access: recordSales,
    ownId: 'salesHeaderId',
    input: z.strictObject({
      salesHeaderId: uuid().optional(),
      customer: uuid().nullable().optional(),
      items: z
        .array(
          z.strictObject({
            productId: uuid(),
            unitId: uuid().nullable().optional(),
            qty: positiveDecimal(),
            price: positiveDecimal().optional(),
          }),
        )
        .min(1)
        .max(LINES_MAX),
      paymentMethod: z.enum(tenderMethods),
      /** No part of what makes two checkouts the same: nothing that orders keeps comes of it. */
      phone: phoneNumber.meta({ writeOnly: true }).optional(),
      email: email.meta({ writeOnly: true }).optional(),
      /** Somebody we do not know, and whom a checkout has met before. */
      anonymousCustomerId: uuid().optional(),
      terminalId: text(100).optional(),
    }),
    output: z.strictObject({
      salesHeaderId: uuid(),
      orderNumber: text(80),
      receiptNumber: text(40).nullable(),
      receiptId: uuid().nullable(),
      customerId: uuid().nullable(),
      anonymousCustomerId: uuid().nullable(),
      totalPrice: decimal(),
      status: saleView.shape.status,
      expiresAt: instant().nullable(),
    }),
    refusals: [...priceRefusals, 'id_reused', 'order_empty', 'insufficient_stock'],
  }),
};

export const salesPayments = { ...payments, ...rest };
