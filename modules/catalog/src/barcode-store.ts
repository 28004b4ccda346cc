/** All SQL about barcodes: unique in a shop, several a product. */
import { derivedId, readPage } from '@evertill/kernel';
import type { ListQuery, Page, Row, Transaction } from '@evertill/kernel';

export interface BarcodeRow extends Row {
  readonly barcode_id: string;
  readonly product_id: string;
  readonly barcode: string;
  readonly is_main: boolean;
  readonly created_at: Date;
}

export interface NewBarcode {
  readonly productId: string;
  readonly barcode: string;
  readonly barcodeId?: string | undefined;
  readonly createdAt: Date;
}

const columns = `b.barcode_id, b.product_id, b.barcode, b.created_at,
  coalesce(p.barcode = b.barcode, false) AS is_main`;
const source = `catalog.barcodes b JOIN catalog.products p
  ON p.tenant_id = b.tenant_id AND p.product_id = b.product_id`;

/** The field, in wire names, that each constraint of barcodes is about. */
export const barcodeConstraints = {
  barcodes_pkey: 'barcode',
  barcodes_barcode_id_key: 'barcode_id',
} as const;

/** Nothing happens when the product has it already; false when another product has it. */
export async function claimBarcode(tx: Transaction, made: NewBarcode): Promise<boolean> {
  const { productId, barcode, createdAt } = made;
  const barcodeId = made.barcodeId ?? derivedId(tx.tenantId, `barcode:${productId}:${barcode}`);
  await tx.query(
    `INSERT INTO catalog.barcodes (tenant_id, barcode, barcode_id, product_id, created_at)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, barcode) DO NOTHING`,
    [tx.tenantId, barcode, barcodeId, productId, createdAt],
  );
  const owner = await readBarcode(tx, barcode);
  return owner?.product_id === productId;
}

export async function readBarcode(
  tx: Transaction,
  barcode: string,
): Promise<BarcodeRow | undefined> {
  const rows = await tx.query<BarcodeRow>(
    `SELECT ${columns} FROM ${source} WHERE b.tenant_id = $1 AND b.barcode = $2`,
    [tx.tenantId, barcode],
  );
  return rows[0];
}

export async function readBarcodeById(
  tx: Transaction,
  barcodeId: string,
): Promise<BarcodeRow | undefined> {
  const rows = await tx.query<BarcodeRow>(
    `SELECT ${columns} FROM ${source} WHERE b.tenant_id = $1 AND b.barcode_id = $2`,
    [tx.tenantId, barcodeId],
  );
  return rows[0];
}

export async function countBarcodes(tx: Transaction, productId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'SELECT count(*) FROM catalog.barcodes WHERE tenant_id = $1 AND product_id = $2',
    [tx.tenantId, productId],
  );
  return row?.count ?? 0;
}

export async function deleteBarcodes(tx: Transaction, barcodes: readonly string[]): Promise<void> {
  await tx.query(
    'DELETE FROM catalog.barcodes WHERE tenant_id = $1 AND barcode = ANY ($2::text[])',
    [tx.tenantId, barcodes],
  );
}

export async function deleteBarcodesOf(tx: Transaction, productId: string): Promise<void> {
  await tx.query('DELETE FROM catalog.barcodes WHERE tenant_id = $1 AND product_id = $2', [
    tx.tenantId,
    productId,
  ]);
}

export function readBarcodesOf(
  tx: Transaction,
  query: ListQuery & { readonly productId: string },
): Promise<Page> {
  return readPage(
    tx,
    {
      from: source,
      columns,
      tenantColumn: 'b.tenant_id',
      where: [['b.product_id = ?', query.productId]],
      orderings: {
        created_at: { sql: 'b.created_at', type: 'timestamptz' },
        barcode: { sql: 'b.barcode', type: 'text' },
      },
      tieBreak: { sql: 'b.barcode_id', type: 'uuid' },
      defaultOrdering: 'created_at',
    },
    query,
  );
}
