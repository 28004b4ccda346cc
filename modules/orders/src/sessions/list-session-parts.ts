/** The movements of a session, and the supplements to its Z. */
import type { OutputOf, orders } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import { readPage } from '@evertill/kernel';
import type { ListSource, Row, TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from '../list-sales.ts';
import { movementColumns, movementView } from './movement-store.ts';
import { findOwnSession } from './session-store.ts';

type Supplement = OutputOf<typeof orders.listSupplements>['items'][number];

const movementList = {
  from: 'orders.cash_movements m',
  columns: movementColumns,
  tenantColumn: 'm.tenant_id',
  orderings: { occurred_at: { sql: 'm.occurred_at', type: 'timestamptz' } },
  tieBreak: { sql: 'm.movement_id', type: 'uuid' },
  defaultOrdering: 'occurred_at',
} satisfies Omit<ListSource, 'where'>;

export function listCashMovements({
  database,
}: ReadNeeds): TenantUseCase<typeof orders.listCashMovements> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const session = await findOwnSession(tx, context, query.sessionId);
      const where = [
        ['m.session_id = ?', session.session_id] as const,
        ['m.register_id = ?', session.register_id] as const,
      ];
      const { rows, ...page } = await readPage(tx, { ...movementList, where }, query);
      return { ...page, items: rows.map(movementView) };
    });
}

const supplementList = {
  from: `orders.session_supplements x
    LEFT JOIN orders.sales s ON s.tenant_id = x.tenant_id AND s.sale_id = x.subject_id
    LEFT JOIN orders.refunds r ON r.tenant_id = x.tenant_id AND r.refund_id = x.subject_id
    LEFT JOIN orders.cash_movements m
      ON m.tenant_id = x.tenant_id AND m.movement_id = x.subject_id`,
  columns: `x.*, coalesce(s.receipt_number, r.receipt_number) AS receipt_number,
    coalesce(s.total_minor, r.total_minor, m.amount_minor) AS amount,
    coalesce(s.currency, r.currency, m.currency) AS currency,
    coalesce(s.occurred_at, r.occurred_at, m.occurred_at) AS occurred_at`,
  tenantColumn: 'x.tenant_id',
  orderings: { number: { sql: 'x.number', type: 'integer' } },
  tieBreak: { sql: 'x.subject_id', type: 'uuid' },
  defaultOrdering: 'number',
} satisfies Omit<ListSource, 'where'>;

export function listSupplements({
  database,
}: ReadNeeds): TenantUseCase<typeof orders.listSupplements> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const session = await findOwnSession(tx, context, query.sessionId);
      const where = [['x.session_id = ?', session.session_id] as const];
      const { rows, ...page } = await readPage(tx, { ...supplementList, where }, query);
      return { ...page, items: rows.map(supplementView) };
    });
}

function supplementView(row: Row): Supplement {
  const currency = row['currency'] as string;
  return {
    session: row['session_id'] as string,
    number: row['number'] as number,
    kind: row['kind'] as Supplement['kind'],
    subject: row['subject_id'] as string,
    receiptNumber: row['receipt_number'] as string | null,
    total: decimalOf(row['amount'] as number, currency),
    currency,
    occurredAt: (row['occurred_at'] as Date).toISOString(),
    bookedAt: (row['booked_at'] as Date).toISOString(),
  };
}
