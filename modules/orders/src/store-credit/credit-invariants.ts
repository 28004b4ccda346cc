/** What must hold of store credit; each query answers the rows that break it. `$1`: the tenant. */
const spentUnderFlag = `EXISTS (
  SELECT FROM orders.store_credit_entries e JOIN orders.flags f
    ON f.tenant_id = e.tenant_id AND f.subject_id = e.sale_id
  WHERE e.tenant_id = $1 AND e.credit_id = c.credit_id AND e.kind = 'SPENT'
    AND f.flag IN ('store_credit_unknown', 'store_credit_expired', 'store_credit_overdrawn'))`;

export const creditInvariants = [
  {
    id: 'I07',
    name: 'a store credit is the sum of its ledger, numbered without a gap',
    sql: `SELECT c.credit_id FROM orders.store_credits c
      LEFT JOIN (
        SELECT credit_id, count(*) AS entries, max(number) AS last, min(number) AS first,
          coalesce(sum(amount_minor) FILTER (WHERE kind = 'ISSUED'), 0) AS issued,
          coalesce(sum(amount_minor) FILTER (WHERE kind = 'SPENT'), 0) AS spent,
          coalesce(sum(amount_minor) FILTER (WHERE kind = 'RETURNED'), 0) AS returned
        FROM orders.store_credit_entries WHERE tenant_id = $1 GROUP BY credit_id
      ) e ON e.credit_id = c.credit_id
      WHERE c.tenant_id = $1
        AND (e.credit_id IS NULL OR e.first <> 1 OR e.last <> e.entries
          OR c.last_entry <> e.last OR c.issued_minor <> e.issued OR c.spent_minor <> e.spent
          OR c.returned_minor <> e.returned
          OR c.balance_minor <> e.issued - e.spent + e.returned)`,
  },
  {
    id: 'I07b',
    name: 'no store credit is below zero, unless a sale that spent it is flagged',
    sql: `SELECT c.credit_id FROM orders.store_credits c
      WHERE c.tenant_id = $1 AND c.balance_minor < 0 AND NOT ${spentUnderFlag}`,
  },
  {
    id: 'I07c',
    name: 'each entry says the balance that the entries up to it make',
    sql: `SELECT credit_id, number FROM (
        SELECT credit_id, number, balance_minor, sum(
          CASE kind WHEN 'SPENT' THEN -amount_minor ELSE amount_minor END
        ) OVER (PARTITION BY credit_id ORDER BY number) AS so_far
        FROM orders.store_credit_entries WHERE tenant_id = $1
      ) AS e WHERE balance_minor <> so_far`,
  },
  {
    id: 'I07d',
    name: 'what was spent is a tender of that sale or order, and came back when it was undone',
    sql: `SELECT e.credit_id, e.number FROM orders.store_credit_entries e
      WHERE e.tenant_id = $1 AND e.kind = 'SPENT'
        AND (NOT EXISTS (
          SELECT FROM orders.payments p WHERE p.tenant_id = $1 AND p.payment_id = e.payment_id
            AND p.sale_id = e.sale_id AND p.method = 'STORE_CREDIT'
            AND p.amount_minor = e.amount_minor
          UNION ALL
          SELECT FROM orders.order_payments p
          WHERE p.tenant_id = $1 AND p.payment_id = e.payment_id AND p.order_id = e.sale_id
            AND p.method = 'STORE_CREDIT' AND p.amount_minor = e.amount_minor)
        OR (EXISTS (
            SELECT FROM orders.voids v WHERE v.tenant_id = $1 AND v.sale_id = e.sale_id
            UNION ALL
            SELECT FROM orders.orders o
            WHERE o.tenant_id = $1 AND o.order_id = e.sale_id AND o.state = 'cancelled')
          <> EXISTS (
            SELECT FROM orders.store_credit_entries b
            WHERE b.tenant_id = $1 AND b.payment_id = e.payment_id AND b.kind = 'RETURNED')))`,
  },
  {
    id: 'I07e',
    name: 'what a refund gave as store credit is in the ledger, all of it and once',
    sql: `SELECT g.refund_id FROM (
        SELECT refund_id, sum(amount_minor) AS given FROM orders.store_credit_entries
        WHERE tenant_id = $1 AND refund_id IS NOT NULL GROUP BY refund_id
      ) AS g
      WHERE g.given <> (
        SELECT coalesce(sum(p.amount_minor), 0) FROM orders.payments p
        WHERE p.tenant_id = $1 AND p.refund_id = g.refund_id AND p.method = 'STORE_CREDIT')`,
  },
] as const;
