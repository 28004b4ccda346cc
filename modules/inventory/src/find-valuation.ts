/** What the stock cost: every product at its average cost, each rounded once, and their sum. */
import type { inventory } from '@evertill/contract';
import { limits } from '@evertill/contract';
import { averageCostMinor, decimalOf, decimalOfMilli } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Row, TenantUseCase, Transaction } from '@evertill/kernel';
import type { ReadNeeds } from './list-movements.ts';

/** What counts: products with a known cost of which there is something, or too little. */
const valued = `SELECT p.product_id, p.name, p.currency, c.milli_minor,
    sum(l.on_hand_milli) AS milli,
    round(c.milli_minor * sum(l.on_hand_milli) / 1000000) AS value
  FROM inventory.products p JOIN inventory.stock_levels l
    ON l.tenant_id = p.tenant_id AND l.product_id = p.product_id
  LEFT JOIN inventory.average_costs a
    ON a.tenant_id = p.tenant_id AND a.product_id = p.product_id
  CROSS JOIN LATERAL (VALUES (coalesce(a.average_milli_minor, p.cost_minor * 1000)))
    AS c (milli_minor)
  WHERE p.tenant_id = $1 AND c.milli_minor IS NOT NULL
  GROUP BY p.product_id, p.name, p.currency, c.milli_minor
  HAVING sum(l.on_hand_milli) <> 0`;

export function findValuation({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.findValuation> {
  return (context, { limit = limits.LIST_LIMIT_MAX }) =>
    database.read(context, async (tx) => {
      const total = await readTotal(tx);
      const rows = await tx.query(
        `SELECT * FROM (${valued}) v ORDER BY v.value DESC, v.product_id LIMIT ${limit}`,
        [tx.tenantId],
      );
      const currency = total['currency'] as string | null;
      return {
        currency,
        totalQuantity: decimalOfMilli(wholeOf(total['milli'])),
        totalValuation: currency === null ? '0' : decimalOf(wholeOf(total['value']), currency),
        totalItems: total['count'] as number,
        items: rows.map((row) => ({
          productId: row['product_id'] as string,
          name: row['name'] as string,
          stock: decimalOfMilli(wholeOf(row['milli'])),
          averageCost: decimalOf(
            averageCostMinor(row['milli_minor'] as number),
            row['currency'] as string,
          ),
          valuation: decimalOf(wholeOf(row['value']), row['currency'] as string),
        })),
      };
    });
}

async function readTotal(tx: Transaction): Promise<Row> {
  const [row = {}] = await tx.query(
    `SELECT count(*) AS count, min(v.currency) AS currency, coalesce(sum(v.milli), 0) AS milli,
            coalesce(sum(v.value), 0) AS value FROM (${valued}) v`,
    [tx.tenantId],
  );
  return row;
}

/** PostgreSQL sums without a bound, and says so in text. */
function wholeOf(sum: unknown): number {
  const whole = Number(sum);
  if (!Number.isSafeInteger(whole)) {
    refuse('amount_invalid', { detail: 'The stock is worth more than can be counted.' });
  }
  return whole;
}
