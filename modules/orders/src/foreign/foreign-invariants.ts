/**
 * What must hold of cash of other currencies; each query answers the rows that break it. Worked out
 * here by another way than sales are judged. `$1` is the tenant.
 */
import { currencies, exponentOf } from '@evertill/domain';

const exponents = `(VALUES ${currencies
  .map((code) => `('${code}', ${exponentOf(code)})`)
  .join(', ')})`;

const isDoubted = `EXISTS (SELECT FROM orders.flags d WHERE d.tenant_id = $1
  AND d.subject_id = f.sale_id
  AND d.flag IN ('rate_unknown', 'foreign_cash_differs', 'unknown_price_book'))`;

/** Foreign cash of the sales that a Z was made of. */
const takenInZ = `SELECT c.session_id, f.currency, sum(f.amount_minor) AS taken
  FROM orders.cash_sessions c
  JOIN orders.sales s ON s.tenant_id = $1 AND s.session_id = c.session_id
    AND s.register_id = c.register_id
  JOIN orders.foreign_tenders f ON f.tenant_id = $1 AND f.sale_id = s.sale_id
  JOIN orders.payments p ON p.tenant_id = $1 AND p.payment_id = f.payment_id
    AND p.method = 'CASH'
  WHERE c.tenant_id = $1 AND c.status = 'CLOSED' AND NOT EXISTS (
    SELECT FROM orders.session_supplements x WHERE x.tenant_id = $1
      AND x.session_id = c.session_id AND x.kind = 'SALE' AND x.subject_id = s.sale_id)
  GROUP BY c.session_id, f.currency`;

/** Where sums stand still (packages/domain/src/limits.ts); beyond it nothing is compared. */
const LIMIT = '100000000000000';

export const foreignInvariants = [
  {
    id: 'I43',
    name: 'a foreign tender is worth its amount times its rate, rounded down to the coin in use',
    sql: `SELECT f.sale_id, f.payment_id, p.amount_minor, w.worth
      FROM orders.foreign_tenders f
      JOIN orders.payments p ON p.tenant_id = $1 AND p.payment_id = f.payment_id
      JOIN orders.sales s ON s.tenant_id = $1 AND s.sale_id = f.sale_id
      LEFT JOIN orders.price_books b
        ON b.tenant_id = $1 AND b.version = s.price_book_version
      LEFT JOIN ${exponents} own (code, digits) ON own.code = s.currency
      LEFT JOIN ${exponents} other (code, digits) ON other.code = f.currency
      CROSS JOIN LATERAL (
        SELECT greatest(1, (b.book ->> 'cashRoundingMinor')::numeric) AS coin) k
      CROSS JOIN LATERAL (
        SELECT div(f.amount_minor::numeric * f.rate_billionths * 10::numeric ^ own.digits,
                   1000000000::numeric * 10::numeric ^ other.digits * k.coin) * k.coin AS worth) w
      WHERE f.tenant_id = $1 AND NOT ${isDoubted}
        AND (w.worth IS DISTINCT FROM p.amount_minor::numeric OR p.method <> 'CASH')`,
  },
  {
    id: 'I43b',
    name: 'a foreign tender is of its sale, at the rate of the sheet it names, unless flagged',
    sql: `SELECT f.sale_id, f.payment_id FROM orders.foreign_tenders f
      LEFT JOIN orders.payments p ON p.tenant_id = $1 AND p.payment_id = f.payment_id
      WHERE f.tenant_id = $1 AND (
        p.sale_id IS DISTINCT FROM f.sale_id
        OR NOT ${isDoubted} AND NOT EXISTS (
          SELECT FROM orders.rate_sheets r, jsonb_array_elements(r.content -> 'rates') AS one
          WHERE r.tenant_id = $1 AND r.version = f.rate_sheet_version
            AND one ->> 'currency' = f.currency
            AND (one ->> 'rateBillionths')::bigint = f.rate_billionths))`,
  },
  {
    id: 'I43c',
    name: 'a close expects the foreign cash that its sales took, and its variance follows',
    sql: `SELECT coalesce(t.session_id, k.session_id) AS session_id,
             coalesce(t.currency, k.currency) AS currency, t.taken, k.expected
      FROM (${takenInZ}) t
      FULL JOIN (
        SELECT c.session_id, one ->> 'currency' AS currency,
          (one ->> 'expectedMinor')::numeric AS expected,
          (one ->> 'countedMinor')::numeric AS counted,
          (one ->> 'varianceMinor')::numeric AS variance
        FROM orders.cash_sessions c, jsonb_array_elements(c.foreign_counts) AS one
        WHERE c.tenant_id = $1 AND c.foreign_counts IS NOT NULL
      ) k ON k.session_id = t.session_id AND k.currency = t.currency
      WHERE coalesce(t.taken, 0) < ${LIMIT} AND coalesce(t.taken, 0) IS DISTINCT FROM k.expected
        OR k.variance IS DISTINCT FROM k.counted - k.expected`,
  },
  {
    id: 'I43d',
    name: 'sheets of rates are numbered from one without a gap',
    sql: `SELECT count(*) AS sheets, max(version) AS last FROM orders.rate_sheets
      WHERE tenant_id = $1 HAVING count(*) <> coalesce(max(version), 0)`,
  },
] as const;
