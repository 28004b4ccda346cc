/**
 * One more barcode of a product. The same again changes nothing; the first one becomes the barcode
 * that the product shows. Locks the product.
 */
import { limits } from '@evertill/contract';
import type { catalog } from '@evertill/contract';
import { refuse, refuseBroken } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import {
  barcodeConstraints,
  claimBarcode,
  countBarcodes,
  readBarcode,
  readBarcodeById,
} from './barcode-store.ts';
import { barcodeViewOf } from './barcode-view.ts';
import type { WriteNeeds } from './needs.ts';
import { lockProduct, updateProduct } from './product-store.ts';
import { productFrom } from './product-input.ts';
import { toldProduct } from './told-product.ts';

export function addBarcode(needs: WriteNeeds): TenantUseCase<typeof catalog.addBarcode> {
  const { clock, database } = needs;
  return async (context, { barcodeId, barcode, ...asked }) => {
    const productId = asked.productId.toLowerCase();
    const work = database.inTransaction(context, async (tx) => {
      const product = await lockProduct(tx, productId);
      if (product === undefined) refuse('not_found');
      const known = barcodeId === undefined ? undefined : await readBarcodeById(tx, barcodeId);
      if (known !== undefined && (known.barcode !== barcode || known.product_id !== productId)) {
        refuse('id_reused');
      }
      const before = await readBarcode(tx, barcode);
      if (before?.product_id === product.product_id) return barcodeViewOf(before);
      if ((await countBarcodes(tx, productId)) >= limits.PRODUCT_BARCODES_MAX) {
        const detail = `A product has at most ${limits.PRODUCT_BARCODES_MAX} barcodes.`;
        refuse('input_invalid', { detail, fields: [{ field: 'barcode', message: 'is too many' }] });
      }
      const createdAt = clock.now();
      if (!(await claimBarcode(tx, { productId, barcode, barcodeId, createdAt }))) {
        refuse('name_taken', { fields: [{ field: 'barcode', message: 'is taken' }] });
      }
      if (product.barcode === null) {
        const changed = { ...productFrom(product), barcode, productId, updatedAt: createdAt };
        const row = await updateProduct(tx, changed);
        tx.tell({ type: 'product.updated', aggregateId: productId, payload: toldProduct(row) });
      }
      const made = await readBarcode(tx, barcode);
      if (made === undefined) throw new Error(`the barcode ${barcode} is gone`);
      return barcodeViewOf(made);
    });
    return work.catch((error: unknown) => refuseBroken(error, barcodeConstraints));
  };
}
