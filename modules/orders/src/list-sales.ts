/** Sales and the orders that are not sold yet, newest first, and one of them by its id. */
import { maySeeAllSales } from '@evertill/contract';
import type { orders } from '@evertill/contract';
import { readPage, refuse, searchPattern, whenGiven } from '@evertill/kernel';
import type { Database, TenantContext, TenantUseCase } from '@evertill/kernel';
import {
  headerList,
  orderNumberSql,
  ownSales,
  readHeader,
  saleView,
  statusSql,
} from './sale-reads.ts';
import type { Who } from './sale-reads.ts';

export interface ReadNeeds {
  readonly database: Database;
}

const isFlagged = `EXISTS (SELECT FROM orders.flags f
  WHERE f.tenant_id = s.tenant_id AND f.subject_id = s.sale_id)`;

const isOfUnknown = `s.sale_id IN (SELECT o.order_id FROM orders.orders o
  WHERE o.tenant_id = s.tenant_id AND o.anonymous_customer_id = ?)`;

export function listSales({ database }: ReadNeeds): TenantUseCase<typeof orders.listSales> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        ownSales('s.recorded_by', whoOf(context)),
        whenGiven(
          `(${orderNumberSql} ILIKE ? OR s.receipt_number ILIKE ?)`,
          searchPattern(query.search),
        ),
        whenGiven(`${statusSql} = ?`, query.status),
        whenGiven('s.register_id = ?', query.registerId),
        whenGiven('s.customer_id = ?', query.customer),
        whenGiven(isOfUnknown, query.anonymousCustomerId),
        whenGiven(`${orderNumberSql} = ?`, query.orderNumber),
        whenGiven('s.receipt_number = ?', query.receiptNumber),
        whenGiven('s.occurred_at >= ?', query.occurredAfter),
        whenGiven('s.occurred_at < ?', query.occurredBefore),
        whenGiven(`${isFlagged} = ?`, query.isFlagged),
      ];
      const { rows, ...page } = await readPage(tx, { ...headerList, where }, query);
      return { ...page, items: rows.map(saleView) };
    });
}

export function findSale({ database }: ReadNeeds): TenantUseCase<typeof orders.findSale> {
  return async (context, { salesHeaderId }) => {
    const found = await database.read(context, (tx) =>
      readHeader(tx, salesHeaderId, whoOf(context)),
    );
    return found ?? refuse('not_found');
  };
}

export function whoOf({ roles, userId, caller }: TenantContext): Who {
  return { seesAll: caller === 'peer' || maySeeAllSales(roles), userId };
}
