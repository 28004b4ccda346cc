/** All SQL about products one by one, and the history of their prices. */
import type { ProductView } from '@evertill/contract';
import type { Row, Transaction } from '@evertill/kernel';

export interface Product {
  readonly name: string;
  readonly sku: string;
  /** The barcode that is shown; it stands among the product's barcodes too. */
  readonly barcode: string | null;
  readonly description: string;
  readonly categoryId: string | null;
  readonly unitId: string | null;
  readonly priceMinor: number;
  readonly costMinor: number | null;
  readonly taxCode: string;
  readonly minQuantityMilli: number;
  readonly oversellPolicy: ProductView['oversellPolicy'];
  readonly isActive: boolean;
}

export interface NewProductRow extends Product {
  readonly productId: string;
  readonly currency: string;
  readonly bodyHash: string;
  readonly createdAt: Date;
}

export interface ProductRow extends Row {
  readonly product_id: string;
  readonly name: string;
  readonly sku: string;
  readonly barcode: string | null;
  readonly description: string;
  readonly category_id: string | null;
  readonly category_name: string | null;
  readonly unit_id: string | null;
  readonly currency: string;
  readonly price_minor: number;
  readonly cost_minor: number | null;
  readonly average_milli_minor: number | null;
  readonly tax_code: string;
  readonly min_quantity_milli: number;
  readonly oversell_policy: ProductView['oversellPolicy'];
  readonly is_active: boolean;
  readonly body_hash: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface NewPrice {
  readonly productId: string;
  readonly fromVersion: number;
  readonly priceMinor: number;
  readonly taxCode: string;
  readonly createdAt: Date;
}

export const productColumns = `p.product_id, p.name, p.sku, p.barcode, p.description,
  p.category_id, c.name AS category_name, p.unit_id, p.currency, p.price_minor, p.cost_minor,
  a.average_milli_minor, p.tax_code, p.min_quantity_milli, p.oversell_policy, p.is_active, p.body_hash, p.created_at,
  p.updated_at`;

export const productSource = `catalog.products p LEFT JOIN catalog.categories c
  ON c.tenant_id = p.tenant_id AND c.category_id = p.category_id
  LEFT JOIN catalog.average_costs a
  ON a.tenant_id = p.tenant_id AND a.product_id = p.product_id`;

/** The field, in wire names, that each constraint of products and barcodes is about. */
export const productConstraints = {
  products_sku_key: 'sku',
  barcodes_pkey: 'barcode',
  products_category_fkey: 'category',
  products_unit_fkey: 'unit',
} as const;

/** False when the tenant has, or ever had, a product with this id. */
export async function insertProduct(tx: Transaction, product: NewProductRow): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO catalog.products (tenant_id, product_id, name, sku, barcode, description,
       category_id, unit_id, currency, price_minor, cost_minor, tax_code, min_quantity_milli,
       oversell_policy, is_active, body_hash, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)
     ON CONFLICT (tenant_id, product_id) DO NOTHING RETURNING product_id`,
    [
      tx.tenantId,
      product.productId,
      product.name,
      product.sku,
      product.barcode,
      product.description,
      product.categoryId,
      product.unitId,
      product.currency,
      product.priceMinor,
      product.costMinor,
      product.taxCode,
      product.minQuantityMilli,
      product.oversellPolicy,
      product.isActive,
      product.bodyHash,
      product.createdAt,
    ],
  );
  return rows.length > 0;
}

export async function insertPrice(tx: Transaction, price: NewPrice): Promise<void> {
  const { productId, fromVersion, priceMinor, taxCode, createdAt } = price;
  await tx.query(
    `INSERT INTO catalog.product_prices
       (tenant_id, product_id, from_version, price_minor, tax_code, created_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [tx.tenantId, productId, fromVersion, priceMinor, taxCode, createdAt],
  );
}

export async function readProduct(
  tx: Transaction,
  productId: string,
): Promise<ProductRow | undefined> {
  const rows = await tx.query<ProductRow>(
    `SELECT ${productColumns} FROM ${productSource}
     WHERE p.tenant_id = $1 AND p.product_id = $2 AND p.archived_at IS NULL`,
    [tx.tenantId, productId],
  );
  return rows[0];
}

/** Also one that was taken out of the shop. */
export async function readProductEver(
  tx: Transaction,
  productId: string,
): Promise<ProductRow | undefined> {
  const rows = await tx.query<ProductRow>(
    `SELECT ${productColumns} FROM ${productSource}
     WHERE p.tenant_id = $1 AND p.product_id = $2`,
    [tx.tenantId, productId],
  );
  return rows[0];
}

/** By any of its barcodes, else by its SKU. */
export async function readProductByCode(
  tx: Transaction,
  code: string,
): Promise<ProductRow | undefined> {
  const rows = await tx.query<ProductRow>(
    `SELECT ${productColumns} FROM ${productSource}
     WHERE p.tenant_id = $1 AND p.archived_at IS NULL AND p.product_id = coalesce(
       (SELECT b.product_id FROM catalog.barcodes b WHERE b.tenant_id = $1 AND b.barcode = $2),
       (SELECT s.product_id FROM catalog.products s WHERE s.tenant_id = $1 AND s.sku = $2))`,
    [tx.tenantId, code],
  );
  return rows[0];
}

/** Holds the product's row: whoever changes it or its barcodes takes this first. */
export async function lockProduct(
  tx: Transaction,
  productId: string,
): Promise<ProductRow | undefined> {
  const rows = await tx.query<ProductRow>(
    `SELECT ${productColumns} FROM ${productSource}
     WHERE p.tenant_id = $1 AND p.product_id = $2 AND p.archived_at IS NULL FOR UPDATE OF p`,
    [tx.tenantId, productId],
  );
  return rows[0];
}

export async function updateProduct(
  tx: Transaction,
  product: Product & { readonly productId: string; readonly updatedAt: Date },
): Promise<ProductRow> {
  await tx.query(
    `UPDATE catalog.products
     SET name = $3, sku = $4, barcode = $5, description = $6, category_id = $7, unit_id = $8,
         price_minor = $9, cost_minor = $10, tax_code = $11, min_quantity_milli = $12,
         oversell_policy = $13, is_active = $14, updated_at = $15
     WHERE tenant_id = $1 AND product_id = $2`,
    [
      tx.tenantId,
      product.productId,
      product.name,
      product.sku,
      product.barcode,
      product.description,
      product.categoryId,
      product.unitId,
      product.priceMinor,
      product.costMinor,
      product.taxCode,
      product.minQuantityMilli,
      product.oversellPolicy,
      product.isActive,
      product.updatedAt,
    ],
  );
  const row = await readProduct(tx, product.productId);
  if (row === undefined) throw new Error(`the product ${product.productId} is gone`);
  return row;
}

/** Its barcodes have to be free already. */
export async function markArchived(
  tx: Transaction,
  { productId, archivedAt }: { readonly productId: string; readonly archivedAt: Date },
): Promise<void> {
  await tx.query(
    `UPDATE catalog.products
     SET is_active = false, barcode = NULL, archived_at = $3, updated_at = $3
     WHERE tenant_id = $1 AND product_id = $2`,
    [tx.tenantId, productId, archivedAt],
  );
}

/** Those that were taken out too: sales that name them may still arrive. */
export function readKnown(
  tx: Transaction,
  productIds: readonly string[],
): Promise<{ product_id: string; is_active: boolean }[]> {
  return tx.query(
    `SELECT product_id, is_active FROM catalog.products
     WHERE tenant_id = $1 AND product_id = ANY ($2::uuid[])`,
    [tx.tenantId, productIds],
  );
}

export function readQuoted(tx: Transaction, productIds: readonly string[]): Promise<ProductRow[]> {
  return tx.query<ProductRow>(
    `SELECT ${productColumns} FROM ${productSource}
     WHERE p.tenant_id = $1 AND p.product_id = ANY ($2::uuid[])`,
    [tx.tenantId, productIds],
  );
}
