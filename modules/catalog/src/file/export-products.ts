/** Products with all that an import takes, a page at a time. Who took them is told to the audit. */
import type { ExportRow, catalog } from '@evertill/contract';
import { decimalOf, decimalOfMilli } from '@evertill/domain';
import type { Row, TenantUseCase, Transaction } from '@evertill/kernel';
import type { WriteNeeds } from '../needs.ts';
import type { ProductRow } from '../product-store.ts';
import { productColumns, productSource } from '../product-store.ts';

interface ExportedRow extends ProductRow {
  readonly unit_name: string | null;
}

export function exportProducts(needs: WriteNeeds): TenantUseCase<typeof catalog.exportProducts> {
  const { database } = needs;
  return async (context, { after, limit, reason }) => {
    const { rows, totalCount } = await database.read(context, async (tx) => ({
      rows: await readExported(tx, { after, limit }),
      totalCount: after === null ? await countProducts(tx) : null,
    }));
    if (after === null) {
      await database.inTransaction(context, async (tx) => {
        tx.tell({
          type: 'audit.events',
          aggregateId: context.tenantId,
          payload: {
            chainId: 'back-office',
            action: 'PRODUCTS_EXPORTED',
            modelName: 'Product',
            objectId: context.tenantId,
            userId: context.userId,
            reason,
            data: { products: totalCount },
          },
        });
      });
    }
    return { rows: rows.map(exportRowOf), totalCount };
  };
}

function readExported(
  tx: Transaction,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<ExportedRow[]> {
  return tx.query<ExportedRow>(
    `SELECT ${productColumns}, u.unit_name FROM ${productSource}
     LEFT JOIN catalog.units u ON u.tenant_id = p.tenant_id AND u.unit_id = p.unit_id
     WHERE p.tenant_id = $1 AND p.archived_at IS NULL AND ($2::text IS NULL OR p.sku > $2)
     ORDER BY p.sku LIMIT $3`,
    [tx.tenantId, after, limit],
  );
}

async function countProducts(tx: Transaction): Promise<number> {
  const [row] = await tx.query<Row & { count: number }>(
    'SELECT count(*) FROM catalog.products WHERE tenant_id = $1 AND archived_at IS NULL',
    [tx.tenantId],
  );
  return row?.count ?? 0;
}

function exportRowOf(row: ExportedRow): ExportRow {
  const { currency } = row;
  return {
    sku: row.sku,
    name: row.name,
    price: decimalOf(row.price_minor, currency),
    barcode: row.barcode,
    description: row.description,
    category: row.category_name,
    unit: row.unit_name,
    cost: row.cost_minor === null ? null : decimalOf(row.cost_minor, currency),
    taxCode: row.tax_code,
    minQuantity: decimalOfMilli(row.min_quantity_milli),
    oversellPolicy: row.oversell_policy,
    isActive: row.is_active,
  };
}
