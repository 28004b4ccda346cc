/** Takes a barcode off a product; without the one it showed, it shows none. Locks the product. */
import type { catalog } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { deleteBarcodes, readBarcodeById } from './barcode-store.ts';
import type { WriteNeeds } from './needs.ts';
import { productFrom } from './product-input.ts';
import { lockProduct, updateProduct } from './product-store.ts';
import { toldProduct } from './told-product.ts';

export function removeBarcode(needs: WriteNeeds): TenantUseCase<typeof catalog.removeBarcode> {
  return (context, { productId, barcodeId }) =>
    needs.database.inTransaction(context, async (tx) => {
      const product = await lockProduct(tx, productId);
      const found = product === undefined ? undefined : await readBarcodeById(tx, barcodeId);
      if (product === undefined || found?.product_id !== product.product_id) refuse('not_found');
      await deleteBarcodes(tx, [found.barcode]);
      if (found.is_main) {
        const updatedAt = needs.clock.now();
        const changed = { ...productFrom(product), barcode: null, productId, updatedAt };
        const row = await updateProduct(tx, changed);
        tx.tell({
          type: 'product.updated',
          aggregateId: row.product_id,
          payload: toldProduct(row),
        });
      }
      return {};
    });
}
