/** Money that a provider collected and no order could take, newest first. */
import type { OutputOf, orders } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import { readPage, whenGiven } from '@evertill/kernel';
import type { ListSource, Row, TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from '../list-sales.ts';

type UnmatchedView = OutputOf<typeof orders.listUnmatchedPayments>['items'][number];

const unmatchedList = {
  from: 'orders.unmatched_payments u',
  columns: 'u.*',
  tenantColumn: 'u.tenant_id',
  orderings: { received_at: { sql: 'u.received_at', type: 'timestamptz' } },
  tieBreak: { sql: 'u.payment_id', type: 'uuid' },
  defaultOrdering: '-received_at',
} satisfies Omit<ListSource, 'where'>;

export function listUnmatchedPayments({
  database,
}: ReadNeeds): TenantUseCase<typeof orders.listUnmatchedPayments> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [whenGiven('u.order_id = ?', query.salesHeader)];
      const { rows, ...page } = await readPage(tx, { ...unmatchedList, where }, query);
      return { ...page, items: rows.map(unmatchedView) };
    });
}

function unmatchedView(row: Row): UnmatchedView {
  const currency = row['currency'] as string;
  return {
    paymentAttemptId: row['payment_id'] as string,
    salesHeader: row['order_id'] as string,
    amount: decimalOf(row['amount_minor'] as number, currency),
    currency,
    method: row['method'] as string,
    provider: row['provider'] as string,
    reference: row['reference'] as string,
    why: row['why'] as UnmatchedView['why'],
    receivedAt: (row['received_at'] as Date).toISOString(),
  };
}
