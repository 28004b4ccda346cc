/** The lines of a sale or an order, and what was tendered. */
import type { orders } from '@evertill/contract';
import { isUuid, readPage, refuse, whenGiven } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from './list-sales.ts';
import { whoOf } from './list-sales.ts';
import { lineList, lineView, ownSales, paymentList, paymentView } from './sale-reads.ts';

export function listSaleLines({ database }: ReadNeeds): TenantUseCase<typeof orders.listSaleLines> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        ownSales('l.recorded_by', whoOf(context)),
        whenGiven('l.sale_id = ?', query.salesHeader),
      ];
      const { rows, ...page } = await readPage(tx, { ...lineList, where }, query);
      return { ...page, items: rows.map(lineView) };
    });
}

export function findLine({ database }: ReadNeeds): TenantUseCase<typeof orders.findLine> {
  return (context, { salesDetailId }) =>
    database.read(context, async (tx) => {
      const where = [ownSales('l.recorded_by', whoOf(context)), ...placeOf(salesDetailId)];
      const { rows } = await readPage(tx, { ...lineList, where }, {});
      return rows[0] === undefined ? refuse('not_found') : lineView(rows[0]);
    });
}

/** A line that was drafted has an id; one of a counter sale is called by sale and number. */
function placeOf(salesDetailId: string): readonly (readonly [string, unknown])[] {
  if (isUuid(salesDetailId)) return [['l.line_id = ?', salesDetailId]];
  const [saleId = '', lineNumber = ''] = salesDetailId.split(':');
  if (!isUuid(saleId) || !/^[1-9][0-9]{0,6}$/.test(lineNumber)) refuse('not_found');
  return [
    ['l.sale_id = ?', saleId],
    ['l.line_number = ?', Number(lineNumber)],
  ];
}

export function listPayments({ database }: ReadNeeds): TenantUseCase<typeof orders.listPayments> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        ownSales('p.recorded_by', whoOf(context)),
        whenGiven('p.sale_id = ?', query.salesHeader),
        whenGiven('p.refund_id = ?', query.salesRefund),
        whenGiven('p.method = ?', query.method),
      ];
      const { rows, ...page } = await readPage(tx, { ...paymentList, where }, query);
      return { ...page, items: rows.map(paymentView) };
    });
}

export function findPayment({ database }: ReadNeeds): TenantUseCase<typeof orders.findPayment> {
  return (context, { salesPaymentId }) =>
    database.read(context, async (tx) => {
      const where = [
        ownSales('p.recorded_by', whoOf(context)),
        ['p.payment_id = ?', salesPaymentId] as const,
      ];
      const { rows } = await readPage(tx, { ...paymentList, where }, {});
      return rows[0] === undefined ? refuse('not_found') : paymentView(rows[0]);
    });
}
