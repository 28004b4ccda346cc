/** A product's row as the contract promised it. What it cost is for those who run the shop. */
import { mayDo } from '@evertill/contract';
import type { ProductView } from '@evertill/contract';
import { averageCostMinor, decimalOf, decimalOfMilli } from '@evertill/domain';
import type { Context } from '@evertill/kernel';
import type { ProductRow } from './product-store.ts';

export function productViewOf(row: ProductRow, { roles }: Pick<Context, 'roles'>): ProductView {
  return {
    productId: row.product_id,
    name: row.name,
    sku: row.sku,
    barcode: row.barcode,
    description: row.description,
    category: row.category_id,
    categoryName: row.category_name,
    unit: row.unit_id,
    price: decimalOf(row.price_minor, row.currency),
    ...(mayDo(roles, 'catalog_manage') ? { cost: costOf(row), averageCost: averageOf(row) } : {}),
    taxCode: row.tax_code,
    minQuantity: decimalOfMilli(row.min_quantity_milli),
    oversellPolicy: row.oversell_policy,
    isActive: row.is_active,
    currency: row.currency,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** Until goods were received, the cost is all that is known. */
function averageOf(row: ProductRow): string | null {
  const { average_milli_minor: average } = row;
  return average === null ? costOf(row) : decimalOf(averageCostMinor(average), row.currency);
}

function costOf(row: ProductRow): string | null {
  return row.cost_minor === null ? null : decimalOf(row.cost_minor, row.currency);
}
