/** Operations on what suppliers were paid, purchase by purchase. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { managePurchases, undoReason } from './purchase-parts.ts';
import { decimal, instant, positiveDecimal, text, uuid } from './wire-types.ts';

const supplierPaymentView = z.strictObject({
  paymentId: uuid(),
  supplier: uuid(),
  paymentOption: uuid().nullable(),
  purchaseHeader: uuid(),
  amountPaid: decimal(),
  totalAmount: decimal(),
  remainingBalance: decimal(),
  narration: text(500),
  currency: text(3),
  paidBy: uuid().nullable(),
  createdAt: instant(),
});
export type SupplierPaymentView = z.infer<typeof supplierPaymentView>;

const PAYMENT = '/api/payments/{payment_id}/';
const onePayment = z.strictObject({ paymentId: uuid() });

/** What else a payment may say has to be so: a body that was made of old numbers is refused. */
const paymentFields = {
  userClient: uuid().optional(),
  supplier: uuid().optional(),
  paymentOption: uuid().nullable().optional(),
  totalAmount: positiveDecimal().optional(),
  narration: text(500).optional(),
};

const payingRefusals = [
  'input_invalid',
  'not_found',
  'tenant_mismatch',
  'amount_invalid',
  'payment_exceeds_balance',
] as const;

export const supplierPaymentOperations = {
  listSupplierPayments: operation({
    name: 'purchasing.listSupplierPayments',
    http: { method: 'GET', path: '/api/payments/' },
    summary: 'What was paid to suppliers.',
    access: managePurchases,
    input: listQuery(['created_at', 'amount_paid'], {
      search: text(100).optional(),
      supplier: uuid().optional(),
      purchaseHeader: uuid().optional(),
      paymentOption: uuid().optional(),
    }),
    output: listOf(supplierPaymentView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createSupplierPayment: operation({
    name: 'purchasing.createSupplierPayment',
    http: { method: 'POST', path: '/api/payments/', success: 201 },
    summary: 'Pay a supplier for a purchase: its balance falls, and never below zero.',
    access: managePurchases,
    ownId: 'paymentId',
    input: z.strictObject({
      ...paymentFields,
      paymentId: uuid().optional(),
      purchaseHeader: uuid(),
      amountPaid: positiveDecimal(),
    }),
    output: supplierPaymentView,
    refusals: [...payingRefusals, 'id_reused'],
  }),
  findSupplierPayment: operation({
    name: 'purchasing.findSupplierPayment',
    http: { method: 'GET', path: PAYMENT },
    summary: 'One payment to a supplier.',
    access: managePurchases,
    input: onePayment,
    output: supplierPaymentView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeSupplierPayment: operation({
    name: 'purchasing.changeSupplierPayment',
    http: { method: 'PATCH', path: PAYMENT },
    summary: 'Correct a payment; the balance follows. The audit keeps what it was.',
    access: managePurchases,
    input: z.strictObject({
      ...paymentFields,
      paymentId: uuid(),
      purchaseHeader: uuid().optional(),
      amountPaid: positiveDecimal().optional(),
    }),
    output: supplierPaymentView,
    refusals: payingRefusals,
  }),
  replaceSupplierPayment: operation({
    name: 'purchasing.replaceSupplierPayment',
    http: { method: 'PUT', path: PAYMENT },
    summary: 'Correct a payment; purchase and amount are required.',
    access: managePurchases,
    input: z.strictObject({
      ...paymentFields,
      paymentId: uuid(),
      purchaseHeader: uuid(),
      amountPaid: positiveDecimal(),
    }),
    output: supplierPaymentView,
    refusals: payingRefusals,
  }),
  deleteSupplierPayment: operation({
    name: 'purchasing.deleteSupplierPayment',
    http: { method: 'DELETE', path: PAYMENT, success: 204 },
    summary: 'Undo a payment: the balance rises again. The audit keeps it, with the reason.',
    access: managePurchases,
    input: onePayment.extend({ reason: undoReason }),
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found'],
  }),
};
