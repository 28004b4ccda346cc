/** Stock movements and levels: what is on the shelf, and every change that made it so. */
import { movementTypes } from '@evertill/domain';
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { day, decimal, instant, positiveDecimal, text, uuid, whole } from './wire-types.ts';

export const movementView = z.strictObject({
  movementId: uuid(),
  product: uuid(),
  productName: text(200).nullable(),
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
export type MovementView = z.infer<typeof movementView>;

const levelView = z.strictObject({
  product: uuid(),
  location: uuid(),
  onHand: decimal(),
  reserved: decimal(),
  available: decimal(),
});

const shortageView = z.strictObject({
  product: uuid(),
  productName: text(200).nullable(),
  sku: text(64).nullable(),
  location: uuid(),
  onHand: decimal(),
  sales: z.array(
    z.strictObject({
      salesHeader: uuid(),
      referenceNumber: text(100),
      quantity: decimal(),
      newStock: decimal(),
      occurredAt: instant(),
    }),
  ),
});
export type ShortageView = z.infer<typeof shortageView>;

/** Whole days by the shop's own clock, the last one included. */
const days = { startDate: day().optional(), endDate: day().optional() };

export const stockMovements = {
  listMovements: operation({
    name: 'inventory.listMovements',
    http: { method: 'GET', path: '/api/stock-movements/' },
    summary: 'Stock movements, the append-only truth that stock is the sum of.',
    access: { kind: 'user', capability: 'stock_view' },
    input: listQuery(['created_at', 'quantity'], {
      search: text(100).optional(),
      product: uuid().optional(),
      location: uuid().optional(),
      movementType: z.enum(movementTypes).optional(),
      referenceNumber: text(100).optional(),
      ...days,
    }),
    output: listOf(movementView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  findMovement: operation({
    name: 'inventory.findMovement',
    http: { method: 'GET', path: '/api/stock-movements/{movement_id}/' },
    summary: 'One stock movement.',
    access: { kind: 'user', capability: 'stock_view' },
    input: z.strictObject({ movementId: uuid() }),
    output: movementView,
    refusals: ['input_invalid', 'not_found'],
  }),
  findMovementSummary: operation({
    name: 'inventory.findMovementSummary',
    http: { method: 'GET', load: 'heavy', path: '/api/stock-movements/summary/' },
    summary: 'How much came and went, by type, and the ten movements last made.',
    access: { kind: 'user', capability: 'stock_view' },
    input: z.strictObject(days),
    output: z.strictObject({
      totalMovements: whole(0),
      totalIn: decimal(),
      totalOut: decimal(),
      movementsByType: z.array(
        z.strictObject({
          movementType: z.enum(movementTypes),
          count: whole(0),
          totalQuantity: decimal(),
        }),
      ),
      recentMovements: z.array(movementView),
    }),
    mayLag: true,
    refusals: ['input_invalid'],
  }),
  setInitialStock: operation({
    name: 'inventory.setInitialStock',
    http: { method: 'POST', path: '/api/stock-movements/initial/', success: 201 },
    summary: 'The opening stock of a product at a location, once.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject({
      userClient: uuid().optional(),
      product: uuid(),
      location: uuid().optional(),
      quantity: positiveDecimal(),
      reason: text(500).optional(),
      referenceNumber: text(100).optional(),
    }),
    output: movementView,
    refusals: [
      'input_invalid',
      'amount_invalid',
      'not_found',
      'tenant_mismatch',
      'stock_initial_exists',
    ],
  }),
  listLevels: operation({
    name: 'inventory.listLevels',
    http: { method: 'GET', path: '/api/stock-levels/' },
    summary: 'What is on hand, reserved and available.',
    access: { kind: 'user', capability: 'stock_view' },
    input: listQuery(['product'], {
      product: uuid().optional(),
      location: uuid().optional(),
      isShort: z.boolean().optional(),
    }),
    output: listOf(levelView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  listShortages: operation({
    name: 'inventory.listShortages',
    http: { method: 'GET', path: '/api/stock-levels/shortages/' },
    summary: 'What was sold beyond what was there, and the last twenty sales that did it.',
    access: { kind: 'user', capability: 'stock_view' },
    input: listQuery(['on_hand'], { product: uuid().optional(), location: uuid().optional() }),
    output: listOf(shortageView),
    isList: true,
    refusals: ['input_invalid'],
  }),
};
