/** The barcodes of a product, a page at a time. */
import type { catalog } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { readBarcodesOf } from './barcode-store.ts';
import type { BarcodeRow } from './barcode-store.ts';
import { barcodeViewOf } from './barcode-view.ts';
import type { ReadNeeds } from './needs.ts';
import { readProduct } from './product-store.ts';

export function listBarcodes({ database }: ReadNeeds): TenantUseCase<typeof catalog.listBarcodes> {
  return (context, query) =>
    database.read(context, async (tx) => {
      if ((await readProduct(tx, query.productId)) === undefined) refuse('not_found');
      const page = await readBarcodesOf(tx, query);
      return {
        items: page.rows.map((row) => barcodeViewOf(row as BarcodeRow)),
        totalCount: page.totalCount,
        nextCursor: page.nextCursor,
      };
    });
}
