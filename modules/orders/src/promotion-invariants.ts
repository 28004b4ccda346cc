/** What must hold of what promotions took; each query answers the rows that break it. */

const isDoubted = (sale: string): string =>
  `EXISTS (SELECT FROM orders.flags f WHERE f.tenant_id = $1 AND f.subject_id = ${sale}
   AND f.flag IN ('promotion_differs', 'promotions_unknown'))`;

export const promotionInvariants = [
  {
    id: 'I41',
    name: 'what promotions took off a line is its discount, unless the sale is flagged',
    sql: `SELECT t.sale_id, t.line_number, sum(t.amount_minor) AS taken, l.discount_minor
      FROM orders.promotion_takes t
      LEFT JOIN orders.sale_lines l ON l.tenant_id = t.tenant_id AND l.sale_id = t.sale_id
        AND l.line_number = t.line_number
      WHERE t.tenant_id = $1
      GROUP BY t.sale_id, t.line_number, l.discount_minor
      HAVING sum(t.amount_minor) IS DISTINCT FROM l.discount_minor
        AND NOT ${isDoubted('t.sale_id')}`,
  },
  {
    id: 'I41b',
    name: 'a sale under promotions has something that they took, and each line its category',
    sql: `SELECT p.sale_id FROM orders.promoted_sales p
      WHERE p.tenant_id = $1 AND (
        NOT EXISTS (SELECT FROM orders.promotion_takes t
                    WHERE t.tenant_id = $1 AND t.sale_id = p.sale_id)
        OR (SELECT count(*) FROM orders.sale_lines l
            WHERE l.tenant_id = $1 AND l.sale_id = p.sale_id)
           NOT IN (cardinality(p.categories), cardinality(p.promotable)))`,
  },
  {
    id: 'I42',
    name: 'coupons were used as often as sales say, in all and by each customer',
    sql: `WITH used AS (
        SELECT DISTINCT t.coupon_code AS code, t.sale_id, s.customer_id
        FROM orders.promotion_takes t
        JOIN orders.sales s ON s.tenant_id = t.tenant_id AND s.sale_id = t.sale_id
        WHERE t.tenant_id = $1 AND t.coupon_code IS NOT NULL
      ), counted AS (
        SELECT code, '00000000-0000-0000-0000-000000000000'::uuid AS customer_id,
               count(*) AS uses FROM used GROUP BY code
        UNION ALL
        SELECT code, customer_id, count(*) FROM used
        WHERE customer_id IS NOT NULL GROUP BY code, customer_id
      )
      SELECT coalesce(u.code, c.code) AS code, u.uses, c.uses AS counted
      FROM (SELECT * FROM orders.coupon_uses WHERE tenant_id = $1) u
      FULL JOIN counted c ON c.code = u.code AND c.customer_id = u.customer_id
      WHERE u.uses IS DISTINCT FROM c.uses`,
  },
] as const;
