/**
 * What must hold of cash sessions at any time: a printed Z is what the facts say without those that
 * came after it. Worked out here by another way than the reports go. `$1` is the tenant.
 */

/** Where a fact and a closed session belong together: one register, or the server's own. */
const ofRegister = (fact: string): string => `(${fact}.register_id = c.register_id
  OR EXISTS (SELECT FROM orders.registers g WHERE g.tenant_id = $1
    AND g.register_id = ${fact}.register_id AND g.kind = 'SERVER'))`;

const notLate = (kind: string, id: string): string => `NOT EXISTS (
  SELECT FROM orders.session_supplements x WHERE x.tenant_id = $1
    AND x.session_id = c.session_id AND x.kind = '${kind}' AND x.subject_id = ${id})`;

/** Every fact that a Z was made of: which session, what kind, which sale, refund or movement. */
const inZ = `
  SELECT c.session_id, 'SALE' AS kind, s.sale_id AS id, s.total_minor AS total, s.tax_minor AS tax
  FROM orders.cash_sessions c JOIN orders.sales s
    ON s.tenant_id = c.tenant_id AND s.session_id = c.session_id
  WHERE c.tenant_id = $1 AND c.status = 'CLOSED' AND ${ofRegister('s')}
    AND ${notLate('SALE', 's.sale_id')}
  UNION ALL
  SELECT c.session_id, 'REFUND', r.refund_id, r.total_minor, r.tax_minor
  FROM orders.cash_sessions c JOIN orders.refunds r
    ON r.tenant_id = c.tenant_id AND r.session_id = c.session_id
  WHERE c.tenant_id = $1 AND c.status = 'CLOSED' AND ${ofRegister('r')}
    AND ${notLate('REFUND', 'r.refund_id')}
  UNION ALL
  SELECT c.session_id, 'VOID', v.sale_id, s.total_minor, s.tax_minor
  FROM orders.cash_sessions c
  JOIN orders.voids v ON v.tenant_id = c.tenant_id AND v.session_id = c.session_id
  JOIN orders.sales s ON s.tenant_id = v.tenant_id AND s.sale_id = v.sale_id
  WHERE c.tenant_id = $1 AND c.status = 'CLOSED' AND ${ofRegister('s')}
    AND ${notLate('VOID', 'v.sale_id')}
  UNION ALL
  SELECT c.session_id, m.kind, m.movement_id, m.amount_minor, 0
  FROM orders.cash_sessions c JOIN orders.cash_movements m
    ON m.tenant_id = c.tenant_id AND m.session_id = c.session_id
  WHERE c.tenant_id = $1 AND c.status = 'CLOSED' AND ${ofRegister('m')}
    AND ${notLate('CASH_MOVEMENT', 'm.movement_id')}`;

/** What each of them did to the drawer. An order's payments count where they were taken. */
const cashInZ = `
  SELECT z.session_id, CASE z.kind WHEN 'SALE' THEN p.amount_minor ELSE -p.amount_minor END AS cash
  FROM (${inZ}) z JOIN orders.payments p ON p.tenant_id = $1 AND p.method = 'CASH'
    AND (z.kind IN ('SALE', 'VOID') AND p.sale_id = z.id
      OR z.kind = 'REFUND' AND p.refund_id = z.id)
  WHERE NOT (z.kind = 'SALE' AND EXISTS (
    SELECT FROM orders.order_payments o WHERE o.tenant_id = $1 AND o.order_id = z.id))
  UNION ALL
  SELECT z.session_id, CASE z.kind WHEN 'SALE' THEN -s.change_minor ELSE s.change_minor END
  FROM (${inZ}) z JOIN orders.sales s ON s.tenant_id = $1 AND s.sale_id = z.id
  WHERE z.kind IN ('SALE', 'VOID') AND NOT (z.kind = 'SALE' AND EXISTS (
    SELECT FROM orders.order_payments o WHERE o.tenant_id = $1 AND o.order_id = z.id))
  UNION ALL
  SELECT z.session_id, CASE z.kind WHEN 'PAY_IN' THEN z.total ELSE -z.total END
  FROM (${inZ}) z WHERE z.kind IN ('PAY_IN', 'PAY_OUT')
  UNION ALL
  SELECT z.session_id, -p.amount_minor FROM (${inZ}) z
  JOIN orders.foreign_tenders f ON f.tenant_id = $1 AND f.sale_id = z.id AND z.kind = 'SALE'
  JOIN orders.payments p ON p.tenant_id = $1 AND p.payment_id = f.payment_id AND p.method = 'CASH'
  UNION ALL
  SELECT o.session_id, o.amount_minor - o.change_minor FROM orders.order_payments o
  WHERE o.tenant_id = $1 AND o.method = 'CASH' AND o.returned_at IS NULL`;

/** Where sums stand still (packages/domain/src/limits.ts); beyond it nothing is compared. */
const LIMIT = '100000000000000';

const figure = (path: string): string => `(c.z_sums #>> '{${path}}')::numeric`;

export const sessionInvariants = [
  {
    id: 'I08',
    name: 'a printed Z says what its facts say, without those that came after it',
    sql: `SELECT c.session_id, c.z_number FROM orders.cash_sessions c
      LEFT JOIN (
        SELECT z.session_id,
          count(*) FILTER (WHERE z.kind = 'SALE') AS sales,
          coalesce(sum(z.total) FILTER (WHERE z.kind = 'SALE'), 0) AS sold,
          coalesce(sum(z.tax) FILTER (WHERE z.kind = 'SALE'), 0) AS tax,
          count(*) FILTER (WHERE z.kind = 'REFUND') AS refunds,
          coalesce(sum(z.total) FILTER (WHERE z.kind = 'REFUND'), 0) AS refunded,
          count(*) FILTER (WHERE z.kind = 'VOID') AS voids,
          coalesce(sum(z.total) FILTER (WHERE z.kind = 'PAY_IN'), 0) AS paid_in,
          coalesce(sum(z.total) FILTER (WHERE z.kind = 'PAY_OUT'), 0) AS paid_out,
          count(*) FILTER (WHERE z.kind = 'NO_SALE') AS no_sales
        FROM (${inZ}) z GROUP BY z.session_id
      ) f ON f.session_id = c.session_id
      WHERE c.tenant_id = $1 AND c.status = 'CLOSED'
        AND (${figure('sales,count')} <> coalesce(f.sales, 0)
          OR ${figure('sales,totalMinor')} <> least(coalesce(f.sold, 0), ${LIMIT})
          OR ${figure('sales,taxMinor')} <> least(coalesce(f.tax, 0), ${LIMIT})
          OR ${figure('refunds,count')} <> coalesce(f.refunds, 0)
          OR ${figure('refunds,totalMinor')} <> least(coalesce(f.refunded, 0), ${LIMIT})
          OR ${figure('voids,count')} <> coalesce(f.voids, 0)
          OR ${figure('payIns,amountMinor')} <> least(coalesce(f.paid_in, 0), ${LIMIT})
          OR ${figure('payOuts,amountMinor')} <> least(coalesce(f.paid_out, 0), ${LIMIT})
          OR coalesce(${figure('noSalesCount')}, 0) <> coalesce(f.no_sales, 0))`,
  },
  {
    id: 'I09',
    name:
      'expected is float, cash sales and pay-ins, less change, cash refunds, pay-outs and ' +
      'what of it is in other currencies',
    sql: `SELECT c.session_id, c.expected_minor, coalesce(d.cash, 0) AS cash
      FROM orders.cash_sessions c
      LEFT JOIN (SELECT k.session_id, sum(k.cash) AS cash, max(abs(k.cash)) AS most
        FROM (${cashInZ}) k GROUP BY k.session_id) d ON d.session_id = c.session_id
      WHERE c.tenant_id = $1 AND c.status = 'CLOSED'
        AND coalesce(d.most, 0) < ${LIMIT} / 1000
        AND c.expected_minor <> c.opening_float_minor + coalesce(d.cash, 0)`,
  },
  {
    id: 'I09b',
    name: 'a variance is what was counted, less what was expected',
    sql: `SELECT session_id FROM orders.cash_sessions
      WHERE tenant_id = $1 AND status = 'CLOSED'
        AND variance_minor IS DISTINCT FROM closing_minor - expected_minor`,
  },
  {
    id: 'I09c',
    name: 'supplements of a session are numbered without a gap, and each is flagged and names it',
    sql: `SELECT c.session_id FROM orders.cash_sessions c
      LEFT JOIN orders.session_supplements x
        ON x.tenant_id = c.tenant_id AND x.session_id = c.session_id
      WHERE c.tenant_id = $1 GROUP BY c.session_id, c.last_supplement
      HAVING count(x.number) <> c.last_supplement OR coalesce(max(x.number), 0) <> count(x.number)
        OR coalesce(min(x.number), 1) <> 1
      UNION ALL
      SELECT x.session_id FROM orders.session_supplements x
      WHERE x.tenant_id = $1 AND (
        NOT EXISTS (SELECT FROM orders.flags f WHERE f.tenant_id = $1
          AND f.subject_id = x.subject_id AND f.flag = 'session_closed')
        OR NOT EXISTS (
          SELECT FROM orders.sales s WHERE s.tenant_id = $1 AND s.sale_id = x.subject_id
            AND s.session_id = x.session_id
          UNION ALL
          SELECT FROM orders.refunds r WHERE r.tenant_id = $1 AND r.refund_id = x.subject_id
            AND r.session_id = x.session_id
          UNION ALL
          SELECT FROM orders.voids v WHERE v.tenant_id = $1 AND v.sale_id = x.subject_id
            AND v.session_id = x.session_id
          UNION ALL
          SELECT FROM orders.cash_movements m WHERE m.tenant_id = $1
            AND m.movement_id = x.subject_id AND m.session_id = x.session_id))`,
  },
  {
    id: 'I09d',
    name: 'a register has one open session, and its Z reports are numbered without a gap',
    sql: `SELECT g.register_id FROM orders.registers g
      LEFT JOIN orders.cash_sessions c
        ON c.tenant_id = g.tenant_id AND c.register_id = g.register_id
      WHERE g.tenant_id = $1 GROUP BY g.register_id, g.last_z
      HAVING count(*) FILTER (WHERE c.status = 'OPEN') > 1
        OR count(c.z_number) <> g.last_z OR coalesce(max(c.z_number), 0) <> g.last_z`,
  },
  {
    id: 'I23b',
    name: 'every close of a session was told exactly once',
    sql: `SELECT coalesce(c.session_id::text, o.aggregate_id) AS session_id, o.times
      FROM (SELECT session_id FROM orders.cash_sessions
        WHERE tenant_id = $1 AND status = 'CLOSED') c
      FULL JOIN (SELECT aggregate_id, count(*) AS times FROM orders.outbox
        WHERE tenant_id = $1 AND type = 'session.closed' GROUP BY aggregate_id) o
        ON o.aggregate_id = c.session_id::text
      WHERE c.session_id IS NULL OR o.times IS DISTINCT FROM 1`,
  },
] as const;
