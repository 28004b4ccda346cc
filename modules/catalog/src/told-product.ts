/** A product as neighbours are told of it. */
import type { EventPayload } from '@evertill/contract';
import type { ProductRow } from './product-store.ts';

type Told = Pick<
  ProductRow,
  | 'product_id'
  | 'is_active'
  | 'name'
  | 'sku'
  | 'currency'
  | 'cost_minor'
  | 'min_quantity_milli'
  | 'oversell_policy'
>;

export function toldProduct(row: Told): EventPayload<'product.updated'> {
  return {
    productId: row.product_id,
    isActive: row.is_active,
    product: {
      name: row.name,
      sku: row.sku,
      currency: row.currency,
      costMinor: row.cost_minor,
      minQuantityMilli: row.min_quantity_milli,
      oversellPolicy: row.oversell_policy,
    },
  };
}
