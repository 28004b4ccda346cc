/** One example of each operation of stock transfers, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const transfer = {
  transfer_id: ids.transfer,
  product: ids.product,
  from_location: ids.location,
  to_location: ids.storeroom,
  quantity: '1',
  reference: 'TX-123',
  reason: 'The shelf is empty',
  created_by: ids.cashier,
  created_at: '2026-01-31T12:00:00Z',
  is_applied: false,
  applied_by: null,
  applied_at: null,
};

export const stockTransfersExamples: Examples = {
  'inventory.listTransfers': {
    request: { limit: 50, ordering: '-created_at' },
    response: [transfer],
  },
  'inventory.createTransfer': {
    request: {
      user_client: ids.tenant,
      product: ids.product,
      from_location: ids.location,
      to_location: ids.storeroom,
      quantity: 1,
      reference: 'TX-123',
      reason: 'The shelf is empty',
      created_by: ids.cashier,
    },
    response: transfer,
  },
  'inventory.findTransfer': { request: { transfer_id: ids.transfer }, response: transfer },
  'inventory.changeTransfer': {
    request: { product: ids.product, from_location: ids.location, transfer_id: ids.transfer },
    response: transfer,
  },
  'inventory.replaceTransfer': {
    request: {
      transfer_id: ids.transfer,
      product: ids.product,
      from_location: ids.location,
      to_location: ids.storeroom,
      quantity: '1',
      reference: 'TX-123',
      reason: 'The shelf is empty',
    },
    response: transfer,
  },
  'inventory.withdrawTransfer': { request: { transfer_id: ids.transfer } },
  'inventory.applyTransfer': { request: { transfer_id: ids.transfer }, response: transfer },
};
