/** Stock transfers: from one location of the shop to another, written down first, then done. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { decimal, instant, positiveDecimal, text, uuid } from './wire-types.ts';

const transferView = z.strictObject({
  transferId: uuid(),
  product: uuid(),
  fromLocation: uuid(),
  toLocation: uuid(),
  quantity: decimal(),
  reference: text(100),
  reason: text(500),
  createdBy: uuid().nullable(),
  createdAt: instant(),
  isApplied: z.boolean(),
  appliedBy: uuid().nullable(),
  appliedAt: instant().nullable(),
});
export type TransferView = z.infer<typeof transferView>;

const wanted = {
  userClient: uuid().optional(),
  /** Whoever asks; in a change, whoever wrote it down may stay. */
  createdBy: uuid().optional(),
  product: uuid(),
  fromLocation: uuid(),
  toLocation: uuid(),
  quantity: positiveDecimal(),
  reference: text(100).optional(),
  reason: text(500).optional(),
};

const TRANSFER = '/api/stock-transfers/{transfer_id}/';
const changeRefusals = [
  'input_invalid',
  'not_found',
  'amount_invalid',
  'tenant_mismatch',
  'transfer_applied',
] as const;

export const stockTransfers = {
  listTransfers: operation({
    name: 'inventory.listTransfers',
    http: { method: 'GET', path: '/api/stock-transfers/' },
    summary: 'Stock transfers, newest first.',
    access: { kind: 'user', capability: 'stock_view' },
    input: listQuery(['created_at'], {
      product: uuid().optional(),
      fromLocation: uuid().optional(),
      toLocation: uuid().optional(),
      isApplied: z.boolean().optional(),
    }),
    output: listOf(transferView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createTransfer: operation({
    name: 'inventory.createTransfer',
    http: { method: 'POST', path: '/api/stock-transfers/', success: 201 },
    summary: 'Write a transfer down. Nothing moves until it is applied.',
    access: { kind: 'user', capability: 'stock_adjust' },
    ownId: 'transferId',
    input: z.strictObject({ transferId: uuid().optional(), ...wanted }),
    output: transferView,
    refusals: ['input_invalid', 'id_reused', 'amount_invalid', 'not_found', 'tenant_mismatch'],
  }),
  findTransfer: operation({
    name: 'inventory.findTransfer',
    http: { method: 'GET', path: TRANSFER },
    summary: 'One stock transfer.',
    access: { kind: 'user', capability: 'stock_view' },
    input: z.strictObject({ transferId: uuid() }),
    output: transferView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeTransfer: operation({
    name: 'inventory.changeTransfer',
    http: { method: 'PATCH', path: TRANSFER },
    summary: 'Change some fields of a transfer that is not applied yet.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject(wanted).partial().extend({ transferId: uuid() }),
    output: transferView,
    refusals: changeRefusals,
  }),
  replaceTransfer: operation({
    name: 'inventory.replaceTransfer',
    http: { method: 'PUT', path: TRANSFER },
    summary: 'Write another transfer down instead, while it is not applied yet.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject({ transferId: uuid(), ...wanted }),
    output: transferView,
    refusals: changeRefusals,
  }),
  withdrawTransfer: operation({
    name: 'inventory.withdrawTransfer',
    http: { method: 'DELETE', path: TRANSFER, success: 204 },
    summary: 'Withdraw a transfer that is not applied yet. Its id stays taken.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject({ transferId: uuid() }),
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'transfer_applied'],
  }),
  applyTransfer: operation({
    name: 'inventory.applyTransfer',
    http: { method: 'POST', path: `${TRANSFER}apply/` },
    summary: 'Do the transfer, once: what leaves one location arrives at the other.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject({ transferId: uuid() }),
    output: transferView,
    refusals: ['input_invalid', 'not_found', 'transfer_applied', 'insufficient_stock'],
  }),
};
