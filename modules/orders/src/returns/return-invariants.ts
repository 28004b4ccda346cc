/**
 * What must hold of returns and refunds at any time; each query answers the rows that break it.
 * `$1` is the tenant. I04 and I04b, about the same counters, stand with the sales'.
 */
const isFlagged = (sale: string): string => `EXISTS (
  SELECT FROM orders.refunds r JOIN orders.flags f
    ON f.tenant_id = r.tenant_id AND f.subject_id = r.refund_id
  WHERE r.tenant_id = $1 AND r.sale_id = ${sale} AND f.flag = 'refund_exceeds_sale')`;

export const returnInvariants = [
  {
    id: 'I04c',
    name: 'no more money went back than a sale came to or was paid, unless a refund is flagged',
    sql: `SELECT s.sale_id FROM orders.sales s
      JOIN (
        SELECT sale_id, sum(total_minor) AS refunded FROM orders.refunds
        WHERE tenant_id = $1 GROUP BY sale_id
      ) r ON r.sale_id = s.sale_id
      WHERE s.tenant_id = $1 AND NOT ${isFlagged('s.sale_id')}
        AND r.refunded > greatest(s.total_minor, (
          SELECT coalesce(sum(p.amount_minor), 0) - s.change_minor FROM orders.payments p
          WHERE p.tenant_id = $1 AND p.sale_id = s.sale_id))`,
  },
  {
    id: 'I04d',
    name: 'the money counted as gone back, and as asked for, is that of the refunds',
    sql: `SELECT m.sale_id FROM orders.refunded_money m
      WHERE m.tenant_id = $1
        AND (m.refunded_minor <> (
          SELECT coalesce(sum(r.total_minor), 0) FROM orders.refunds r
          WHERE r.tenant_id = $1 AND r.sale_id = m.sale_id)
        OR m.pending_minor <> (
          SELECT coalesce(sum(q.amount_minor), 0) FROM orders.refund_requests q
          WHERE q.tenant_id = $1 AND q.sale_id = m.sale_id AND q.status = 'PENDING'))`,
  },
  {
    id: 'I04e',
    name: 'what was paid out makes the total of a refund, and so do its lines if it has any',
    sql: `SELECT r.refund_id FROM orders.refunds r
      LEFT JOIN (
        SELECT refund_id, sum(amount_minor) AS paid FROM orders.payments
        WHERE tenant_id = $1 AND refund_id IS NOT NULL GROUP BY refund_id
      ) p ON p.refund_id = r.refund_id
      LEFT JOIN (
        SELECT refund_id, sum(total_minor) AS total, sum(tax_minor) AS tax
        FROM orders.refund_lines WHERE tenant_id = $1 GROUP BY refund_id
      ) l ON l.refund_id = r.refund_id
      WHERE r.tenant_id = $1
        AND (coalesce(p.paid, 0) <> r.total_minor
          OR l.total + r.rounding_minor <> r.total_minor OR l.tax <> r.tax_minor)
        AND NOT EXISTS (
          SELECT FROM orders.flags f WHERE f.tenant_id = $1 AND f.subject_id = r.refund_id
            AND f.flag = 'total_differs')`,
  },
  {
    id: 'I04f',
    name: 'what returns keep is what is asked for, and their lines make their quantity',
    sql: `SELECT coalesce(c.sale_id, q.sale_id) AS sale_id FROM (
        SELECT * FROM orders.refunded_lines WHERE tenant_id = $1
      ) c FULL JOIN (
        SELECT r.sale_id, l.line_number, sum(l.quantity_milli) AS pending
        FROM orders.sales_returns r JOIN orders.sales_return_lines l
          USING (tenant_id, sales_return_id)
        WHERE r.tenant_id = $1 AND r.status = 'PENDING' GROUP BY 1, 2
      ) q ON q.sale_id = c.sale_id AND q.line_number = c.line_number
      WHERE coalesce(c.pending_milli, 0) <> coalesce(q.pending, 0)
      UNION ALL
      SELECT r.sale_id FROM orders.sales_returns r
      WHERE r.tenant_id = $1 AND r.quantity_milli <> (
        SELECT coalesce(sum(l.quantity_milli), 0) FROM orders.sales_return_lines l
        WHERE l.tenant_id = $1 AND l.sales_return_id = r.sales_return_id)`,
  },
  {
    id: 'I23c',
    name: 'every return that was approved was told exactly once, and no other',
    sql: `SELECT coalesce(r.id, t.id) AS id FROM (
        SELECT sales_return_id::text AS id FROM orders.sales_returns
        WHERE tenant_id = $1 AND status = 'APPROVED'
      ) r FULL JOIN (
        SELECT payload ->> 'returnId' AS id, count(*) AS times FROM orders.outbox
        WHERE tenant_id = $1 AND type = 'order.returned' GROUP BY 1
      ) t ON t.id = r.id
      WHERE r.id IS NULL OR t.id IS NULL OR t.times <> 1`,
  },
  {
    id: 'I37b',
    name: 'a refund that was approved was given, under its id and for its sale; no other was',
    sql: `SELECT q.refund_id FROM orders.refund_requests q
      LEFT JOIN orders.refunds r ON r.tenant_id = q.tenant_id AND r.refund_id = q.refund_id
        AND r.sale_id = q.sale_id
      WHERE q.tenant_id = $1 AND q.status = 'APPROVED' AND r.refund_id IS NULL`,
  },
  {
    id: 'I37c',
    name: 'an exchange has its refund and its sale, and one credits what the other takes',
    sql: `SELECT e.exchange_id FROM orders.exchanges e
      LEFT JOIN orders.refunds r ON r.tenant_id = e.tenant_id AND r.refund_id = e.refund_id
      LEFT JOIN orders.sales s ON s.tenant_id = e.tenant_id AND s.sale_id = e.new_sale_id
      LEFT JOIN (
        SELECT reference, sum(amount_minor) FILTER (WHERE refund_id IS NOT NULL) AS credited,
               sum(amount_minor) FILTER (WHERE sale_id IS NOT NULL) AS taken
        FROM orders.payments WHERE tenant_id = $1 AND reference LIKE 'exchange:%' GROUP BY 1
      ) p ON p.reference = 'exchange:' || e.exchange_id
      WHERE e.tenant_id = $1
        AND (r.total_minor IS DISTINCT FROM e.refunded_minor
          OR s.total_minor IS DISTINCT FROM e.new_total_minor
          OR p.credited IS DISTINCT FROM p.taken)`,
  },
  {
    id: 'orders-words',
    name: "a leader's word that is not good for its operation is flagged at it",
    sql: `SELECT o.operation_id FROM orders.operation_approvals o
      WHERE o.tenant_id = $1 AND NOT o.is_fit AND NOT EXISTS (
        SELECT FROM orders.flags f WHERE f.tenant_id = o.tenant_id
          AND f.subject_id = o.operation_id AND f.flag = 'approval_unfit')`,
  },
] as const;
