/** One example of each operation of stock adjustments, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const adjustment = {
  adjustment_id: ids.adjustment,
  product: ids.product,
  product_name: 'Mug',
  location: ids.location,
  adjustment_type: 'PHYSICAL_COUNT',
  quantity_adjusted: '-2',
  reason: 'Counted again',
  reference_number: 'REF-7',
  source: 'API',
  created_by: ids.cashier,
  created_at: '2026-01-31T12:00:00Z',
  is_approved: true,
  approved_by: ids.owner,
  approved_at: '2026-01-31T12:00:00Z',
  is_rejected: false,
  rejected_by: null,
  rejected_at: null,
  rejection_reason: '',
};

export const stockAdjustmentsExamples: Examples = {
  'inventory.createAdjustment': {
    request: {
      product: ids.product,
      location: ids.location,
      adjustment_type: 'PHYSICAL_COUNT',
      quantity_adjusted: '-2',
      reason: 'Counted again',
    },
    response: adjustment,
  },
  'inventory.listAdjustments': {
    request: { limit: 50, ordering: '-created_at', search: 'mug' },
    response: [adjustment],
  },
  'inventory.listPendingAdjustments': {
    request: { limit: 50, ordering: '-created_at', search: 'mug' },
    response: [adjustment],
  },
  'inventory.findAdjustment': { request: { adjustment_id: ids.adjustment }, response: adjustment },
  'inventory.changeAdjustment': {
    request: { product: ids.product, location: ids.location, adjustment_id: ids.adjustment },
    response: adjustment,
  },
  'inventory.replaceAdjustment': {
    request: {
      adjustment_id: ids.adjustment,
      product: ids.product,
      location: ids.location,
      adjustment_type: 'PHYSICAL_COUNT',
      quantity_adjusted: '-2',
      reason: 'Counted again',
    },
    response: adjustment,
  },
  'inventory.withdrawAdjustment': { request: { adjustment_id: ids.adjustment } },
  'inventory.approveAdjustment': {
    request: { adjustment_id: ids.adjustment },
    response: adjustment,
  },
  'inventory.rejectAdjustment': {
    request: { adjustment_id: ids.adjustment, reason: 'Counted again' },
    response: adjustment,
  },
};
