/** One example of each operation of pull, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

export const pullExamples: Examples = {
  'catalog.pull': {
    request: { cursor: 'eyJhdCI6MTIzfQ', limit: 50 },
    response: {
      cursor: 'eyJhdCI6MTIzfQ',
      has_more: false,
      products: [
        {
          product_id: ids.product,
          name: 'Mug',
          sku: 'KIT-00001',
          barcodes: ['6161101234567'],
          category: ids.category,
          unit: ids.unit,
          price: '1750.00',
          tax_code: 'STD',
          oversell_policy: 'WARN',
          is_active: true,
          updated_at: '2026-01-31T12:00:00Z',
        },
      ],
      deleted_products: [],
      categories: [
        { category_id: ids.category, name: 'Mug', description: 'Things for the kitchen' },
      ],
      deleted_categories: [],
      units: [{ unit_id: ids.unit, unit_name: 'piece', description: 'Things for the kitchen' }],
      deleted_units: [],
      price_book: {
        version: 1,
        currency: 'KES',
        is_tax_included: true,
        tax_rounding: 'LINE',
        rounding: 'HALF_UP',
        cash_rounding: '1',
        taxes: {
          STD: { kind: 'STANDARD', components: [{ name: 'Mug', rate_ppm: 1, is_compound: true }] },
        },
        created_at: '2026-01-31T12:00:00Z',
      },
    },
  },
  'catalog.findSnapshot': {},
};
