/** Operations on goods that came in: notes of what was received, and their lines. */
import { z } from 'zod';
import { LINES_MAX } from '@evertill/domain';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { managePurchases, undoReason } from './purchase-parts.ts';
import { day, decimal, instant, longText, positiveDecimal, text, uuid } from './wire-types.ts';

const noteView = z.strictObject({
  grnHeaderId: uuid(),
  supplier: uuid(),
  poHeader: uuid().nullable(),
  purchaseHeader: uuid(),
  grnNumber: text(60),
  receivedDate: day(),
  location: uuid().nullable(),
  notes: longText(2000),
  receivedBy: uuid().nullable(),
  createdAt: instant(),
});
export type GoodsNoteView = z.infer<typeof noteView>;

const noteLineView = z.strictObject({
  grnDetailId: uuid(),
  grnHeader: uuid(),
  purchaseDetail: uuid(),
  product: uuid(),
  unit: uuid().nullable(),
  quantity: decimal(),
  pricePerUnit: decimal(),
  /** What these pieces cost, after the discount of their line. */
  totalCost: decimal(),
});
export type GoodsNoteLineView = z.infer<typeof noteLineView>;

const noteFullView = noteView.extend({ details: z.array(noteLineView) });
export type GoodsNoteFullView = z.infer<typeof noteFullView>;

/** The line of the purchase is named, or its product; unit and price have to be that line's. */
const receivedLine = {
  grnDetailId: uuid().optional(),
  purchaseDetail: uuid().optional(),
  product: uuid().optional(),
  unit: uuid().nullable().optional(),
  quantity: positiveDecimal(),
  pricePerUnit: positiveDecimal().optional(),
};

const noteFields = {
  grnHeaderId: uuid().optional(),
  grnNumber: text(60, 1).optional(),
  receivedDate: day().optional(),
  location: uuid().nullable().optional(),
  notes: longText(2000).optional(),
};

const oneNote = z.strictObject({ grnHeaderId: uuid() });
const oneLine = z.strictObject({ grnDetailId: uuid() });

const NOTE = '/api/grnheaders/{grn_header_id}/';
const LINE = '/api/grndetails/{grn_detail_id}/';

const receiving = [
  'input_invalid',
  'id_reused',
  'not_found',
  'tenant_mismatch',
  'amount_invalid',
  'receipt_exceeds_order',
] as const;

const noteChange = z.strictObject({
  grnHeaderId: uuid(),
  userClient: uuid().optional(),
  receivedDate: day().optional(),
  notes: longText(2000).optional(),
});

const notes = {
  listGoodsNotes: operation({
    name: 'purchasing.listGoodsNotes',
    http: { method: 'GET', path: '/api/grnheaders/' },
    summary: 'Notes of goods received.',
    access: managePurchases,
    input: listQuery(['created_at', 'received_date', 'grn_number'], {
      search: text(100).optional(),
      supplier: uuid().optional(),
      purchaseHeader: uuid().optional(),
      poHeader: uuid().optional(),
      grnNumber: text(60).optional(),
    }),
    output: listOf(noteView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  receiveGoods: operation({
    name: 'purchasing.receiveGoods',
    http: { method: 'POST', path: '/api/grnheaders/', success: 201 },
    summary: 'Receive goods of a purchase, or of an order that became one: their stock rises.',
    access: managePurchases,
    ownId: 'grnHeaderId',
    input: z.strictObject({
      ...noteFields,
      userClient: uuid().optional(),
      supplier: uuid().optional(),
      poHeader: uuid().optional(),
      purchaseHeader: uuid().optional(),
      details: z.array(z.strictObject(receivedLine)).max(LINES_MAX).optional(),
    }),
    output: noteFullView,
    refusals: [...receiving, 'name_taken', 'purchase_order_open'],
  }),
  findGoodsNote: operation({
    name: 'purchasing.findGoodsNote',
    http: { method: 'GET', path: NOTE },
    summary: 'One note of goods received, with its lines.',
    access: managePurchases,
    input: oneNote,
    output: noteFullView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeGoodsNote: operation({
    name: 'purchasing.changeGoodsNote',
    http: { method: 'PATCH', path: NOTE },
    summary: 'Change the day or the notes. What came, came: its lines are not changed.',
    access: managePurchases,
    input: noteChange,
    output: noteFullView,
    refusals: ['input_invalid', 'not_found', 'tenant_mismatch'],
  }),
  replaceGoodsNote: operation({
    name: 'purchasing.replaceGoodsNote',
    http: { method: 'PUT', path: NOTE },
    summary: 'The same as a change: what is not sent stays as it is.',
    access: managePurchases,
    input: noteChange,
    output: noteFullView,
    refusals: ['input_invalid', 'not_found', 'tenant_mismatch'],
  }),
  voidGoodsNote: operation({
    name: 'purchasing.voidGoodsNote',
    http: { method: 'DELETE', path: NOTE, success: 204 },
    summary: 'Void a note: the goods go off the stock again. The audit keeps it, with the reason.',
    access: managePurchases,
    input: oneNote.extend({ reason: undoReason }),
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found'],
  }),
  generateGoodsNote: operation({
    name: 'purchasing.generateGoodsNote',
    http: {
      method: 'POST',
      path: '/api/purchases/{purchase_header_id}/generate-grn/',
      success: 201,
    },
    summary: 'Receive everything of a purchase that has not come yet.',
    access: managePurchases,
    ownId: 'grnHeaderId',
    input: z.strictObject({ purchaseHeaderId: uuid(), ...noteFields }),
    output: noteFullView,
    refusals: ['input_invalid', 'id_reused', 'not_found', 'name_taken', 'receipt_exceeds_order'],
  }),
};

const lines = {
  listGoodsNoteLines: operation({
    name: 'purchasing.listGoodsNoteLines',
    http: { method: 'GET', path: '/api/grndetails/' },
    summary: 'Lines of goods received.',
    access: managePurchases,
    input: listQuery(['created_at'], {
      grnHeader: uuid().optional(),
      purchaseDetail: uuid().optional(),
      product: uuid().optional(),
    }),
    output: listOf(noteLineView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  receiveLine: operation({
    name: 'purchasing.receiveLine',
    http: { method: 'POST', path: '/api/grndetails/', success: 201 },
    summary: 'A line more on a note of goods received: its stock rises.',
    access: managePurchases,
    ownId: 'grnDetailId',
    input: z.strictObject({ userClient: uuid().optional(), grnHeader: uuid(), ...receivedLine }),
    output: noteLineView,
    refusals: receiving,
  }),
  findGoodsNoteLine: operation({
    name: 'purchasing.findGoodsNoteLine',
    http: { method: 'GET', path: LINE },
    summary: 'One line of goods received.',
    access: managePurchases,
    input: oneLine,
    output: noteLineView,
    refusals: ['input_invalid', 'not_found'],
  }),
  voidGoodsNoteLine: operation({
    name: 'purchasing.voidGoodsNoteLine',
    http: { method: 'DELETE', path: LINE, success: 204 },
    summary: 'Void one line: its goods go off the stock again. The audit keeps it.',
    access: managePurchases,
    input: oneLine.extend({ reason: undoReason }),
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found'],
  }),
};

export const goodsReceivedOperations = { ...notes, ...lines };
