/**
 * How a product is changed, whichever way it was asked. Locks the product, then the price book's
 * head when the price or the tax code changes: a new version, so that every sale can name what it
 * was priced by. Who changed a price is told to the audit.
 */
import { isDeepStrictEqual } from 'node:util';
import type { InputOf, catalog } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import { refuse, refuseBroken } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { claimBarcode, deleteBarcodes } from './barcode-store.ts';
import type { PriceNeeds } from './needs.ts';
import { nextBarcode } from './number-series.ts';
import { insertNextBook } from './price-book-store.ts';
import type { PriceBookRow } from './price-book-store.ts';
import { productFrom, productOf, refuseForeign, refuseTwoBarcodes } from './product-input.ts';
import { insertPrice, lockProduct, productConstraints, updateProduct } from './product-store.ts';
import type { Product, ProductRow } from './product-store.ts';
import { toldProduct } from './told-product.ts';
import { withPriceBook } from './with-price-book.ts';

type ProductPatch = InputOf<typeof catalog.changeProduct>;

export async function changeKnown(
  needs: PriceNeeds,
  context: TenantContext,
  input: ProductPatch,
): Promise<ProductRow> {
  refuseForeign(context, input.userClient);
  refuseTwoBarcodes(input);
  const work = (tx: Transaction, { book }: PriceBookRow): Promise<ProductRow> =>
    change(needs, { tx, context, input, book });
  return withPriceBook(needs, context, work).catch((error: unknown) =>
    refuseBroken(error, productConstraints),
  );
}

interface Change extends Pick<PriceBookRow, 'book'> {
  readonly tx: Transaction;
  readonly context: TenantContext;
  readonly input: ProductPatch;
}

async function change(needs: PriceNeeds, asked: Change): Promise<ProductRow> {
  const { tx, context, input, book } = asked;
  const row = await lockProduct(tx, input.productId);
  if (row === undefined) refuse('not_found');
  const before = productFrom(row);
  const wanted = productOf(input, book, before);
  // Asked for again, the one it has is the one it asked for.
  const isBarcodeMissing = input.generateBarcode === true && wanted.barcode === null;
  const after = isBarcodeMissing ? { ...wanted, barcode: await nextBarcode(tx) } : wanted;
  if (isDeepStrictEqual(before, after)) return row;
  const updatedAt = needs.clock.now();
  const { product_id: productId } = row;
  if (after.priceMinor !== before.priceMinor || after.taxCode !== before.taxCode) {
    const { version } = await insertNextBook(tx, updatedAt);
    await insertPrice(tx, { ...after, productId, fromVersion: version, createdAt: updatedAt });
    tellPriceChange(tx, { row, after, version, userId: context.userId, reason: '' });
  }
  if (after.barcode !== before.barcode) {
    if (before.barcode !== null) await deleteBarcodes(tx, [before.barcode]);
    await claimMain(tx, { productId, barcode: after.barcode, createdAt: updatedAt });
  }
  const changed = await updateProduct(tx, { ...after, productId, updatedAt });
  tx.tell({ type: 'product.updated', aggregateId: productId, payload: toldProduct(changed) });
  return changed;
}

/** The barcode a product shows: its own from now on, or taken. */
export async function claimMain(
  tx: Transaction,
  main: {
    readonly productId: string;
    readonly barcode: string | null;
    readonly createdAt: Date;
  },
): Promise<void> {
  const { barcode } = main;
  if (barcode === null) return;
  if (!(await claimBarcode(tx, { ...main, barcode }))) {
    refuse('name_taken', { fields: [{ field: 'barcode', message: 'is taken' }] });
  }
}

export interface PriceChange {
  readonly row: ProductRow;
  readonly after: Pick<Product, 'priceMinor' | 'taxCode'>;
  readonly version: number;
  readonly userId: string | null;
  readonly reason: string;
}

export function tellPriceChange(tx: Transaction, told: PriceChange): void {
  const { row, after, version, userId, reason } = told;
  const { currency } = row;
  tx.tell({
    type: 'audit.events',
    aggregateId: row.product_id,
    payload: {
      chainId: 'back-office',
      action: 'PRICE_CHANGED',
      modelName: 'Product',
      objectId: row.product_id,
      userId,
      reason,
      data: {
        before: { price: decimalOf(row.price_minor, currency), taxCode: row.tax_code },
        after: { price: decimalOf(after.priceMinor, currency), taxCode: after.taxCode },
        currency,
        priceBookVersion: version,
      },
    },
  });
}
