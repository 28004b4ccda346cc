/**
 * Takes a product out of the shop. The row stays, since sales name it, and with it the SKU; the
 * barcodes are free for another product. It does not come back. Locks the product.
 */
import type { catalog } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { deleteBarcodesOf } from './barcode-store.ts';
import type { WriteNeeds } from './needs.ts';
import { lockProduct, markArchived } from './product-store.ts';
import { toldProduct } from './told-product.ts';

export function archiveProduct(needs: WriteNeeds): TenantUseCase<typeof catalog.archiveProduct> {
  return (context, { productId }) =>
    needs.database.inTransaction(context, async (tx) => {
      const row = await lockProduct(tx, productId);
      if (row === undefined) refuse('not_found');
      const { product_id: id, name, sku, barcode } = row;
      await deleteBarcodesOf(tx, id);
      await markArchived(tx, { productId: id, archivedAt: needs.clock.now() });
      const payload = toldProduct({ ...row, is_active: false });
      tx.tell({ type: 'product.updated', aggregateId: id, payload });
      tx.tell({ type: 'product.deleted', aggregateId: id, payload: { productId: id } });
      tx.tell({
        type: 'audit.events',
        aggregateId: id,
        payload: {
          chainId: 'back-office',
          action: 'PRODUCT_DELETED',
          modelName: 'Product',
          objectId: id,
          userId: context.userId,
          reason: '',
          data: { before: { name, sku, barcode, isActive: row.is_active }, after: null },
        },
      });
      return {};
    });
}
