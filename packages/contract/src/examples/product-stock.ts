/** One example of each operation of product stock, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const lowStock = {
  product_id: ids.product,
  name: 'Mug',
  sku: 'KIT-00001',
  stock: '3',
  reserved: '2',
  minQuantity: '5',
  is_low_stock: true,
  is_out_of_stock: false,
  cost: '900.00',
  stock_value: '2700.00',
};

export const productStockExamples: Examples = {
  'inventory.listLowStock': {
    request: { limit: 50, ordering: '-name', search: 'mug' },
    response: [lowStock],
  },
  'inventory.listOutOfStock': {
    request: { limit: 50, ordering: '-name', search: 'mug' },
    response: [lowStock],
  },
  'inventory.listStockSummary': {
    request: { limit: 50, ordering: '-name', search: 'mug' },
    response: [
      {
        product_id: ids.product,
        name: 'Mug',
        sku: 'KIT-00001',
        stock: '12',
        reserved: '2',
        minQuantity: '5',
        is_low_stock: true,
        is_out_of_stock: false,
        cost: '900.00',
        stock_value: '10800.00',
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
    ],
  },
  'inventory.listStockHistory': {
    request: { limit: 50, ordering: '-created_at', product_id: ids.product },
    response: [
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
  'inventory.findValuation': {
    request: { limit: 50 },
    response: {
      currency: 'KES',
      total_quantity: '12',
      total_valuation: '10800.00',
      total_items: 1,
      items: [
        {
          product_id: ids.product,
          name: 'Mug',
          stock: '12',
          average_cost: '900.00',
          valuation: '10800.00',
        },
      ],
    },
  },
  'inventory.findReorderSuggestions': {
    response: {
      window_days: 30,
      safety_days: 7,
      suggestions: [
        {
          product_id: ids.product,
          name: 'Mug',
          current_stock: '3',
          min_quantity: '5',
          avg_daily_sales: '1.5',
          suggested_order_qty: '9',
        },
      ],
    },
  },
};
