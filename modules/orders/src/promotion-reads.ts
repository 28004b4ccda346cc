/** All SQL that reads what promotions took, with the names they had when it was sold. */
import type { OutputOf, orders } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import type { ListSource, Row, Transaction } from '@evertill/kernel';

type SalePromotion = OutputOf<typeof orders.listSalePromotions>['items'][number];

const takes = `orders.promotion_takes t
  JOIN orders.sales s ON s.tenant_id = t.tenant_id AND s.sale_id = t.sale_id
  JOIN orders.promoted_sales m ON m.tenant_id = t.tenant_id AND m.sale_id = t.sale_id
  LEFT JOIN orders.promotion_sets c
    ON c.tenant_id = m.tenant_id AND c.version = m.promotions_version
  LEFT JOIN LATERAL (
    SELECT p ->> 'name' AS name, p -> 'effect' ->> 'kind' LIKE 'order%' AS is_of_order
    FROM jsonb_array_elements(c.content -> 'promotions') AS p
    WHERE p ->> 'promotionId' = t.promotion_id::text LIMIT 1
  ) known ON true`;
const columns = 't.*, s.currency, known.name, known.is_of_order';

export const takeList = {
  from: takes,
  columns,
  tenantColumn: 't.tenant_id',
  orderings: { sales_header: { sql: 't.sale_id', type: 'uuid' } },
  tieBreak: { sql: `concat_ws(':', t.line_number, t.promotion_id)`, type: 'text' },
  defaultOrdering: 'sales_header',
} satisfies Omit<ListSource, 'where'>;

export function takeView(row: Row): SalePromotion {
  return {
    salesHeader: row['sale_id'] as string,
    lineNumber: row['line_number'] as number,
    promotion: row['promotion_id'] as string,
    name: row['name'] as string | null,
    coupon: row['coupon_code'] as string | null,
    amount: decimalOf(row['amount_minor'] as number, row['currency'] as string),
  };
}

/** What was taken off these sales, as their receipts tell it. */
export function readTakes(tx: Transaction, saleIds: readonly unknown[]): Promise<Row[]> {
  return tx.query(
    `SELECT ${columns} FROM ${takes} WHERE t.tenant_id = $1 AND t.sale_id = ANY ($2)
     ORDER BY t.sale_id, t.promotion_id, t.line_number`,
    [tx.tenantId, saleIds],
  );
}

interface NamedAmount {
  readonly name: string;
  readonly amountMinor: number;
}

/** What of a line's discount promotions of lines took, and its share of those of the order. */
export function takesAtLine(
  rows: readonly Row[],
  lineNumber: unknown,
): { readonly promotions: readonly NamedAmount[]; readonly wholeMinor: number } {
  const here = rows.filter((row) => row['line_number'] === lineNumber && row['name'] !== null);
  const whole = here.filter((row) => row['is_of_order'] === true);
  return {
    promotions: here.filter((row) => row['is_of_order'] !== true).map(named),
    wholeMinor: whole.reduce((sum, row) => sum + (row['amount_minor'] as number), 0),
  };
}

/** What promotions of the order took, all lines together. */
export function takesOfOrder(rows: readonly Row[]): NamedAmount[] {
  const totals = new Map<unknown, NamedAmount>();
  for (const row of rows.filter((one) => one['is_of_order'] === true)) {
    const { name, amountMinor } = named(row);
    const before = totals.get(row['promotion_id'])?.amountMinor ?? 0;
    totals.set(row['promotion_id'], { name, amountMinor: before + amountMinor });
  }
  return [...totals.values()];
}

function named(row: Row): NamedAmount {
  return { name: row['name'] as string, amountMinor: row['amount_minor'] as number };
}
