/** What must hold of orders that are not sold, of what they became, and of voids. `$1`: tenant. */

const paid = `SELECT p.order_id, sum(p.amount_minor) AS paid, sum(p.change_minor) AS change
  FROM orders.order_payments p WHERE p.tenant_id = $1 AND p.returned_at IS NULL
  GROUP BY p.order_id`;

export const orderInvariants = [
  {
    id: 'I01b',
    name: 'the lines of an order make its total',
    sql: `SELECT o.order_id FROM orders.orders o
      LEFT JOIN (
        SELECT order_id, sum(total_minor) AS total, sum(tax_minor) AS tax
        FROM orders.order_lines WHERE tenant_id = $1 AND removed_at IS NULL GROUP BY order_id
      ) l ON l.order_id = o.order_id
      WHERE o.tenant_id = $1
        AND (coalesce(l.total, 0) <> o.priced_minor OR coalesce(l.tax, 0) <> o.tax_minor)`,
  },
  {
    id: 'I02b',
    name: 'what was paid on an order, less change, and what is open make its total',
    sql: `SELECT o.order_id FROM orders.orders o LEFT JOIN (${paid}) p ON p.order_id = o.order_id
      WHERE o.tenant_id = $1 AND o.state <> 'cancelled'
        AND (coalesce(p.paid, 0) - coalesce(p.change, 0) + o.balance_minor
               <> o.priced_minor + o.rounding_minor
          OR coalesce(p.change, 0) <> o.change_minor)`,
  },
  {
    id: 'I02c',
    name: 'nothing stays paid on a cancelled order, and nothing open on a completed one',
    sql: `SELECT o.order_id FROM orders.orders o LEFT JOIN (${paid}) p ON p.order_id = o.order_id
      WHERE o.tenant_id = $1
        AND (o.state = 'cancelled' AND p.order_id IS NOT NULL
          OR o.state = 'completed' AND o.balance_minor <> 0
          OR o.state = 'expired' AND p.order_id IS NOT NULL)`,
  },
  {
    id: 'I10b',
    name: 'a completed order is exactly one sale of the same total, and no other order is one',
    sql: `SELECT o.order_id FROM orders.orders o
      LEFT JOIN orders.sales s ON s.tenant_id = o.tenant_id AND s.sale_id = o.order_id
        AND s.register_id IN (SELECT g.register_id FROM orders.registers g
          WHERE g.tenant_id = $1 AND g.kind = 'SERVER')
      WHERE o.tenant_id = $1
        AND (o.state = 'completed') IS DISTINCT FROM
          (s.sale_id IS NOT NULL AND s.total_minor = o.priced_minor + o.rounding_minor)`,
  },
  {
    id: 'I23b',
    name: 'a void is told exactly once, and its sale stands',
    sql: `SELECT coalesce(v.sale_id::text, t.id) AS sale_id, t.times
      FROM (SELECT sale_id FROM orders.voids WHERE tenant_id = $1) v
      FULL JOIN (
        SELECT payload ->> 'orderId' AS id, count(*) AS times FROM orders.outbox
        WHERE tenant_id = $1 AND type = 'order.voided' GROUP BY 1
      ) t ON t.id = v.sale_id::text
      WHERE v.sale_id IS NULL OR t.times IS DISTINCT FROM 1`,
  },
  {
    id: 'I04c',
    name: 'nothing was refunded of a voided sale, unless the refund is flagged',
    sql: `SELECT r.refund_id FROM orders.refunds r
      JOIN orders.voids v ON v.tenant_id = r.tenant_id AND v.sale_id = r.sale_id
      WHERE r.tenant_id = $1 AND NOT EXISTS (
        SELECT FROM orders.flags f WHERE f.tenant_id = $1 AND f.subject_id = r.refund_id
          AND f.flag = 'sale_voided')`,
  },
] as const;
