/** What a product's fields mean inside: minor units, thousandths, a tax code the book has. */
import type { NewProduct } from '@evertill/contract';
import {
  STOCK_MILLI_MAX,
  UNIT_PRICE_MINOR_MAX,
  milliOf,
  minorOf,
  taxRuleOf,
} from '@evertill/domain';
import type { PriceBook } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { TenantContext } from '@evertill/kernel';
import { STANDARD_TAX_CODE } from './first-price-book.ts';
import type { Product, ProductRow } from './product-store.ts';

export type ProductFields = {
  readonly [Field in keyof NewProduct]?: NewProduct[Field] | undefined;
};

/** `user_client`, where a body carries it, must be the caller's own shop. */
export function refuseForeign({ tenantId }: TenantContext, userClient: string | undefined): void {
  if (userClient !== undefined && userClient.toLowerCase() !== tenantId.toLowerCase()) {
    refuse('tenant_mismatch');
  }
}

/** Make me one, and take this one: only one of them can be meant. */
export function refuseTwoBarcodes({ barcode, generateBarcode }: ProductFields): void {
  if (generateBarcode === true && typeof barcode === 'string') {
    const message = 'goes without a barcode';
    refuse('input_invalid', { fields: [{ field: 'generate_barcode', message }] });
  }
}

/** The fields that were given, in the product's own terms, upon what stood there before. */
export function productOf(input: ProductFields, book: PriceBook, before: Product): Product {
  const { currency } = book;
  const { price, cost, minQuantity, taxCode } = input;
  if (taxCode !== undefined && taxRuleOf(book, taxCode) === undefined) {
    refuse('input_invalid', {
      detail: `The price book has no tax code ${taxCode}.`,
      fields: [{ field: 'tax_code', message: 'is not in the price book' }],
    });
  }
  return {
    name: input.name ?? before.name,
    sku: input.sku ?? before.sku,
    barcode: given(input.barcode, before.barcode),
    description: input.description ?? before.description,
    categoryId: given(input.category, before.categoryId),
    unitId: given(input.unit, before.unitId),
    priceMinor: price === undefined ? before.priceMinor : amountOf('price', price, currency),
    costMinor: cost == null ? given(cost, before.costMinor) : amountOf('cost', cost, currency),
    taxCode: taxCode ?? before.taxCode,
    minQuantityMilli:
      minQuantity === undefined ? before.minQuantityMilli : quantityOf('minQuantity', minQuantity),
    oversellPolicy: input.oversellPolicy ?? before.oversellPolicy,
    isActive: input.isActive ?? before.isActive,
  };
}

export function productFrom(row: ProductRow): Product {
  return {
    name: row.name,
    sku: row.sku,
    barcode: row.barcode,
    description: row.description,
    categoryId: row.category_id,
    unitId: row.unit_id,
    priceMinor: row.price_minor,
    costMinor: row.cost_minor,
    taxCode: row.tax_code,
    minQuantityMilli: row.min_quantity_milli,
    oversellPolicy: row.oversell_policy,
    isActive: row.is_active,
  };
}

/** What a product is where nobody says otherwise. */
export const blankProduct: Product = {
  name: '',
  sku: '',
  barcode: null,
  description: '',
  categoryId: null,
  unitId: null,
  priceMinor: 0,
  costMinor: null,
  taxCode: STANDARD_TAX_CODE,
  minQuantityMilli: 0,
  oversellPolicy: 'WARN',
  isActive: true,
};

/** Null is a value here; only what was not given at all stays as it was. */
function given<T>(value: T | null | undefined, before: T | null): T | null {
  return value === undefined ? before : value;
}

/** An amount in minor units; refused when it is finer than the currency, or too large. */
export function amountOf(field: string, decimal: string, currency: string): number {
  const minor = minorOf(decimal, currency);
  if (minor === undefined || minor > UNIT_PRICE_MINOR_MAX) {
    refuse('amount_invalid', { fields: [{ field, message: `is no amount in ${currency}` }] });
  }
  return minor;
}

function quantityOf(field: string, decimal: string): number {
  const milli = milliOf(decimal);
  if (milli === undefined || milli > STOCK_MILLI_MAX) {
    refuse('amount_invalid', {
      fields: [{ field, message: 'is finer than a thousandth, or too large' }],
    });
  }
  return milli;
}
