/** Products by their stock: those low, those out, and all of them with what moved last. */
import { mayDo } from '@evertill/contract';
import type { MovementView, ProductStockView, inventory } from '@evertill/contract';
import { decimalOf, decimalOfMilli, mulDiv } from '@evertill/domain';
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { Context, ListQuery, ListSource, Page, Row } from '@evertill/kernel';
import type { TenantUseCase, Transaction } from '@evertill/kernel';
import { movementView } from './list-movements.ts';
import type { ReadNeeds } from './list-movements.ts';

const RECENT = 10;

/**
 * The levels of one product together. It is low where some location is at or below the minimum
 * that counts there; a minimum of zero asks for nothing.
 */
const productSource = `inventory.products p CROSS JOIN LATERAL (
  SELECT coalesce(sum(l.on_hand_milli), 0)::bigint AS on_hand_milli,
         coalesce(sum(l.reserved_milli), 0)::bigint AS reserved_milli,
         coalesce(bool_or(coalesce(l.min_milli, p.min_milli) > 0
           AND l.on_hand_milli <= coalesce(l.min_milli, p.min_milli)), false) AS is_low_somewhere
  FROM inventory.stock_levels l
  WHERE l.tenant_id = p.tenant_id AND l.product_id = p.product_id) s`;
const isOut = 's.on_hand_milli <= 0';
const isLow = `(${isOut} OR s.is_low_somewhere)`;

const productList = {
  from: productSource,
  columns: `p.*, s.on_hand_milli, s.reserved_milli, ${isLow} AS is_low, ${isOut} AS is_out`,
  tenantColumn: 'p.tenant_id',
  orderings: { name: { sql: 'p.name', type: 'text' }, sku: { sql: 'p.sku', type: 'text' } },
  tieBreak: { sql: 'p.product_id', type: 'uuid' },
  defaultOrdering: 'name',
} satisfies Omit<ListSource, 'where'>;

interface Query extends ListQuery {
  readonly search?: string | undefined;
  readonly sku?: string | undefined;
}

function readStock(tx: Transaction, query: Query, condition?: string): Promise<Page> {
  const where = [
    ['p.is_active', undefined] as const,
    condition === undefined ? undefined : ([condition, undefined] as const),
    whenGiven('(p.name ILIKE ? OR p.sku ILIKE ?)', searchPattern(query.search)),
    whenGiven('p.sku = ?', query.sku),
  ];
  return readPage(tx, { ...productList, where }, query);
}

export function listLowStock({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.listLowStock> {
  return async (context, query) => {
    const { rows, ...page } = await database.read(context, (tx) => readStock(tx, query, isLow));
    return { ...page, items: rows.map((row) => productStockView(row, context)) };
  };
}

export function listOutOfStock({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.listOutOfStock> {
  return async (context, query) => {
    const { rows, ...page } = await database.read(context, (tx) => readStock(tx, query, isOut));
    return { ...page, items: rows.map((row) => productStockView(row, context)) };
  };
}

export function listStockSummary({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.listStockSummary> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const { rows, ...page } = await readStock(tx, query);
      const moved = await readLastMoves(tx, rows);
      const items = rows.map((row) => ({
        ...productStockView(row, context),
        recentMovements: moved.get(row['product_id'] as string) ?? [],
      }));
      return { ...page, items };
    });
}

/** The last movements of each product of a page: one statement. */
async function readLastMoves(
  tx: Transaction,
  products: readonly Row[],
): Promise<ReadonlyMap<string, MovementView[]>> {
  const rows = await tx.query(
    `SELECT m.*, p.name AS product_name FROM inventory.products p CROSS JOIN LATERAL (
       SELECT * FROM inventory.stock_movements m
       WHERE m.tenant_id = p.tenant_id AND m.product_id = p.product_id
       ORDER BY m.created_at DESC, m.movement_id DESC LIMIT ${RECENT}
     ) m
     WHERE p.tenant_id = $1 AND p.product_id = ANY ($2::uuid[])
     ORDER BY m.created_at DESC, m.movement_id DESC`,
    [tx.tenantId, products.map((row) => row['product_id'])],
  );
  const moved = new Map<string, MovementView[]>();
  for (const row of rows) {
    const id = row['product_id'] as string;
    moved.set(id, [...(moved.get(id) ?? []), movementView(row)]);
  }
  return moved;
}

function productStockView(row: Row, { roles }: Pick<Context, 'roles'>): ProductStockView {
  return {
    productId: row['product_id'] as string,
    name: row['name'] as string,
    sku: row['sku'] as string,
    stock: decimalOfMilli(row['on_hand_milli'] as number),
    reserved: decimalOfMilli(row['reserved_milli'] as number),
    minQuantity: decimalOfMilli(row['min_milli'] as number),
    isLowStock: row['is_low'] as boolean,
    isOutOfStock: row['is_out'] as boolean,
    ...(mayDo(roles, 'cost_view') ? worthOf(row) : {}),
  };
}

/** No value where nobody said what it cost, or where it is more than can be counted. */
function worthOf(row: Row): Pick<ProductStockView, 'cost' | 'stockValue'> {
  const costMinor = row['cost_minor'] as number | null;
  if (costMinor === null) return { cost: null, stockValue: null };
  const currency = row['currency'] as string;
  const onHandMilli = row['on_hand_milli'] as number;
  const cost = decimalOf(costMinor, currency);
  const isBeyond = (costMinor * Math.abs(onHandMilli)) / 1000 > Number.MAX_SAFE_INTEGER;
  if (isBeyond) return { cost, stockValue: null };
  const valueMinor = mulDiv(costMinor, onHandMilli, 1000, 'half_up');
  return { cost, stockValue: decimalOf(valueMinor, currency) };
}
