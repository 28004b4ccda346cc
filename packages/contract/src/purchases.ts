/** Operations on what was bought: purchases and their lines. */
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
import { day, decimal, instant, text, uuid } from './wire-types.ts';

/** How much of what was ordered has come. */
const receiptStates = ['NONE', 'PARTIAL', 'FULL'] as const;

const purchaseView = z.strictObject({
  purchaseHeaderId: uuid(),
  supplier: uuid(),
  supplierName: text(150),
  paymentOption: uuid().nullable(),
  poHeader: uuid().nullable(),
  orderNumber: text(40),
  invoiceNumber: text(60),
  purchaseDate: day(),
  subtotal: decimal(),
  totalCost: decimal(),
  amountPaid: decimal(),
  remainingBalance: decimal(),
  receiptState: z.enum(receiptStates),
  currency: text(3),
  createdAt: instant(),
});
export type PurchaseView = z.infer<typeof purchaseView>;

const purchaseLineView = z.strictObject({
  purchaseDetailId: uuid(),
  purchaseHeader: uuid(),
  ...lineView,
  quantityReceived: decimal(),
});
export type PurchaseLineView = z.infer<typeof purchaseLineView>;

const purchaseFullView = purchaseView.extend({ details: z.array(purchaseLineView) });
export type PurchaseFullView = z.infer<typeof purchaseFullView>;

const purchaseFields = {
  userClient: uuid().optional(),
  supplier: uuid().optional(),
  paymentOption: uuid().nullable().optional(),
  invoiceNumber: text(60, 1).optional(),
  purchaseDate: day().optional(),
};

const purchaseLineEdit = lineEdit.extend({ purchaseDetailId: uuid().optional() });
const onePurchase = z.strictObject({ purchaseHeaderId: uuid() });
const oneLine = z.strictObject({ purchaseDetailId: uuid() });

const HEADER = '/api/purchaseheaders/{purchase_header_id}/';
const PURCHASE = '/api/purchases/{purchase_header_id}/';
const LINE = '/api/purchasedetails/{purchase_detail_id}/';

const headerRefusals = ['input_invalid', 'not_found', 'tenant_mismatch', 'name_taken'] as const;
const changing = [...lineRefusals, 'goods_received', 'total_below_paid'] as const;

const headers = {
  listPurchases: operation({
    name: 'purchasing.listPurchases',
    http: { method: 'GET', path: '/api/purchaseheaders/' },
    summary: 'Purchases.',
    access: managePurchases,
    input: listQuery(['created_at', 'purchase_date', 'order_number', 'remaining_balance'], {
      search: text(100).optional(),
      supplier: uuid().optional(),
      paymentOption: uuid().optional(),
      orderNumber: text(40).optional(),
      invoiceNumber: text(60).optional(),
      isPaid: z.boolean().optional(),
    }),
    output: listOf(purchaseView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createPurchase: operation({
    name: 'purchasing.createPurchase',
    http: { method: 'POST', path: '/api/purchaseheaders/', success: 201 },
    summary: 'A new purchase without lines. It gets its numbers; an invoice number may be named.',
    access: managePurchases,
    ownId: 'purchaseHeaderId',
    input: z.strictObject({
      ...purchaseFields,
      purchaseHeaderId: uuid().optional(),
      supplier: uuid(),
    }),
    output: purchaseView,
    refusals: [...headerRefusals, 'id_reused'],
  }),
  findPurchase: operation({
    name: 'purchasing.findPurchase',
    http: { method: 'GET', path: HEADER },
    summary: 'One purchase, without its lines.',
    access: managePurchases,
    input: onePurchase,
    output: purchaseView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changePurchase: operation({
    name: 'purchasing.changePurchase',
    http: { method: 'PATCH', path: HEADER },
    summary: 'Change some fields of a purchase. The supplier stays once goods or money moved.',
    access: managePurchases,
    input: z.strictObject({ ...purchaseFields, purchaseHeaderId: uuid() }),
    output: purchaseView,
    refusals: [...headerRefusals, 'in_use'],
  }),
  replacePurchase: operation({
    name: 'purchasing.replacePurchase',
    http: { method: 'PUT', path: HEADER },
    summary: 'Change a purchase; the supplier is required.',
    access: managePurchases,
    input: z.strictObject({ ...purchaseFields, purchaseHeaderId: uuid(), supplier: uuid() }),
    output: purchaseView,
    refusals: [...headerRefusals, 'in_use'],
  }),
  deletePurchase: operation({
    name: 'purchasing.deletePurchase',
    http: { method: 'DELETE', path: HEADER, success: 204 },
    summary: 'Void a purchase that nothing was paid on or received of. The audit keeps it.',
    access: managePurchases,
    input: onePurchase.extend({ reason: undoReason }),
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'in_use'],
  }),
  findPurchaseHeader: operation({
    name: 'purchasing.findPurchaseHeader',
    http: { method: 'GET', path: `${PURCHASE}header/` },
    summary: 'One purchase, without its lines.',
    access: managePurchases,
    input: onePurchase,
    output: purchaseView,
    refusals: ['input_invalid', 'not_found'],
  }),
  findPurchaseFull: operation({
    name: 'purchasing.findPurchaseFull',
    http: { method: 'GET', path: `${PURCHASE}full/` },
    summary: 'One purchase with its lines.',
    access: managePurchases,
    input: onePurchase,
    output: purchaseFullView,
    refusals: ['input_invalid', 'not_found'],
  }),
  replacePurchaseFull: operation({
    name: 'purchasing.replacePurchaseFull',
    http: { method: 'PUT', path: `${PURCHASE}full/` },
    summary: 'Change a purchase and lines of it at once; what was paid stays paid.',
    access: managePurchases,
    input: z.strictObject({
      ...purchaseFields,
      purchaseHeaderId: uuid(),
      details: z.array(purchaseLineEdit).max(LINES_MAX).optional(),
    }),
    output: purchaseFullView,
    refusals: [...changing, 'name_taken', 'in_use'],
  }),
};

const lines = {
  listPurchaseLines: operation({
    name: 'purchasing.listPurchaseLines',
    http: { method: 'GET', path: '/api/purchasedetails/' },
    summary: 'Lines of purchases.',
    access: managePurchases,
    input: listQuery(['created_at'], {
      purchaseHeader: uuid().optional(),
      product: uuid().optional(),
    }),
    output: listOf(purchaseLineView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createPurchaseLine: operation({
    name: 'purchasing.createPurchaseLine',
    http: { method: 'POST', path: '/api/purchasedetails/', success: 201 },
    summary: 'A line more on a purchase. It moves no stock: receiving does.',
    access: managePurchases,
    ownId: 'purchaseDetailId',
    input: z.strictObject({
      purchaseDetailId: uuid().optional(),
      userClient: uuid().optional(),
      purchaseHeader: uuid(),
      ...newLineFields,
    }),
    output: purchaseLineView,
    refusals: lineRefusals,
  }),
  findPurchaseLine: operation({
    name: 'purchasing.findPurchaseLine',
    http: { method: 'GET', path: LINE },
    summary: 'One line of a purchase.',
    access: managePurchases,
    input: oneLine,
    output: purchaseLineView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changePurchaseLine: operation({
    name: 'purchasing.changePurchaseLine',
    http: { method: 'PATCH', path: LINE },
    summary: 'Change some fields of a line. Once goods came of it, only its quantity changes.',
    access: managePurchases,
    input: z.strictObject({
      purchaseDetailId: uuid(),
      userClient: uuid().optional(),
      ...lineChangeFields,
    }),
    output: purchaseLineView,
    refusals: changing,
  }),
  replacePurchaseLine: operation({
    name: 'purchasing.replacePurchaseLine',
    http: { method: 'PUT', path: LINE },
    summary: 'Change a line; product, quantity and price are required.',
    access: managePurchases,
    input: z.strictObject({
      purchaseDetailId: uuid(),
      userClient: uuid().optional(),
      purchaseHeader: uuid().optional(),
      ...newLineFields,
    }),
    output: purchaseLineView,
    refusals: changing,
  }),
  deletePurchaseLine: operation({
    name: 'purchasing.deletePurchaseLine',
    http: { method: 'DELETE', path: LINE, success: 204 },
    summary: 'Take a line off a purchase that nothing was received of. Its id stays taken.',
    access: managePurchases,
    input: oneLine.extend({ reason: undoReason.optional() }),
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'goods_received', 'total_below_paid'],
  }),
};

export const purchaseOperations = { ...headers, ...lines };
