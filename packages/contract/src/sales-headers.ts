/**
 * Operations of the module orders on what is not sold yet: drafts, their lines, and the way to a
 * completed sale. The paths and fields are AsiriaPOS's.
 */
import { z } from 'zod';
import { LINES_MAX } from '@evertill/domain';
import { operation } from './operation.ts';
import { saleLineView, saleView } from './order-views.ts';
import { instant, positiveDecimal, text, uuid, whole } from './wire-types.ts';

const reason = text(500, 1);
/** A manager's single-use token: it stands in for a capability that the caller has not. */
const approval = text(200, 1).meta({ writeOnly: true });

/** What a line may say of its price: anything but the catalogue's needs leave, and a reason. */
const priceFields = {
  pricePerUnit: positiveDecimal().optional(),
  discount: positiveDecimal().optional(),
  reason: reason.optional(),
  approval: approval.optional(),
};

const newLine = {
  salesDetailId: uuid().optional(),
  userClient: uuid().optional(),
  product: uuid(),
  unit: uuid().nullable().optional(),
  quantity: positiveDecimal(),
  ...priceFields,
};

const headerFields = {
  userClient: uuid().optional(),
  customer: uuid().nullable().optional(),
  note: text(500).nullable().optional(),
  discount: positiveDecimal().optional(),
  approval: approval.optional(),
};

const newHeader = z.strictObject({
  salesHeaderId: uuid().optional(),
  ...headerFields,
  location: uuid().nullable().optional(),
  session: uuid().nullable().optional(),
  lines: z.array(z.strictObject(newLine)).max(LINES_MAX).optional(),
});

const headerChange = z.strictObject({ salesHeaderId: uuid(), ...headerFields });
const oneHeader = z.strictObject({ salesHeaderId: uuid() });

const lineChange = z.strictObject({
  salesDetailId: uuid(),
  userClient: uuid().optional(),
  unit: newLine.unit,
  quantity: positiveDecimal().optional(),
  ...priceFields,
});

export const priceRefusals = [
  'input_invalid',
  'not_found',
  'tenant_mismatch',
  'amount_invalid',
  'product_not_sold',
  'order_state',
  'order_paid_partly',
  'discount_needs_manager',
  'price_override_needs_manager',
  'approval_invalid',
] as const;

/** Whoever sells may draft; what needs more is asked for case by case. */
export const recordSales = { kind: 'user', capability: 'sale_record' } as const;

const headers = {
  createHeader: operation({
    name: 'orders.createHeader',
    http: { method: 'POST', path: '/api/salesheaders/', success: 201 },
    summary: 'A new draft, priced by the catalogue; without a customer it is anonymous.',
    access: recordSales,
    ownId: 'salesHeaderId',
    input: newHeader,
    output: saleView,
    refusals: [...priceRefusals, 'id_reused', 'session_closed'],
  }),
  changeHeader: operation({
    name: 'orders.changeHeader',
    http: { method: 'PATCH', path: '/api/salesheaders/{sales_header_id}/' },
    summary: 'Change the customer, the note or the discount of an order that is not sold yet.',
    access: recordSales,
    input: headerChange,
    output: saleView,
    refusals: priceRefusals,
  }),
  replaceHeader: operation({
    name: 'orders.replaceHeader',
    http: { method: 'PUT', path: '/api/salesheaders/{sales_header_id}/' },
    summary: 'The same as a change: what is not sent stays as it is.',
    access: recordSales,
    input: headerChange,
    output: saleView,
    refusals: priceRefusals,
  }),
  deleteHeader: operation({
    name: 'orders.deleteHeader',
    http: { method: 'DELETE', path: '/api/salesheaders/{sales_header_id}/', success: 204 },
    summary: 'Give up a draft. It stays in the books as cancelled, with the reason.',
    access: recordSales,
    input: oneHeader.extend({ reason }),
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'order_state', 'order_paid_partly', 'session_closed'],
  }),
  confirmHeader: operation({
    name: 'orders.confirmHeader',
    http: { method: 'POST', path: '/api/salesheaders/{sales_header_id}/confirm/' },
    summary: 'Fix the prices and reserve the stock for a time; what is paid completes at once.',
    access: recordSales,
    input: oneHeader,
    output: saleView,
    refusals: [
      'input_invalid',
      'not_found',
      'order_state',
      'order_empty',
      'product_not_sold',
      'amount_invalid',
      'insufficient_stock',
      'id_reused',
      'in_progress',
    ],
  }),
  cancelHeader: operation({
    name: 'orders.cancelHeader',
    http: { method: 'POST', path: '/api/salesheaders/{sales_header_id}/cancel/' },
    summary:
      'Give up an order that is not sold: what it reserved is free, what was paid goes back.',
    access: recordSales,
    input: oneHeader.extend({ reason: reason.optional(), approval: approval.optional() }),
    output: saleView,
    refusals: [
      'input_invalid',
      'not_found',
      'order_state',
      'void_needs_manager',
      'approval_invalid',
      'session_closed',
      'in_progress',
    ],
  }),
  voidHeader: operation({
    name: 'orders.voidHeader',
    http: { method: 'POST', path: '/api/salesheaders/{sales_header_id}/void/' },
    summary: 'Undo a completed sale of which nothing went back, on its day and in its session.',
    access: recordSales,
    input: oneHeader.extend({ reason, approval: approval.optional() }),
    output: saleView,
    refusals: [
      'input_invalid',
      'not_found',
      'order_state',
      'void_needs_manager',
      'approval_invalid',
      'session_closed',
      'void_too_late',
    ],
  }),
};

const lines = {
  createLine: operation({
    name: 'orders.createLine',
    http: { method: 'POST', path: '/api/salesdetails/', success: 201 },
    summary: "A line more. A price other than the catalogue's needs leave and a reason.",
    access: recordSales,
    ownId: 'salesDetailId',
    input: z.strictObject({ salesHeader: uuid(), ...newLine }),
    output: saleLineView,
    refusals: [...priceRefusals, 'id_reused'],
  }),
  findLine: operation({
    name: 'orders.findLine',
    http: { method: 'GET', path: '/api/salesdetails/{sales_detail_id}/' },
    summary: 'One line of a sale or of an order.',
    access: { kind: 'user', capability: 'sale_view' },
    input: z.strictObject({ salesDetailId: text(80) }),
    output: saleLineView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeLine: operation({
    name: 'orders.changeLine',
    http: { method: 'PATCH', path: '/api/salesdetails/{sales_detail_id}/' },
    summary: 'Change a line of a draft: quantity, price, discount.',
    access: recordSales,
    input: lineChange,
    output: saleLineView,
    refusals: priceRefusals,
  }),
  replaceLine: operation({
    name: 'orders.replaceLine',
    http: { method: 'PUT', path: '/api/salesdetails/{sales_detail_id}/' },
    summary: 'The same as a change; header and product are those of the line.',
    access: recordSales,
    input: lineChange.extend({
      salesHeader: uuid(),
      product: uuid(),
      quantity: positiveDecimal(),
    }),
    output: saleLineView,
    refusals: priceRefusals,
  }),
  deleteLine: operation({
    name: 'orders.deleteLine',
    http: { method: 'DELETE', path: '/api/salesdetails/{sales_detail_id}/', success: 204 },
    summary: 'Take a line off a draft. It is written down, with the reason if there is one.',
    access: recordSales,
    input: z.strictObject({ salesDetailId: uuid(), reason: reason.optional() }),
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'order_state', 'order_paid_partly', 'amount_invalid'],
  }),
  reserveLine: operation({
    name: 'orders.reserveLine',
    http: {
      method: 'POST',
      path: '/api/salesdetails/{sales_detail_id}/reserve/',
      success: 201,
    },
    summary: 'Keep the stock of a line of a draft, for a time, before it is confirmed.',
    access: recordSales,
    input: z.strictObject({ salesDetailId: uuid(), expiryDays: whole(1, 30).optional() }),
    output: z.strictObject({ detail: text(200), reservationId: uuid(), expiryAt: instant() }),
    refusals: ['input_invalid', 'not_found', 'order_state', 'insufficient_stock'],
  }),
};

export const salesHeaders = { ...headers, ...lines };
