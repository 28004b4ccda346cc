/** Returns of goods, newest first. */
import type { orders } from '@evertill/contract';
import { readPage, whenGiven } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { whoOf } from '../list-sales.ts';
import { ownSales } from '../sale-reads.ts';
import { readReturnLines, returnList, returnView } from './return-store.ts';

export function listReturns({ database }: Surroundings): TenantUseCase<typeof orders.listReturns> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        ownSales('r.created_by', whoOf(context)),
        whenGiven('r.sale_id = ?', query.salesHeader),
        whenGiven('r.product_id = ?', query.product),
        whenGiven('r.status = ?', query.status),
        whenGiven("(r.status = 'APPROVED') = ?", query.isApproved),
      ];
      const { rows, ...page } = await readPage(tx, { ...returnList, where }, query);
      const ids = rows.map((row) => row['sales_return_id'] as string);
      const lines = await readReturnLines(tx, ids);
      return { ...page, items: rows.map((row) => returnView(row, lines)) };
    });
}
