/** One example of each operation of stock movements, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const movement = {
  movement_id: ids.movement,
  product: ids.product,
  product_name: 'Mug',
  location: ids.location,
  movement_type: 'ADJUSTMENT',
  quantity: '-2',
  previous_stock: '14',
  new_stock: '12',
  reference_number: 'REF-7',
  reason: 'Counted again',
  created_by: ids.cashier,
  occurred_at: '2026-01-31T12:00:00Z',
  created_at: '2026-01-31T12:00:00Z',
};

export const stockMovementsExamples: Examples = {
  'inventory.listMovements': {
    request: { limit: 50, ordering: '-created_at', search: 'mug' },
    response: [movement],
  },
  'inventory.findMovement': { request: { movement_id: ids.movement }, response: movement },
  'inventory.findMovementSummary': {
    request: { start_date: '2026-01-01', end_date: '2026-01-31' },
    response: {
      total_movements: 1,
      total_in: '40',
      total_out: '28',
      movements_by_type: [{ movement_type: 'ADJUSTMENT', count: 4, total_quantity: '12' }],
      recent_movements: [
        {
          movement_id: ids.movement,
          product: ids.product,
          product_name: 'Mug',
          location: ids.location,
          movement_type: 'ADJUSTMENT',
          quantity: '-2',
          previous_stock: '14',
          new_stock: '12',
          reference_number: 'REF-7',
          reason: 'Counted again',
          created_by: ids.cashier,
          occurred_at: '2026-01-31T12:00:00Z',
          created_at: '2026-01-31T12:00:00Z',
        },
      ],
    },
  },
  'inventory.setInitialStock': {
    request: {
      product: ids.product,
      location: ids.location,
      quantity: '1',
      reason: 'Counted again',
    },
    response: movement,
  },
  'inventory.listLevels': {
    request: { limit: 50, ordering: '-product' },
    response: [
      {
        product: ids.product,
        location: ids.location,
        on_hand: '12',
        reserved: '2',
        available: '10',
      },
    ],
  },
  'inventory.listShortages': {
    request: { limit: 50, ordering: '-on_hand' },
    response: [
      {
        product: ids.product,
        product_name: 'Mug',
        sku: 'KIT-00001',
        location: ids.location,
        on_hand: '12',
        sales: [
          {
            sales_header: ids.sale,
            reference_number: 'REF-7',
            quantity: '1',
            new_stock: '12',
            occurred_at: '2026-01-31T12:00:00Z',
          },
        ],
      },
    ],
  },
};
