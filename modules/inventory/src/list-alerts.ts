/** Stock alerts: a page at a time, the active ones, one by its id, and how many there are. */
import type { AlertView, inventory } from '@evertill/contract';
import { decimalOfMilli } from '@evertill/domain';
import { readPage, refuse, searchPattern, whenGiven } from '@evertill/kernel';
import type { ListSource, Row, TenantUseCase, Transaction } from '@evertill/kernel';
import type { ReadNeeds } from './list-movements.ts';

const RECENT = 10;

const alertSource = `inventory.stock_alerts a LEFT JOIN inventory.products p
  ON p.tenant_id = a.tenant_id AND p.product_id = a.product_id`;
const alertColumns = 'a.*, p.name AS product_name';

const alertList = {
  from: alertSource,
  columns: alertColumns,
  tenantColumn: 'a.tenant_id',
  orderings: { created_at: { sql: 'a.created_at', type: 'timestamptz' } },
  tieBreak: { sql: 'a.alert_id', type: 'uuid' },
  defaultOrdering: '-created_at',
} satisfies Omit<ListSource, 'where'>;

interface Filter {
  readonly search?: string | undefined;
  readonly product?: string | undefined;
  readonly location?: string | undefined;
  readonly alertType?: string | undefined;
  readonly isActive?: boolean | undefined;
}

const conditionsOf = (filter: Filter): ListSource['where'] => [
  whenGiven('(p.name ILIKE ? OR p.sku ILIKE ?)', searchPattern(filter.search)),
  whenGiven('a.product_id = ?', filter.product),
  whenGiven('a.location_id = ?', filter.location),
  whenGiven('a.type = ?', filter.alertType),
  whenGiven('(a.resolved_at IS NULL) = ?', filter.isActive),
];

export function listAlerts({ database }: ReadNeeds): TenantUseCase<typeof inventory.listAlerts> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = conditionsOf(query);
      const { rows, ...page } = await readPage(tx, { ...alertList, where }, query);
      return { ...page, items: rows.map(alertView) };
    });
}

export function listActiveAlerts({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.listActiveAlerts> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = conditionsOf({ ...query, isActive: true });
      const { rows, ...page } = await readPage(tx, { ...alertList, where }, query);
      return { ...page, items: rows.map(alertView) };
    });
}

export async function readAlertRow(tx: Transaction, alertId: string): Promise<Row | undefined> {
  const [row] = await tx.query(
    `SELECT ${alertColumns} FROM ${alertSource} WHERE a.tenant_id = $1 AND a.alert_id = $2`,
    [tx.tenantId, alertId],
  );
  return row;
}

export async function readAlert(tx: Transaction, alertId: string): Promise<AlertView | undefined> {
  const row = await readAlertRow(tx, alertId);
  return row === undefined ? undefined : alertView(row);
}

export function findAlert({ database }: ReadNeeds): TenantUseCase<typeof inventory.findAlert> {
  return async (context, { alertId }) => {
    const alert = await database.read(context, (tx) => readAlert(tx, alertId));
    return alert ?? refuse('not_found');
  };
}

export function findAlertSummary({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.findAlertSummary> {
  return (context) =>
    database.read(context, async (tx) => {
      const types = await tx.query<{ type: string; count: number; active: number }>(
        `SELECT type, count(*) AS count, count(*) FILTER (WHERE resolved_at IS NULL) AS active
         FROM inventory.stock_alerts WHERE tenant_id = $1 GROUP BY type ORDER BY type`,
        [tx.tenantId],
      );
      const recent = await tx.query(
        `SELECT ${alertColumns} FROM ${alertSource} WHERE a.tenant_id = $1
         ORDER BY a.created_at DESC, a.alert_id DESC LIMIT ${RECENT}`,
        [tx.tenantId],
      );
      const total = types.reduce((sum, { count }) => sum + count, 0);
      const active = types.reduce((sum, row) => sum + row.active, 0);
      return {
        totalAlerts: total,
        activeAlerts: active,
        resolvedAlerts: total - active,
        alertsByType: types.map((row) => ({
          alertType: row.type as AlertView['alertType'],
          count: row.count,
          activeCount: row.active,
        })),
        recentAlerts: recent.map(alertView),
      };
    });
}

const says: Readonly<Record<AlertView['alertType'], (threshold: string) => string>> = {
  LOW_STOCK: (threshold) => `is low: the minimum is ${threshold}`,
  OUT_OF_STOCK: () => 'is out of stock',
  OVERSTOCK: (threshold) => `is overstocked: the maximum is ${threshold}`,
};

const decimalOrNull = (milli: unknown): string | null =>
  milli === null ? null : decimalOfMilli(milli as number);
const instantOrNull = (at: unknown): string | null => (at as Date | null)?.toISOString() ?? null;

export function alertView(row: Row): AlertView {
  const alertType = row['type'] as AlertView['alertType'];
  const productName = row['product_name'] as string | null;
  const threshold = decimalOrNull(row['threshold_milli']);
  const onHand = decimalOfMilli(row['on_hand_milli'] as number);
  const ownWords = row['message'] as string | null;
  const words = `${productName ?? 'A product'} ${says[alertType](threshold ?? '')}`;
  return {
    alertId: row['alert_id'] as string,
    product: row['product_id'] as string,
    productName,
    location: row['location_id'] as string,
    alertType,
    message: ownWords ?? `${words}, ${onHand} on hand.`,
    onHand,
    threshold,
    isActive: row['resolved_at'] === null,
    createdAt: (row['created_at'] as Date).toISOString(),
    raisedBy: row['raised_by'] as string | null,
    isAcknowledged: row['acknowledged_at'] !== null,
    acknowledgedBy: row['acknowledged_by'] as string | null,
    acknowledgedAt: instantOrNull(row['acknowledged_at']),
    resolvedAt: instantOrNull(row['resolved_at']),
    resolvedBy: row['resolved_by'] as string | null,
    resolutionReason: row['resolution_reason'] as string,
  };
}
