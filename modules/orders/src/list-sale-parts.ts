/** The lines of a sale, and what was tendered. */
import type { orders } from '@evertill/contract';
import { readPage, whenGiven } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from './list-sales.ts';
import { whoOf } from './list-sales.ts';
import { lineList, lineView, ownSales, paymentList, paymentView } from './sale-reads.ts';

export function listSaleLines({ database }: ReadNeeds): TenantUseCase<typeof orders.listSaleLines> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        ownSales('s.recorded_by', whoOf(context)),
        whenGiven('l.sale_id = ?', query.salesHeader),
      ];
      const { rows, ...page } = await readPage(tx, { ...lineList, where }, query);
      return { ...page, items: rows.map(lineView) };
    });
}

export function listPayments({ database }: ReadNeeds): TenantUseCase<typeof orders.listPayments> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        ownSales('coalesce(s.recorded_by, r.recorded_by)', whoOf(context)),
        whenGiven('p.sale_id = ?', query.salesHeader),
        whenGiven('p.refund_id = ?', query.salesRefund),
        whenGiven('p.method = ?', query.method),
      ];
      const { rows, ...page } = await readPage(tx, { ...paymentList, where }, query);
      return { ...page, items: rows.map(paymentView) };
    });
}
