/** What was sold on the shop's own day so far; a cashier sees own sales. */
import type { orders } from '@evertill/contract';
import { decimalOf, shopDay, shopDayOf } from '@evertill/domain';
import { tenantOf } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { whoOf } from '../list-sales.ts';

export function salesToday(surroundings: Surroundings): TenantUseCase<typeof orders.salesToday> {
  const { database, clock } = surroundings;
  return async (context) => {
    const { currency, timeZone } = await tenantOf(surroundings, context);
    const { seesAll, userId } = whoOf(context);
    const now = clock.now();
    const { fromMs } = shopDay(shopDayOf(now.getTime(), timeZone), timeZone);
    const [row] = await database.read(context, (tx) =>
      tx.query<{ total: number }>(
        `SELECT least(coalesce(sum(s.total_minor), 0), 9007199254740991)::bigint AS total
         FROM orders.sales s
         WHERE s.tenant_id = $1
           AND s.occurred_at >= $2 AND s.occurred_at <= $3
           AND ($4 OR s.recorded_by = $5)
           AND NOT EXISTS (SELECT FROM orders.voids v
             WHERE v.tenant_id = $1 AND v.sale_id = s.sale_id)`,
        [tx.tenantId, new Date(fromMs), now, seesAll, userId],
      ),
    );
    return { totalSales: decimalOf(row?.total ?? 0, currency) };
  };
}
