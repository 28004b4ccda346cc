/**
 * A new product. It joins the price book in force: a price that nobody could have used yet needs
 * no new version. Without a SKU it gets the next one of its category.
 */
import type { catalog } from '@evertill/contract';
import type { NewProduct } from '@evertill/contract';
import type { PriceBook } from '@evertill/domain';
import { brokenUnique, createOnce, newId } from '@evertill/kernel';
import type { TenantUseCase, Transaction } from '@evertill/kernel';
import type { PriceNeeds } from './needs.ts';
import { nextBarcode, nextSku } from './number-series.ts';
import { claimMain } from './product-change.ts';
import { blankProduct, productOf, refuseForeign, refuseTwoBarcodes } from './product-input.ts';
import {
  insertPrice,
  insertProduct,
  productConstraints,
  readProduct,
  readProductEver,
} from './product-store.ts';
import type { Product, ProductRow } from './product-store.ts';
import { productViewOf } from './product-view.ts';
import { toldProduct } from './told-product.ts';
import { withPriceBook } from './with-price-book.ts';

const SKU_ATTEMPTS_MAX = 5;

export function createProduct(needs: PriceNeeds): TenantUseCase<typeof catalog.createProduct> {
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    refuseTwoBarcodes(input);
    const productId = (input.productId ?? newId(needs)).toLowerCase();
    const bodyHash = context.fingerprint();
    const createdAt = needs.clock.now();
    const insert = (): Promise<ProductRow | undefined> =>
      withPriceBook(needs, context, async (tx, { book }) => {
        // The same again: it needs no number of its own.
        if ((await readProductEver(tx, productId)) !== undefined) return undefined;
        const product = await productFor(tx, input, book);
        return make(tx, { product, productId, book, bodyHash, createdAt });
      });
    const row = await createOnce({
      bodyHash,
      fieldOf: productConstraints,
      find: () => needs.database.read(context, (tx) => readProductEver(tx, productId)),
      insert: input.sku === undefined ? () => withFreeSku(insert) : insert,
    });
    return productViewOf(row, context);
  };
}

async function productFor(tx: Transaction, input: NewProduct, book: PriceBook): Promise<Product> {
  const product = productOf(input, book, blankProduct);
  return {
    ...product,
    sku: input.sku ?? (await nextSku(tx, product.categoryId)),
    barcode: input.generateBarcode === true ? await nextBarcode(tx) : product.barcode,
  };
}

interface Made {
  readonly product: Product;
  readonly productId: string;
  readonly book: PriceBook;
  readonly bodyHash: string;
  readonly createdAt: Date;
}

async function make(tx: Transaction, made: Made): Promise<ProductRow | undefined> {
  const { product, productId, book, createdAt } = made;
  const { currency, version } = book;
  const isNew = await insertProduct(tx, { ...product, ...made, currency });
  if (!isNew) return undefined;
  await claimMain(tx, { productId, barcode: product.barcode, createdAt });
  await insertPrice(tx, { ...product, productId, fromVersion: version, createdAt });
  const row = await readProduct(tx, productId);
  if (row === undefined) throw new Error(`the product ${productId} was not written`);
  tx.tell({ type: 'product.created', aggregateId: row.product_id, payload: toldProduct(row) });
  return row;
}

/** Somebody may write the SKU we made by hand, between our look and our writing. */
async function withFreeSku<T>(insert: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await insert();
    } catch (error) {
      const isSku = brokenUnique(error) === 'products_sku_key';
      if (!isSku || attempt === SKU_ATTEMPTS_MAX) throw error;
    }
  }
}
