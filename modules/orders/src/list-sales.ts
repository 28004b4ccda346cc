/** Sales, newest first, and one sale by its id. */
import { maySeeAllSales } from '@evertill/contract';
import type { orders } from '@evertill/contract';
import { readPage, refuse, whenGiven } from '@evertill/kernel';
import type { Database, TenantContext, TenantUseCase } from '@evertill/kernel';
import { ownSales, saleColumns, saleList, saleView } from './sale-reads.ts';

export interface ReadNeeds {
  readonly database: Database;
}

const isFlagged = `EXISTS (SELECT FROM orders.flags f
  WHERE f.tenant_id = s.tenant_id AND f.subject_id = s.sale_id)`;

export function listSales({ database }: ReadNeeds): TenantUseCase<typeof orders.listSales> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        ownSales('s.recorded_by', whoOf(context)),
        whenGiven('s.register_id = ?', query.registerId),
        whenGiven('s.customer_id = ?', query.customer),
        whenGiven('s.receipt_number = ?', query.receiptNumber),
        whenGiven(`${isFlagged} = ?`, query.isFlagged),
      ];
      const { rows, ...page } = await readPage(tx, { ...saleList, where }, query);
      return { ...page, items: rows.map(saleView) };
    });
}

export function findSale({ database }: ReadNeeds): TenantUseCase<typeof orders.findSale> {
  return (context, { salesHeaderId }) =>
    database.read(context, async (tx) => {
      const { seesAll, userId } = whoOf(context);
      const [row] = await tx.query(
        `SELECT ${saleColumns} FROM orders.sales s
         WHERE s.tenant_id = $1 AND s.sale_id = $2 AND ($3 OR s.recorded_by = $4)`,
        [tx.tenantId, salesHeaderId, seesAll, userId],
      );
      return row === undefined ? refuse('not_found') : saleView(row);
    });
}

interface Who {
  readonly seesAll: boolean;
  readonly userId: string | null;
}

export function whoOf({ roles, userId, caller }: TenantContext): Who {
  return { seesAll: caller === 'peer' || maySeeAllSales(roles), userId };
}
