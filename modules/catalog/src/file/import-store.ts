/** The SQL of an import: hundreds of products in one statement each. */
import type { PriceBook } from '@evertill/domain';
import type { Transaction } from '@evertill/kernel';
import { productColumns, productSource } from '../product-store.ts';
import type { Product, ProductRow } from '../product-store.ts';

export interface KnownRow extends ProductRow {
  readonly is_archived: boolean;
}

/** The products with these SKUs, locked in the order of their ids: nobody deadlocks. */
export async function lockBySku(
  tx: Transaction,
  skus: readonly string[],
): Promise<ReadonlyMap<string, KnownRow>> {
  const rows = await tx.query<KnownRow>(
    `SELECT ${productColumns}, p.archived_at IS NOT NULL AS is_archived FROM ${productSource}
     WHERE p.tenant_id = $1 AND p.sku = ANY ($2::text[]) ORDER BY p.product_id FOR UPDATE OF p`,
    [tx.tenantId, skus],
  );
  return new Map(rows.map((row) => [row.sku, row]));
}

/** Which of these ids a product has already. */
export async function readTakenIds(
  tx: Transaction,
  productIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ product_id: string }>(
    `SELECT product_id FROM catalog.products
     WHERE tenant_id = $1 AND product_id = ANY ($2::uuid[])`,
    [tx.tenantId, productIds],
  );
  return new Set(rows.map((row) => row.product_id));
}

/** On which product each of these barcodes is. */
export async function readBarcodeOwners(
  tx: Transaction,
  barcodes: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ barcode: string; product_id: string }>(
    `SELECT barcode, product_id FROM catalog.barcodes
     WHERE tenant_id = $1 AND barcode = ANY ($2::text[])`,
    [tx.tenantId, barcodes],
  );
  return new Map(rows.map((row) => [row.barcode, row.product_id]));
}

export async function readCategoryIds(
  tx: Transaction,
  names: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ name: string; category_id: string }>(
    `SELECT name, category_id FROM catalog.categories
     WHERE tenant_id = $1 AND name = ANY ($2::text[])`,
    [tx.tenantId, names],
  );
  return new Map(rows.map((row) => [row.name, row.category_id]));
}

export async function readUnitIds(
  tx: Transaction,
  names: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ unit_name: string; unit_id: string }>(
    `SELECT unit_name, unit_id FROM catalog.units
     WHERE tenant_id = $1 AND unit_name = ANY ($2::text[])`,
    [tx.tenantId, names],
  );
  return new Map(rows.map((row) => [row.unit_name, row.unit_id]));
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

export async function insertCategories(
  tx: Transaction,
  made: readonly Named[],
  createdAt: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO catalog.categories
       (tenant_id, category_id, name, description, body_hash, created_at)
     SELECT $1, n.id, n.name, '', '', $4 FROM unnest($2::uuid[], $3::text[]) AS n (id, name)`,
    [tx.tenantId, made.map(({ id }) => id), made.map(({ name }) => name), createdAt],
  );
}

export async function insertUnits(
  tx: Transaction,
  made: readonly Named[],
  createdAt: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO catalog.units
       (tenant_id, unit_id, unit_name, description, body_hash, created_at)
     SELECT $1, n.id, n.name, '', '', $4 FROM unnest($2::uuid[], $3::text[]) AS n (id, name)`,
    [tx.tenantId, made.map(({ id }) => id), made.map(({ name }) => name), createdAt],
  );
}

export interface Written extends Product {
  readonly productId: string;
}

const shape = `(product_id uuid, name text, sku text, barcode text, description text,
  category_id uuid, unit_id uuid, price_minor bigint, cost_minor bigint, tax_code text,
  min_quantity_milli bigint, oversell_policy text, is_active boolean)`;

function recordsOf(products: readonly Written[]): string {
  return JSON.stringify(
    products.map((product) => ({
      product_id: product.productId,
      name: product.name,
      sku: product.sku,
      barcode: product.barcode,
      description: product.description,
      category_id: product.categoryId,
      unit_id: product.unitId,
      price_minor: product.priceMinor,
      cost_minor: product.costMinor,
      tax_code: product.taxCode,
      min_quantity_milli: product.minQuantityMilli,
      oversell_policy: product.oversellPolicy,
      is_active: product.isActive,
    })),
  );
}

export async function insertProducts(
  tx: Transaction,
  products: readonly Written[],
  { currency, createdAt }: { readonly currency: PriceBook['currency']; readonly createdAt: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO catalog.products (tenant_id, product_id, name, sku, barcode, description,
       category_id, unit_id, price_minor, cost_minor, tax_code, min_quantity_milli,
       oversell_policy, is_active, currency, body_hash, created_at, updated_at)
     SELECT $1, r.*, $3, '', $4, $4 FROM jsonb_to_recordset($2::jsonb) AS r ${shape}
     ORDER BY r.product_id`,
    [tx.tenantId, recordsOf(products), currency, createdAt],
  );
}

export async function updateProducts(
  tx: Transaction,
  products: readonly Written[],
  updatedAt: Date,
): Promise<void> {
  await tx.query(
    `UPDATE catalog.products p
     SET name = r.name, barcode = r.barcode, description = r.description,
         category_id = r.category_id, unit_id = r.unit_id, price_minor = r.price_minor,
         cost_minor = r.cost_minor, tax_code = r.tax_code,
         min_quantity_milli = r.min_quantity_milli, oversell_policy = r.oversell_policy,
         is_active = r.is_active, updated_at = $3
     FROM jsonb_to_recordset($2::jsonb) AS r ${shape}
     WHERE p.tenant_id = $1 AND p.product_id = r.product_id`,
    [tx.tenantId, recordsOf(products), updatedAt],
  );
}

export interface NewMain {
  readonly productId: string;
  readonly barcode: string;
  readonly barcodeId: string;
}

export async function insertBarcodes(
  tx: Transaction,
  made: readonly NewMain[],
  createdAt: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO catalog.barcodes (tenant_id, barcode, barcode_id, product_id, created_at)
     SELECT $1, b.barcode, b.id, b.product, $5
     FROM unnest($2::text[], $3::uuid[], $4::uuid[]) AS b (barcode, id, product)`,
    [
      tx.tenantId,
      made.map(({ barcode }) => barcode),
      made.map(({ barcodeId }) => barcodeId),
      made.map(({ productId }) => productId),
      createdAt,
    ],
  );
}

export async function insertPrices(
  tx: Transaction,
  products: readonly Written[],
  { fromVersion, createdAt }: { readonly fromVersion: number; readonly createdAt: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO catalog.product_prices
       (tenant_id, product_id, from_version, price_minor, tax_code, created_at)
     SELECT $1, r.product_id, $3, r.price_minor, r.tax_code, $4
     FROM jsonb_to_recordset($2::jsonb) AS r ${shape}`,
    [tx.tenantId, recordsOf(products), fromVersion, createdAt],
  );
}
