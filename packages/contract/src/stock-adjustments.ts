/** Stock adjustments: a correction is asked for by one person and decided by another. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { decimal, instant, text, uuid } from './wire-types.ts';

const adjustmentTypes = [
  'CORRECTION',
  'DAMAGE',
  'EXPIRY',
  'THEFT',
  'PHYSICAL_COUNT',
  'OTHER',
] as const;

const adjustmentView = z.strictObject({
  adjustmentId: uuid(),
  product: uuid(),
  productName: text(200).nullable(),
  location: uuid(),
  adjustmentType: z.enum(adjustmentTypes),
  quantityAdjusted: decimal(),
  reason: text(500),
  referenceNumber: text(100),
  source: z.enum(['API', 'IMPORT']),
  createdBy: uuid(),
  createdAt: instant(),
  isApproved: z.boolean(),
  approvedBy: uuid().nullable(),
  approvedAt: instant().nullable(),
  isRejected: z.boolean(),
  rejectedBy: uuid().nullable(),
  rejectedAt: instant().nullable(),
  rejectionReason: text(500),
});
export type AdjustmentView = z.infer<typeof adjustmentView>;

const wanted = {
  userClient: uuid().optional(),
  /** Whoever asks; in a change, whoever asked first may stay. */
  createdBy: uuid().optional(),
  product: uuid(),
  location: uuid().optional(),
  adjustmentType: z.enum(adjustmentTypes),
  quantityAdjusted: decimal(),
  reason: text(500, 1),
  referenceNumber: text(100).optional(),
};

const narrowedBy = {
  search: text(100).optional(),
  product: uuid().optional(),
  location: uuid().optional(),
  adjustmentType: z.enum(adjustmentTypes).optional(),
};

const ADJUSTMENT = '/api/stock-adjustments/{adjustment_id}/';

const changeRefusals = [
  'input_invalid',
  'not_found',
  'amount_invalid',
  'tenant_mismatch',
  'adjustment_decided',
] as const;

export const stockAdjustments = {
  createAdjustment: operation({
    name: 'inventory.createAdjustment',
    http: { method: 'POST', path: '/api/stock-adjustments/', success: 201 },
    summary: 'Ask for a correction of stock. It moves nothing until it is approved.',
    access: { kind: 'user', capability: 'stock_adjust' },
    ownId: 'adjustmentId',
    input: z.strictObject({
      adjustmentId: uuid().optional(),
      ...wanted,
      source: z.enum(['API', 'IMPORT']).optional(),
    }),
    output: adjustmentView,
    refusals: ['input_invalid', 'id_reused', 'amount_invalid', 'not_found', 'tenant_mismatch'],
  }),
  listAdjustments: operation({
    name: 'inventory.listAdjustments',
    http: { method: 'GET', path: '/api/stock-adjustments/' },
    summary: 'Stock adjustments.',
    access: { kind: 'user', capability: 'stock_view' },
    input: listQuery(['created_at'], {
      ...narrowedBy,
      isApproved: z.boolean().optional(),
      isRejected: z.boolean().optional(),
    }),
    output: listOf(adjustmentView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  listPendingAdjustments: operation({
    name: 'inventory.listPendingAdjustments',
    http: { method: 'GET', path: '/api/stock-adjustments/pending/' },
    summary: 'Stock adjustments that nobody has decided yet.',
    access: { kind: 'user', capability: 'stock_view' },
    input: listQuery(['created_at'], narrowedBy),
    output: listOf(adjustmentView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  findAdjustment: operation({
    name: 'inventory.findAdjustment',
    http: { method: 'GET', path: ADJUSTMENT },
    summary: 'One stock adjustment.',
    access: { kind: 'user', capability: 'stock_view' },
    input: z.strictObject({ adjustmentId: uuid() }),
    output: adjustmentView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeAdjustment: operation({
    name: 'inventory.changeAdjustment',
    http: { method: 'PATCH', path: ADJUSTMENT },
    summary: 'Change some fields of an adjustment that is not decided yet.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject(wanted).partial().extend({ adjustmentId: uuid() }),
    output: adjustmentView,
    refusals: changeRefusals,
  }),
  replaceAdjustment: operation({
    name: 'inventory.replaceAdjustment',
    http: { method: 'PUT', path: ADJUSTMENT },
    summary: 'Ask for another correction instead, while it is not decided yet.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject({ adjustmentId: uuid(), ...wanted }),
    output: adjustmentView,
    refusals: changeRefusals,
  }),
  withdrawAdjustment: operation({
    name: 'inventory.withdrawAdjustment',
    http: { method: 'DELETE', path: ADJUSTMENT, success: 204 },
    summary: 'Withdraw an adjustment that is not decided yet. Its id stays taken.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject({ adjustmentId: uuid() }),
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'adjustment_decided'],
  }),
  approveAdjustment: operation({
    name: 'inventory.approveAdjustment',
    http: { method: 'POST', path: `${ADJUSTMENT}approve/` },
    summary: 'Approve an adjustment: now the stock moves, once.',
    access: { kind: 'user', capability: 'stock_approve' },
    input: z.strictObject({ adjustmentId: uuid() }),
    output: adjustmentView,
    refusals: ['input_invalid', 'not_found', 'adjustment_decided', 'approver_is_creator'],
  }),
  rejectAdjustment: operation({
    name: 'inventory.rejectAdjustment',
    http: { method: 'POST', path: `${ADJUSTMENT}reject/` },
    summary: 'Reject an adjustment: it moves nothing, ever.',
    access: { kind: 'user', capability: 'stock_approve' },
    input: z.strictObject({ adjustmentId: uuid(), reason: text(500, 1) }),
    output: adjustmentView,
    refusals: ['input_invalid', 'not_found', 'adjustment_decided'],
  }),
};
