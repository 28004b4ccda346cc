/**
 * What to order: enough for the minimum and for some days of sales, at the pace of the last days.
 * Whole pieces, as AsiriaPOS suggests them; the most urgent first.
 */
import type { inventory } from '@evertill/contract';
import { decimalOfMilli } from '@evertill/domain';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';

const DAY_MS = 86_400_000;

interface Suggestion extends Record<string, unknown> {
  readonly product_id: string;
  readonly name: string;
  readonly stock: number;
  readonly minimum: number;
  readonly daily: number;
  readonly wanted: number;
}

export function findReorderSuggestions({
  database,
  clock,
}: Pick<Surroundings, 'database' | 'clock'>): TenantUseCase<
  typeof inventory.findReorderSuggestions
> {
  return (context, { days = 30, safetyDays = 7, top = 100 }) =>
    database.read(context, async (tx) => {
      const since = new Date(clock.now().getTime() - days * DAY_MS);
      const rows = await tx.query<Suggestion>(
        `SELECT * FROM (
           SELECT p.product_id, p.name, p.min_milli AS minimum, coalesce(l.milli, 0)::bigint AS stock,
             round(coalesce(s.milli, 0) / $3::numeric / 10)::bigint * 10 AS daily,
             (round((coalesce(s.milli, 0) * $4::numeric / $3 + p.min_milli - coalesce(l.milli, 0))
               / 1000) * 1000)::bigint AS wanted
           FROM inventory.products p
           LEFT JOIN (
             SELECT product_id, sum(on_hand_milli) AS milli FROM inventory.stock_levels
             WHERE tenant_id = $1 GROUP BY 1
           ) l USING (product_id)
           LEFT JOIN (
             SELECT product_id, -sum(quantity_milli) AS milli FROM inventory.stock_movements
             WHERE tenant_id = $1 AND type = 'SALE' AND created_at >= $2 AND occurred_at >= $2
             GROUP BY 1
           ) s USING (product_id)
           WHERE p.tenant_id = $1 AND p.is_active
         ) r WHERE r.wanted > 0 ORDER BY r.wanted DESC, r.product_id LIMIT ${top}`,
        [tx.tenantId, since, days, safetyDays],
      );
      return {
        windowDays: days,
        safetyDays,
        suggestions: rows.map((row) => ({
          productId: row.product_id,
          name: row.name,
          currentStock: decimalOfMilli(row.stock),
          minimumQuantity: decimalOfMilli(row.minimum),
          avgDailySales: decimalOfMilli(row.daily),
          suggestedOrderQty: decimalOfMilli(row.wanted),
        })),
      };
    });
}
