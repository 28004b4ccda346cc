/**
 * SKUs and barcodes that we make: the next number of a series, which two never get. Whoever takes
 * one holds the series until the end of the transaction. Numbers that a shop used by itself are
 * passed over.
 */
import type { Transaction } from '@evertill/kernel';
import { inStoreEan } from './ean.ts';

const WITHOUT_CATEGORY = 'PRD';

/** `DAI-00001`: the first three letters of the category, upper case, and the next number. */
export async function nextSku(tx: Transaction, categoryId: string | null): Promise<string> {
  const letters = lettersOf(categoryId === null ? '' : await categoryNameOf(tx, categoryId));
  const skuOf = (number: number): string => `${letters}-${String(number).padStart(5, '0')}`;
  const first = skuOf(await takeNumber(tx, `sku:${letters}`));
  if (!(await isSkuTaken(tx, first))) return first;
  await passOver(tx, `sku:${letters}`, await highestSku(tx, letters));
  return skuOf(await takeNumber(tx, `sku:${letters}`));
}

export async function nextBarcode(tx: Transaction): Promise<string> {
  const first = inStoreEan(await takeNumber(tx, 'barcode'));
  if (!(await isBarcodeTaken(tx, first))) return first;
  await passOver(tx, 'barcode', await highestBarcode(tx));
  return inStoreEan(await takeNumber(tx, 'barcode'));
}

function lettersOf(category: string): string {
  const letters = category.toUpperCase().match(/\p{L}/gu) ?? [];
  return letters.slice(0, 3).join('') || WITHOUT_CATEGORY;
}

async function categoryNameOf(tx: Transaction, categoryId: string): Promise<string> {
  const [row] = await tx.query<{ name: string }>(
    'SELECT name FROM catalog.categories WHERE tenant_id = $1 AND category_id = $2',
    [tx.tenantId, categoryId],
  );
  return row?.name ?? '';
}

async function takeNumber(tx: Transaction, series: string): Promise<number> {
  const [row] = await tx.query<{ last_number: number }>(
    `INSERT INTO catalog.number_series AS s (tenant_id, series, last_number) VALUES ($1, $2, 1)
     ON CONFLICT (tenant_id, series) DO UPDATE SET last_number = s.last_number + 1
     RETURNING last_number`,
    [tx.tenantId, series],
  );
  if (row === undefined) throw new Error(`the series ${series} gave no number`);
  return row.last_number;
}

async function passOver(tx: Transaction, series: string, highest: number): Promise<void> {
  await tx.query(
    `UPDATE catalog.number_series SET last_number = greatest(last_number, $3)
     WHERE tenant_id = $1 AND series = $2`,
    [tx.tenantId, series, highest],
  );
}

async function isSkuTaken(tx: Transaction, sku: string): Promise<boolean> {
  const rows = await tx.query('SELECT FROM catalog.products WHERE tenant_id = $1 AND sku = $2', [
    tx.tenantId,
    sku,
  ]);
  return rows.length > 0;
}

async function isBarcodeTaken(tx: Transaction, barcode: string): Promise<boolean> {
  const rows = await tx.query(
    'SELECT FROM catalog.barcodes WHERE tenant_id = $1 AND barcode = $2',
    [tx.tenantId, barcode],
  );
  return rows.length > 0;
}

async function highestSku(tx: Transaction, letters: string): Promise<number> {
  const [row] = await tx.query<{ highest: number }>(
    `SELECT coalesce(max(split_part(sku, '-', 2)::bigint), 0) AS highest
     FROM catalog.products WHERE tenant_id = $1 AND sku ~ $2`,
    [tx.tenantId, `^${letters}-[0-9]{5,9}$`],
  );
  return row?.highest ?? 0;
}

async function highestBarcode(tx: Transaction): Promise<number> {
  const [row] = await tx.query<{ highest: number }>(
    `SELECT coalesce(max(substring(barcode FROM 3 FOR 10)::bigint), 0) AS highest
     FROM catalog.barcodes WHERE tenant_id = $1 AND barcode ~ '^29[0-9]{11}$'`,
    [tx.tenantId],
  );
  return row?.highest ?? 0;
}
