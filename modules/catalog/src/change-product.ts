/**
 * Changes some fields of a product. A new price or tax code makes a new price book version, so
 * that every sale can name what it was priced by; who changed it is told to the audit.
 */
import { isDeepStrictEqual } from 'node:util';
import type { InputOf, catalog } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import { refuseBroken } from './create-once.ts';
import type { PriceNeeds } from './needs.ts';
import { insertNextBook } from './price-book-store.ts';
import type { PriceBookRow } from './price-book-store.ts';
import { productOf, refuseForeign } from './product-input.ts';
import { insertPrice, lockProduct, productConstraints, updateProduct } from './product-store.ts';
import type { Product, ProductRow } from './product-store.ts';
import { productViewOf } from './product-view.ts';
import { withPriceBook } from './with-price-book.ts';

type ProductPatch = InputOf<typeof catalog.changeProduct>;

export function changeProduct(needs: PriceNeeds): TenantUseCase<typeof catalog.changeProduct> {
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    const work = (tx: Transaction, { book }: PriceBookRow): Promise<ProductRow> =>
      change(needs, { tx, context, input, book });
    const row = await withPriceBook(needs, context, work).catch((error: unknown) =>
      refuseBroken(error, productConstraints),
    );
    return productViewOf(row, context);
  };
}

interface Change extends Pick<PriceBookRow, 'book'> {
  readonly tx: Transaction;
  readonly context: TenantContext;
  readonly input: ProductPatch;
}

async function change(needs: PriceNeeds, asked: Change): Promise<ProductRow> {
  const { tx, input, book } = asked;
  const row = await lockProduct(tx, input.productId);
  if (row === undefined) refuse('not_found');
  const before = productFrom(row);
  const after = productOf(input, book, before);
  if (isDeepStrictEqual(before, after)) return row;
  const updatedAt = needs.clock.now();
  if (after.priceMinor !== before.priceMinor || after.taxCode !== before.taxCode) {
    const { version } = await insertNextBook(tx, updatedAt);
    const { product_id: productId } = row;
    await insertPrice(tx, { ...after, productId, fromVersion: version, createdAt: updatedAt });
    tellAudit(asked, { row, after, version });
  }
  const changed = await updateProduct(tx, { ...after, productId: row.product_id, updatedAt });
  tx.tell({
    type: 'product.updated',
    aggregateId: changed.product_id,
    payload: { productId: changed.product_id, isActive: changed.is_active },
  });
  return changed;
}

function productFrom(row: ProductRow): Product {
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

interface PriceChange {
  readonly row: ProductRow;
  readonly after: Product;
  readonly version: number;
}

function tellAudit({ tx, context }: Change, { row, after, version }: PriceChange): void {
  const { currency } = row;
  tx.tell({
    type: 'audit.events',
    aggregateId: row.product_id,
    payload: {
      chainId: 'back-office',
      action: 'product.price_changed',
      modelName: 'Product',
      objectId: row.product_id,
      userId: context.userId,
      reason: '',
      data: {
        before: { price: decimalOf(row.price_minor, currency), taxCode: row.tax_code },
        after: { price: decimalOf(after.priceMinor, currency), taxCode: after.taxCode },
        currency,
        priceBookVersion: version,
      },
    },
  });
}
