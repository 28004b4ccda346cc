/** All SQL that reads what changed, as it is now. */
import type { CategoryView, PulledProduct, UnitView } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import type { Row, Transaction } from '@evertill/kernel';
import { categoryViewOf } from '../category-view.ts';
import type { CategoryRow } from '../category-store.ts';
import { unitViewOf } from '../unit-view.ts';
import type { UnitRow } from '../unit-store.ts';

export interface PulledRow extends Row {
  readonly product_id: string;
  readonly name: string;
  readonly sku: string;
  readonly barcodes: readonly string[];
  /** Whether the first of them is the one that the product shows. */
  readonly has_main: boolean;
  readonly category_id: string | null;
  readonly unit_id: string | null;
  readonly currency: string;
  readonly price_minor: number;
  readonly tax_code: string;
  readonly oversell_policy: PulledProduct['oversellPolicy'];
  readonly is_active: boolean;
  readonly updated_at: Date;
}

/** No cost among them. */
const columns = `p.product_id, p.name, p.sku, p.category_id, p.unit_id, p.currency, p.price_minor,
  p.tax_code, p.oversell_policy, p.is_active, p.updated_at, p.barcode IS NOT NULL AS has_main,
  ARRAY(SELECT b.barcode FROM catalog.barcodes b
        WHERE b.tenant_id = p.tenant_id AND b.product_id = p.product_id
        ORDER BY b.barcode = p.barcode DESC NULLS LAST, b.barcode) AS barcodes`;

export function readPulledProducts(
  tx: Transaction,
  productIds: readonly string[],
): Promise<PulledRow[]> {
  return tx.query<PulledRow>(
    `SELECT ${columns} FROM catalog.products p
     WHERE p.tenant_id = $1 AND p.product_id = ANY ($2::uuid[]) AND p.archived_at IS NULL`,
    [tx.tenantId, productIds],
  );
}

/** All of them, a piece at a time, in the order of their ids. */
export function readProductsAfter(
  tx: Transaction,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<PulledRow[]> {
  return tx.query<PulledRow>(
    `SELECT ${columns} FROM catalog.products p
     WHERE p.tenant_id = $1 AND p.archived_at IS NULL
       AND ($2::uuid IS NULL OR p.product_id > $2)
     ORDER BY p.product_id LIMIT $3`,
    [tx.tenantId, after, limit],
  );
}

export function pulledProductOf(row: PulledRow): PulledProduct {
  return {
    productId: row.product_id,
    name: row.name,
    sku: row.sku,
    barcodes: [...row.barcodes],
    category: row.category_id,
    unit: row.unit_id,
    price: decimalOf(row.price_minor, row.currency),
    taxCode: row.tax_code,
    oversellPolicy: row.oversell_policy,
    isActive: row.is_active,
    updatedAt: row.updated_at.toISOString(),
  };
}

/** Of these ids; all of them when none are given. */
export async function readPulledCategories(
  tx: Transaction,
  categoryIds: readonly string[] | null,
): Promise<CategoryView[]> {
  const rows = await tx.query<CategoryRow>(
    `SELECT category_id, name, description, body_hash FROM catalog.categories
     WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR category_id = ANY ($2)) ORDER BY name`,
    [tx.tenantId, categoryIds],
  );
  return rows.map(categoryViewOf);
}

export async function readPulledUnits(
  tx: Transaction,
  unitIds: readonly string[] | null,
): Promise<UnitView[]> {
  const rows = await tx.query<UnitRow>(
    `SELECT unit_id, unit_name, description, body_hash FROM catalog.units
     WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR unit_id = ANY ($2)) ORDER BY unit_name`,
    [tx.tenantId, unitIds],
  );
  return rows.map(unitViewOf);
}
