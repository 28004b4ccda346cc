/** All SQL about products and the history of their prices. */
import type { ProductView } from '@evertill/contract';
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { ListQuery, Page, Row, Transaction } from '@evertill/kernel';

export interface Product {
  readonly name: string;
  readonly sku: string;
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
  readonly unit_id: string | null;
  readonly currency: string;
  readonly price_minor: number;
  readonly cost_minor: number | null;
  readonly tax_code: string;
  readonly min_quantity_milli: number;
  readonly oversell_policy: ProductView['oversellPolicy'];
  readonly is_active: boolean;
  readonly body_hash: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface ProductFilter extends ListQuery {
  readonly search?: string | undefined;
  readonly sku?: string | undefined;
  readonly barcode?: string | undefined;
  readonly category?: string | undefined;
}

export interface NewPrice {
  readonly productId: string;
  readonly fromVersion: number;
  readonly priceMinor: number;
  readonly taxCode: string;
  readonly createdAt: Date;
}

const columns = `product_id, name, sku, barcode, description, category_id, unit_id, currency,
  price_minor, cost_minor, tax_code, min_quantity_milli, oversell_policy, is_active, body_hash,
  created_at, updated_at`;

/** The field, in wire names, that each constraint of products is about. */
export const productConstraints = {
  products_sku_key: 'sku',
  products_barcode_key: 'barcode',
  products_category_fkey: 'category',
  products_unit_fkey: 'unit',
} as const;

/** Undefined when the tenant has a product with this id. */
export async function insertProduct(
  tx: Transaction,
  product: NewProductRow,
): Promise<ProductRow | undefined> {
  const rows = await tx.query<ProductRow>(
    `INSERT INTO catalog.products (tenant_id, ${columns})
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)
     ON CONFLICT (tenant_id, product_id) DO NOTHING RETURNING ${columns}`,
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
  return rows[0];
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
    `SELECT ${columns} FROM catalog.products WHERE tenant_id = $1 AND product_id = $2`,
    [tx.tenantId, productId],
  );
  return rows[0];
}

export async function lockProduct(
  tx: Transaction,
  productId: string,
): Promise<ProductRow | undefined> {
  const rows = await tx.query<ProductRow>(
    `SELECT ${columns} FROM catalog.products WHERE tenant_id = $1 AND product_id = $2 FOR UPDATE`,
    [tx.tenantId, productId],
  );
  return rows[0];
}

export async function updateProduct(
  tx: Transaction,
  product: Product & { readonly productId: string; readonly updatedAt: Date },
): Promise<ProductRow> {
  const rows = await tx.query<ProductRow>(
    `UPDATE catalog.products
     SET name = $3, sku = $4, barcode = $5, description = $6, category_id = $7, unit_id = $8,
         price_minor = $9, cost_minor = $10, tax_code = $11, min_quantity_milli = $12,
         oversell_policy = $13, is_active = $14, updated_at = $15
     WHERE tenant_id = $1 AND product_id = $2 RETURNING ${columns}`,
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
  const [row] = rows;
  if (row === undefined) throw new Error(`the product ${product.productId} is gone`);
  return row;
}

export function readProducts(tx: Transaction, query: ProductFilter): Promise<Page> {
  return readPage(
    tx,
    {
      from: 'catalog.products',
      columns,
      tenantColumn: 'tenant_id',
      where: [
        whenGiven('(name ILIKE ? OR sku ILIKE ? OR barcode ILIKE ?)', searchPattern(query.search)),
        whenGiven('sku = ?', query.sku),
        whenGiven('barcode = ?', query.barcode),
        whenGiven('category_id = ?', query.category),
      ],
      orderings: {
        name: { sql: 'name', type: 'text' },
        sku: { sql: 'sku', type: 'text' },
        created_at: { sql: 'created_at', type: 'timestamptz' },
      },
      tieBreak: { sql: 'product_id', type: 'uuid' },
      defaultOrdering: 'name',
    },
    query,
  );
}

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
    `SELECT ${columns} FROM catalog.products
     WHERE tenant_id = $1 AND product_id = ANY ($2::uuid[])`,
    [tx.tenantId, productIds],
  );
}
