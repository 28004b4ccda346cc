/** What suppliers were paid: a page at a time, one by its id. */
import type { purchasing } from '@evertill/contract';
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { paymentColumns, paymentSource, paymentView, readPayment } from './payment-store.ts';
import type { PaymentRow } from './payment-store.ts';

export function listSupplierPayments({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.listSupplierPayments> {
  return async (context, query) => {
    const source = {
      from: paymentSource,
      columns: paymentColumns,
      tenantColumn: 'p.tenant_id',
      where: [
        ['p.voided_at IS NULL', undefined] as const,
        whenGiven('(p.narration ILIKE ? OR h.order_number ILIKE ?)', searchPattern(query.search)),
        whenGiven('h.supplier_id = ?', query.supplier),
        whenGiven('p.header_id = ?', query.purchaseHeader),
        whenGiven('p.payment_option_id = ?', query.paymentOption),
      ],
      orderings: {
        created_at: { sql: 'p.created_at', type: 'timestamptz' },
        amount_paid: { sql: 'p.amount_minor', type: 'bigint' },
      },
      tieBreak: { sql: 'p.payment_id', type: 'uuid' },
      defaultOrdering: '-created_at',
    };
    const { rows, ...page } = await database.read(context, (tx) => readPage(tx, source, query));
    return { ...page, items: rows.map((row) => paymentView(row as PaymentRow)) };
  };
}

export function findSupplierPayment({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.findSupplierPayment> {
  return async (context, { paymentId }) =>
    paymentView(await database.read(context, (tx) => readPayment(tx, paymentId)));
}
