/** Stock movements: a page at a time, one by its id, one product's, and what they come to. */
import type { MovementView, OutputOf, inventory } from '@evertill/contract';
import { decimalOfMilli, shopDay } from '@evertill/domain';
import type { MovementType } from '@evertill/domain';
import { readPage, refuse, searchPattern, tenantOf, whenGiven } from '@evertill/kernel';
import type {
  Database,
  ListSource,
  Row,
  Surroundings,
  TenantContext,
  TenantUseCase,
  Transaction,
} from '@evertill/kernel';
import { readKnownProducts } from './product-store.ts';

export interface ReadNeeds {
  readonly database: Database;
}

const RECENT = 10;

export const movementSource = `inventory.stock_movements m LEFT JOIN inventory.products p
  ON p.tenant_id = m.tenant_id AND p.product_id = m.product_id`;
export const movementColumns = 'm.*, p.name AS product_name';

const movementList = {
  from: movementSource,
  columns: movementColumns,
  tenantColumn: 'm.tenant_id',
  orderings: {
    created_at: { sql: 'm.created_at', type: 'timestamptz' },
    quantity: { sql: 'm.quantity_milli', type: 'bigint' },
  },
  tieBreak: { sql: 'm.movement_id', type: 'uuid' },
  defaultOrdering: '-created_at',
} satisfies Omit<ListSource, 'where'>;

interface Days {
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
}

/** The instants that whole days of the shop lie between: the first counts, the last does not. */
async function instantsOf(
  surroundings: Surroundings,
  context: TenantContext,
  { startDate, endDate }: Days,
): Promise<{ from: Date | undefined; to: Date | undefined }> {
  // Whoever names no day needs no clock on the wall, and asks nobody for it.
  if (startDate === undefined && endDate === undefined) return { from: undefined, to: undefined };
  const { timeZone } = await tenantOf(surroundings, context);
  return {
    from: startDate === undefined ? undefined : new Date(shopDay(startDate, timeZone).fromMs),
    to: endDate === undefined ? undefined : new Date(shopDay(endDate, timeZone).toMs),
  };
}

export function listMovements(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.listMovements> {
  return async (context, query) => {
    const { from, to } = await instantsOf(surroundings, context, query);
    return surroundings.database.read(context, async (tx) => {
      const where = [
        whenGiven('(m.reference ILIKE ? OR m.reason ILIKE ?)', searchPattern(query.search)),
        whenGiven('m.product_id = ?', query.product),
        whenGiven('m.location_id = ?', query.location),
        whenGiven('m.type = ?', query.movementType),
        whenGiven('m.reference = ?', query.referenceNumber),
        whenGiven('m.created_at >= ?', from),
        whenGiven('m.created_at < ?', to),
      ];
      const { rows, ...page } = await readPage(tx, { ...movementList, where }, query);
      return { ...page, items: rows.map(movementView) };
    });
  };
}

export function findMovement({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.findMovement> {
  return async (context, { movementId }) => {
    const [row] = await database.read(context, (tx) =>
      tx.query(
        `SELECT ${movementColumns} FROM ${movementSource}
         WHERE m.tenant_id = $1 AND m.movement_id = $2`,
        [tx.tenantId, movementId],
      ),
    );
    if (row === undefined) refuse('not_found');
    return movementView(row);
  };
}

export function listStockHistory({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.listStockHistory> {
  return (context, { productId, ...query }) =>
    database.read(context, async (tx) => {
      const where = [['m.product_id = ?', productId]] as const;
      const { rows, ...page } = await readPage(tx, { ...movementList, where }, query);
      // One that is only just made may have moved before we were told of it.
      if (page.totalCount === 0 && (await readKnownProducts(tx, [productId])).size === 0) {
        refuse('not_found');
      }
      return { ...page, items: rows.map(movementView) };
    });
}

type Summary = OutputOf<typeof inventory.findMovementSummary>;

export function findMovementSummary(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.findMovementSummary> {
  return async (context, query) => {
    const { from = null, to = null } = await instantsOf(surroundings, context, query);
    return surroundings.database.read(context, async (tx) => {
      const values = [tx.tenantId, from, to];
      const types = await tx.query<TypeRow>(
        `SELECT type, count(*) AS count, sum(quantity_milli)::bigint AS total,
                coalesce(sum(quantity_milli) FILTER (WHERE quantity_milli > 0), 0)::bigint AS came,
                coalesce(-sum(quantity_milli) FILTER (WHERE quantity_milli < 0), 0)::bigint AS went
         FROM inventory.stock_movements
         WHERE tenant_id = $1 AND ($2::timestamptz IS NULL OR created_at >= $2)
           AND ($3::timestamptz IS NULL OR created_at < $3)
         GROUP BY type ORDER BY type`,
        values,
      );
      return { ...summaryOf(types), recentMovements: await readRecent(tx, values) };
    });
  };
}

interface TypeRow extends Row {
  readonly type: MovementType;
  readonly count: number;
  readonly total: number;
  readonly came: number;
  readonly went: number;
}

function summaryOf(types: readonly TypeRow[]): Omit<Summary, 'recentMovements'> {
  const sum = (pick: (row: TypeRow) => number): number =>
    types.reduce((total, row) => total + pick(row), 0);
  return {
    totalMovements: sum(({ count }) => count),
    totalIn: decimalOfMilli(sum(({ came }) => came)),
    totalOut: decimalOfMilli(sum(({ went }) => went)),
    movementsByType: types.map(({ type, count, total }) => ({
      movementType: type,
      count,
      totalQuantity: decimalOfMilli(total),
    })),
  };
}

async function readRecent(tx: Transaction, values: readonly unknown[]): Promise<MovementView[]> {
  const rows = await tx.query(
    `SELECT ${movementColumns} FROM ${movementSource}
     WHERE m.tenant_id = $1 AND ($2::timestamptz IS NULL OR m.created_at >= $2)
       AND ($3::timestamptz IS NULL OR m.created_at < $3)
     ORDER BY m.created_at DESC, m.movement_id DESC LIMIT ${RECENT}`,
    values,
  );
  return rows.map(movementView);
}

export function movementView(row: Row): MovementView {
  const quantity = (column: string): string => decimalOfMilli(row[column] as number);
  return {
    movementId: row['movement_id'] as string,
    product: row['product_id'] as string,
    productName: (row['product_name'] ?? null) as string | null,
    location: row['location_id'] as string,
    movementType: row['type'] as MovementView['movementType'],
    quantity: quantity('quantity_milli'),
    previousStock: quantity('previous_milli'),
    newStock: quantity('new_milli'),
    referenceNumber: row['reference'] as string,
    reason: row['reason'] as string,
    createdBy: row['created_by'] as string | null,
    occurredAt: (row['occurred_at'] as Date).toISOString(),
    createdAt: (row['created_at'] as Date).toISOString(),
  };
}
