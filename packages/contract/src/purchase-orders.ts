/** Operations on what is asked of suppliers: purchase orders and their lines. */
import { z } from 'zod';
import { LINES_MAX } from '@evertill/domain';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import {
  lineChangeFields,
  lineEdit,
  lineRefusals,
  lineView,
  managePurchases,
  newLineFields,
  undoReason,
} from './purchase-parts.ts';
import { day, decimal, instant, longText, positiveDecimal, text, uuid } from './wire-types.ts';

const orderView = z.strictObject({
  poHeaderId: uuid(),
  supplier: uuid(),
  supplierName: text(150),
  orderNumber: text(40),
  expectedDate: day().nullable(),
  notes: longText(2000),
  convertedPurchase: uuid().nullable(),
  subtotal: decimal(),
  totalCost: decimal(),
  currency: text(3),
  createdAt: instant(),
});
export type PurchaseOrderView = z.infer<typeof orderView>;

const orderLineView = z.strictObject({ poDetailId: uuid(), poHeader: uuid(), ...lineView });
export type PurchaseOrderLineView = z.infer<typeof orderLineView>;

const orderFullView = orderView.extend({ details: z.array(orderLineView) });
export type PurchaseOrderFullView = z.infer<typeof orderFullView>;

const orderFields = {
  userClient: uuid().optional(),
  supplier: uuid().optional(),
  expectedDate: day().nullable().optional(),
  notes: longText(2000).optional(),
};

const orderLineEdit = lineEdit.extend({ poDetailId: uuid().optional() });
const oneOrder = z.strictObject({ poHeaderId: uuid() });
const oneLine = z.strictObject({ poDetailId: uuid() });

const ORDER = '/api/purchase-orders/{po_header_id}/';
const HEADER = '/api/poheaders/{po_header_id}/';
const LINES = { path: '/api/podetails/', alias: '/api/podeltails/' } as const;
const LINE = {
  path: '/api/podetails/{po_detail_id}/',
  alias: '/api/podeltails/{po_detail_id}/',
} as const;

const frozen = ['not_found', 'purchase_order_converted'] as const;
const changing = [...lineRefusals, 'purchase_order_converted'] as const;

const headers = {
  listPurchaseOrders: operation({
    name: 'purchasing.listPurchaseOrders',
    http: { method: 'GET', path: '/api/poheaders/' },
    summary: 'Purchase orders.',
    access: managePurchases,
    input: listQuery(['created_at', 'order_number', 'expected_date'], {
      search: text(100).optional(),
      supplier: uuid().optional(),
      orderNumber: text(40).optional(),
      isConverted: z.boolean().optional(),
    }),
    output: listOf(orderView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createPurchaseOrder: operation({
    name: 'purchasing.createPurchaseOrder',
    http: { method: 'POST', path: '/api/poheaders/', success: 201 },
    summary: 'A new purchase order without lines.',
    access: managePurchases,
    ownId: 'poHeaderId',
    input: z.strictObject({ ...orderFields, poHeaderId: uuid().optional(), supplier: uuid() }),
    output: orderView,
    refusals: ['input_invalid', 'id_reused', 'not_found', 'tenant_mismatch'],
  }),
  findPurchaseOrder: operation({
    name: 'purchasing.findPurchaseOrder',
    http: { method: 'GET', path: HEADER },
    summary: 'One purchase order, without its lines.',
    access: managePurchases,
    input: oneOrder,
    output: orderView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changePurchaseOrder: operation({
    name: 'purchasing.changePurchaseOrder',
    http: { method: 'PATCH', path: HEADER },
    summary: 'Change some fields of a purchase order that is not converted.',
    access: managePurchases,
    input: z.strictObject({ ...orderFields, poHeaderId: uuid() }),
    output: orderView,
    refusals: ['input_invalid', 'tenant_mismatch', ...frozen],
  }),
  replacePurchaseOrder: operation({
    name: 'purchasing.replacePurchaseOrder',
    http: { method: 'PUT', path: HEADER },
    summary: 'Change a purchase order that is not converted; the supplier is required.',
    access: managePurchases,
    input: z.strictObject({ ...orderFields, poHeaderId: uuid(), supplier: uuid() }),
    output: orderView,
    refusals: ['input_invalid', 'tenant_mismatch', ...frozen],
  }),
  deletePurchaseOrder: operation({
    name: 'purchasing.deletePurchaseOrder',
    http: { method: 'DELETE', path: HEADER, success: 204 },
    summary: 'Void a purchase order that is not converted. The audit keeps it, with the reason.',
    access: managePurchases,
    input: oneOrder.extend({ reason: undoReason }),
    output: z.strictObject({}),
    refusals: ['input_invalid', ...frozen],
  }),
};

const lines = {
  listPurchaseOrderLines: operation({
    name: 'purchasing.listPurchaseOrderLines',
    http: { method: 'GET', ...LINES },
    summary: 'Lines of purchase orders.',
    access: managePurchases,
    input: listQuery(['created_at'], {
      poHeader: uuid().optional(),
      product: uuid().optional(),
    }),
    output: listOf(orderLineView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createPurchaseOrderLine: operation({
    name: 'purchasing.createPurchaseOrderLine',
    http: { method: 'POST', ...LINES, success: 201 },
    summary: 'A line more on a purchase order.',
    access: managePurchases,
    ownId: 'poDetailId',
    input: z.strictObject({
      poDetailId: uuid().optional(),
      userClient: uuid().optional(),
      poHeader: uuid(),
      ...newLineFields,
    }),
    output: orderLineView,
    refusals: changing,
  }),
  findPurchaseOrderLine: operation({
    name: 'purchasing.findPurchaseOrderLine',
    http: { method: 'GET', ...LINE },
    summary: 'One line of a purchase order.',
    access: managePurchases,
    input: oneLine,
    output: orderLineView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changePurchaseOrderLine: operation({
    name: 'purchasing.changePurchaseOrderLine',
    http: { method: 'PATCH', ...LINE },
    summary: 'Change some fields of a line.',
    access: managePurchases,
    input: z.strictObject({
      poDetailId: uuid(),
      userClient: uuid().optional(),
      ...lineChangeFields,
    }),
    output: orderLineView,
    refusals: changing,
  }),
  replacePurchaseOrderLine: operation({
    name: 'purchasing.replacePurchaseOrderLine',
    http: { method: 'PUT', ...LINE },
    summary: 'Change a line; product, quantity and price are required.',
    access: managePurchases,
    input: z.strictObject({
      poDetailId: uuid(),
      userClient: uuid().optional(),
      poHeader: uuid().optional(),
      ...newLineFields,
    }),
    output: orderLineView,
    refusals: changing,
  }),
  deletePurchaseOrderLine: operation({
    name: 'purchasing.deletePurchaseOrderLine',
    http: { method: 'DELETE', ...LINE, success: 204 },
    summary: 'Take a line off a purchase order. Its id stays taken.',
    access: managePurchases,
    input: oneLine.extend({ reason: undoReason.optional() }),
    output: z.strictObject({}),
    refusals: ['input_invalid', ...frozen],
  }),
};

/** The whole order in one body; the names here are AsiriaPOS's for this very address. */
const whole = {
  placePurchaseOrder: operation({
    name: 'purchasing.placePurchaseOrder',
    http: { method: 'POST', path: '/api/purchase-orders/create/', success: 201 },
    summary: 'A new purchase order with its lines, at once.',
    access: managePurchases,
    ownId: 'poHeaderId',
    input: z.strictObject({
      poHeaderId: uuid().optional(),
      userClient: uuid().optional(),
      supplierId: uuid(),
      expectedDate: day().nullable().optional(),
      notes: longText(2000).optional(),
      items: z
        .array(
          z.strictObject({
            productId: uuid(),
            unitId: uuid().nullable().optional(),
            quantity: positiveDecimal(),
            discount: positiveDecimal().optional(),
            pricePerUnit: positiveDecimal(),
          }),
        )
        .min(1)
        .max(LINES_MAX),
    }),
    output: z.strictObject({ poHeaderId: uuid(), orderNumber: text(40) }),
    refusals: lineRefusals,
  }),
  convertPurchaseOrder: operation({
    name: 'purchasing.convertPurchaseOrder',
    http: { method: 'POST', path: `${ORDER}convert-to-purchase/`, success: 201 },
    summary: 'Make a purchase of an order, once. A second one is told which purchase it became.',
    access: managePurchases,
    ownId: 'purchaseHeaderId',
    input: z.strictObject({
      poHeaderId: uuid(),
      purchaseHeaderId: uuid().optional(),
      paymentOptionId: uuid().nullable().optional(),
      invoiceNumber: text(60, 1).optional(),
    }),
    output: z.strictObject({
      purchaseHeaderId: uuid(),
      orderNumber: text(40),
      invoiceNumber: text(60),
    }),
    refusals: ['input_invalid', 'id_reused', 'name_taken', 'order_empty', ...frozen],
  }),
  findPurchaseOrderHeader: operation({
    name: 'purchasing.findPurchaseOrderHeader',
    http: { method: 'GET', path: `${ORDER}header/` },
    summary: 'One purchase order, without its lines.',
    access: managePurchases,
    input: oneOrder,
    output: orderView,
    refusals: ['input_invalid', 'not_found'],
  }),
  findPurchaseOrderFull: operation({
    name: 'purchasing.findPurchaseOrderFull',
    http: { method: 'GET', path: `${ORDER}full/` },
    summary: 'One purchase order with its lines.',
    access: managePurchases,
    input: oneOrder,
    output: orderFullView,
    refusals: ['input_invalid', 'not_found'],
  }),
  replacePurchaseOrderFull: operation({
    name: 'purchasing.replacePurchaseOrderFull',
    http: { method: 'PUT', path: `${ORDER}full/` },
    summary: 'Change an order and lines of it at once; the total is that of all its lines.',
    access: managePurchases,
    input: z.strictObject({
      ...orderFields,
      poHeaderId: uuid(),
      details: z.array(orderLineEdit).max(LINES_MAX).optional(),
    }),
    output: orderFullView,
    refusals: changing,
  }),
};

export const purchaseOrderOperations = { ...headers, ...lines, ...whole };
