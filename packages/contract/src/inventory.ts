/** Operations of the module inventory: stock movements, levels, adjustments. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { decimal, instant, text, uuid } from './wire-types.ts';

export const movementTypes = [
  'PURCHASE',
  'SALE',
  'ADJUSTMENT',
  'RETURN',
  'DAMAGE',
  'TRANSFER',
  'INITIAL',
] as const;

const movementView = z.strictObject({
  movementId: uuid(),
  product: uuid(),
  location: uuid(),
  movementType: z.enum(movementTypes),
  quantity: decimal(),
  previousStock: decimal(),
  newStock: decimal(),
  referenceNumber: text(100),
  reason: text(500),
  createdBy: uuid().nullable(),
  occurredAt: instant(),
  createdAt: instant(),
});

const levelView = z.strictObject({
  product: uuid(),
  location: uuid(),
  onHand: decimal(),
  reserved: decimal(),
  available: decimal(),
});

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
});
export type AdjustmentView = z.infer<typeof adjustmentView>;

export const inventory = {
  listMovements: operation({
    name: 'inventory.listMovements',
    http: { method: 'GET', path: '/api/stock-movements/' },
    summary: 'Stock movements, the append-only truth that stock is the sum of.',
    access: { kind: 'user', capability: 'stock_view' },
    input: listQuery(['created_at'], {
      product: uuid().optional(),
      movementType: z.enum(movementTypes).optional(),
      referenceNumber: text(100).optional(),
    }),
    output: listOf(movementView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  listLevels: operation({
    name: 'inventory.listLevels',
    http: { method: 'GET', path: '/api/stock-levels/' },
    summary: 'What is on hand, reserved and available.',
    access: { kind: 'user', capability: 'stock_view' },
    input: listQuery(['product'], {
      product: uuid().optional(),
      isShort: z.boolean().optional(),
    }),
    output: listOf(levelView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createAdjustment: operation({
    name: 'inventory.createAdjustment',
    http: { method: 'POST', path: '/api/stock-adjustments/', success: 201 },
    summary: 'Ask for a correction of stock. It moves nothing until it is approved.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject({
      adjustmentId: uuid().optional(),
      userClient: uuid().optional(),
      product: uuid(),
      location: uuid().optional(),
      adjustmentType: z.enum(adjustmentTypes),
      quantityAdjusted: decimal(),
      reason: text(500, 1),
      referenceNumber: text(100).optional(),
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
      product: uuid().optional(),
      isApproved: z.boolean().optional(),
    }),
    output: listOf(adjustmentView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  approveAdjustment: operation({
    name: 'inventory.approveAdjustment',
    http: { method: 'POST', path: '/api/stock-adjustments/{adjustment_id}/approve/' },
    summary: 'Approve an adjustment: now the stock moves, once.',
    access: { kind: 'user', capability: 'stock_approve' },
    input: z.strictObject({ adjustmentId: uuid() }),
    output: adjustmentView,
    refusals: ['input_invalid', 'not_found', 'adjustment_decided', 'approver_is_creator'],
  }),
};
