/** One example of each operation of pull, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { promotionSetExample } from './promotions.ts';
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
      promotion_set: promotionSetExample,
      settings: {
        tenant_id: ids.tenant,
        storename: 'Duka la Tumaini',
        currency: 'KES',
        time_zone: 'Africa/Nairobi',
        roles: [
          {
            role: 'EMPLOYEE',
            capabilities: ['catalog_view', 'sale_record'],
            discount_percent_max: '10',
            price_override: false,
            refund_without_sale: false,
            refund_amount_max: null,
            pay_out_amount_max: null,
            no_sale_allowed: true,
            void_allowed: false,
          },
        ],
      },
      staff: [
        {
          user_client_id: ids.cashier,
          client_name: 'Amina',
          role: 'EMPLOYEE',
          pin: {
            algorithm: 'PBKDF2-SHA-256',
            iterations: 600_000,
            salt: '5O8mKzLxq2b1cXvN0aTfRw',
            verifier: 'mJ4n1q1oY3l0dS8m2kq5mB7yqf0uZl3Qd5r8vY6s9wA',
          },
        },
      ],
      removed_staff: [],
      customers: [
        { customer_id: ids.customer, name: 'Wanjiru Kamau', phone: null, phone_end: '1222' },
      ],
      gone_customers: [],
      customers_reset: false,
      return_policy: { allow_window_days: 30, receipt_required: false },
      rate_sheet: {
        version: 3,
        currency: 'KES',
        rates: [{ currency: 'USD', rate: '129.25', smallest: '1.00' }],
      },
      stock_levels: [
        { product: ids.product, location: ids.location, on_hand: '12', reserved: '1' },
      ],
      sections_missing: [],
    },
  },
  'catalog.findSnapshot': {},
};
