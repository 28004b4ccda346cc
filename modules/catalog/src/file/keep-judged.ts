/** Writes what the judged lines of a file come to, and tells it. */
import type { PriceBook } from '@evertill/domain';
import { derivedId } from '@evertill/kernel';
import type { Transaction } from '@evertill/kernel';
import { deleteBarcodes } from '../barcode-store.ts';
import { insertNextBook } from '../price-book-store.ts';
import { tellPriceChange } from '../product-change.ts';
import { toldProduct } from '../told-product.ts';
import {
  insertBarcodes,
  insertPrices,
  insertProducts,
  readBarcodeOwners,
  updateProducts,
} from './import-store.ts';
import type { KnownRow, Written } from './import-store.ts';
import type { Judged } from './judge-rows.ts';

export interface Keeping {
  readonly book: PriceBook;
  readonly createdAt: Date;
  readonly userId: string | null;
  readonly reason: string;
}

interface Changed {
  readonly before: KnownRow;
  readonly after: Written;
}

export async function keepJudged(
  tx: Transaction,
  judged: readonly Judged[],
  keeping: Keeping,
): Promise<void> {
  const { book, createdAt } = keeping;
  const made = judged.flatMap(({ outcome, after }) =>
    outcome === 'CREATED' && after !== undefined ? [after] : [],
  );
  const changed = judged.flatMap(({ outcome, before, after }): Changed[] =>
    outcome === 'CHANGED' && before !== undefined && after !== undefined ? [{ before, after }] : [],
  );
  await keepPrices(tx, changed, keeping);
  await freeBarcodes(tx, changed);
  if (made.length > 0) {
    await insertProducts(tx, made, { currency: book.currency, createdAt });
    await insertPrices(tx, made, { fromVersion: book.version, createdAt });
  }
  if (changed.length > 0) {
    await updateProducts(
      tx,
      changed.map(({ after }) => after),
      createdAt,
    );
  }
  await takeBarcodes(tx, [...made, ...changed.map(({ after }) => after)], createdAt);
  tellProducts(tx, { made, changed, currency: book.currency });
}

async function keepPrices(
  tx: Transaction,
  changed: readonly Changed[],
  { createdAt, userId, reason }: Keeping,
): Promise<void> {
  const priced = changed.filter(
    ({ before, after }) =>
      before.price_minor !== after.priceMinor || before.tax_code !== after.taxCode,
  );
  if (priced.length === 0) return;
  const { version } = await insertNextBook(tx, createdAt);
  await insertPrices(
    tx,
    priced.map(({ after }) => after),
    { fromVersion: version, createdAt },
  );
  for (const { before, after } of priced) {
    tellPriceChange(tx, { row: before, after, version, userId, reason });
  }
}

async function freeBarcodes(tx: Transaction, changed: readonly Changed[]): Promise<void> {
  const freed = changed.flatMap(({ before, after }) =>
    before.barcode !== null && before.barcode !== after.barcode ? [before.barcode] : [],
  );
  if (freed.length > 0) await deleteBarcodes(tx, freed);
}

async function takeBarcodes(
  tx: Transaction,
  products: readonly Written[],
  createdAt: Date,
): Promise<void> {
  const wanted = products.flatMap(({ productId, barcode }) =>
    barcode === null
      ? []
      : [
          {
            productId,
            barcode,
            barcodeId: derivedId(tx.tenantId, `barcode:${productId}:${barcode}`),
          },
        ],
  );
  const owners = await readBarcodeOwners(
    tx,
    wanted.map(({ barcode }) => barcode),
  );
  const missing = wanted.filter(({ productId, barcode }) => owners.get(barcode) !== productId);
  if (missing.length > 0) await insertBarcodes(tx, missing, createdAt);
}

interface Told {
  readonly made: readonly Written[];
  readonly changed: readonly Changed[];
  readonly currency: string;
}

function tellProducts(tx: Transaction, { made, changed, currency }: Told): void {
  const tell = (type: 'product.created' | 'product.updated', product: Written): void => {
    const payload = toldProduct({
      product_id: product.productId,
      is_active: product.isActive,
      name: product.name,
      sku: product.sku,
      currency,
      cost_minor: product.costMinor,
      min_quantity_milli: product.minQuantityMilli,
      oversell_policy: product.oversellPolicy,
    });
    tx.tell({ type, aggregateId: product.productId, payload });
  };
  for (const product of made) tell('product.created', product);
  for (const { after } of changed) tell('product.updated', after);
}
