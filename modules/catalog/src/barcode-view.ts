/** A row of barcodes as the contract promised it. */
import type { OutputOf, catalog } from '@evertill/contract';
import type { BarcodeRow } from './barcode-store.ts';

export function barcodeViewOf(row: BarcodeRow): OutputOf<typeof catalog.addBarcode> {
  return {
    barcodeId: row.barcode_id,
    product: row.product_id,
    barcode: row.barcode,
    isMain: row.is_main,
    createdAt: row.created_at.toISOString(),
  };
}
