/**
 * What must hold of orders at any time; each query answers the rows that break it. The numbers are
 * those of the project's catalogue of invariants. `$1` is the tenant.
 */
import { orderInvariants } from './drafts/order-invariants.ts';
import { decisionInvariants } from './decisions/decision-invariants.ts';
import { foreignInvariants } from './foreign/foreign-invariants.ts';
import { promotionInvariants } from './promotion-invariants.ts';
import { returnInvariants } from './returns/return-invariants.ts';
import { sessionInvariants } from './sessions/session-invariants.ts';
import { creditInvariants } from './store-credit/credit-invariants.ts';

const hasFlag = (subject: string, flag: string): string =>
  `EXISTS (SELECT FROM orders.flags f WHERE f.tenant_id = $1 AND f.subject_id = ${subject}
   AND f.flag = '${flag}')`;

const booked = `
  SELECT register_id, epoch, seq, sale_id AS id FROM orders.sales WHERE tenant_id = $1
  UNION ALL
  SELECT register_id, epoch, seq, refund_id FROM orders.refunds WHERE tenant_id = $1
  UNION ALL
  SELECT register_id, epoch, seq, operation_id FROM orders.booked_operations WHERE tenant_id = $1
  UNION ALL
  SELECT register_id, epoch, seq, operation_id FROM orders.unbooked_operations
  WHERE tenant_id = $1`;

const cameBack = `
  SELECT r.sale_id, l.sale_line_number, l.quantity_milli, l.total_minor
  FROM orders.refunds r JOIN orders.refund_lines l USING (tenant_id, refund_id)
  WHERE r.tenant_id = $1
  UNION ALL
  SELECT r.sale_id, l.line_number, l.quantity_milli, l.total_minor
  FROM orders.sales_returns r JOIN orders.sales_return_lines l USING (tenant_id, sales_return_id)
  WHERE r.tenant_id = $1 AND r.status = 'APPROVED'`;

export const invariants = [
  {
    id: 'I01',
    name: 'the lines of a sale make its total, unless it is flagged',
    sql: `SELECT s.sale_id FROM orders.sales s
      LEFT JOIN (
        SELECT sale_id, sum(total_minor) AS total, sum(tax_minor) AS tax
        FROM orders.sale_lines WHERE tenant_id = $1 GROUP BY sale_id
      ) l ON l.sale_id = s.sale_id
      WHERE s.tenant_id = $1
        AND (l.sale_id IS NULL
          OR (l.total + s.rounding_minor <> s.total_minor OR l.tax <> s.tax_minor)
             AND NOT ${hasFlag('s.sale_id', 'total_differs')}
             AND NOT ${hasFlag('s.sale_id', 'unknown_price_book')}
             AND NOT ${hasFlag('s.sale_id', 'unknown_tax_code')})`,
  },
  {
    id: 'I02',
    name: 'tenders less change make the total, unless the sale is flagged',
    sql: `SELECT s.sale_id FROM orders.sales s
      LEFT JOIN (
        SELECT sale_id, sum(amount_minor) AS paid FROM orders.payments
        WHERE tenant_id = $1 AND sale_id IS NOT NULL GROUP BY sale_id
      ) p ON p.sale_id = s.sale_id
      WHERE s.tenant_id = $1
        AND coalesce(p.paid, 0) - s.change_minor <> s.total_minor
        AND NOT ${hasFlag('s.sale_id', 'total_differs')}
        AND NOT ${hasFlag('s.sale_id', 'tender_differs')}
        AND NOT ${hasFlag('s.sale_id', 'unknown_price_book')}
        AND NOT ${hasFlag('s.sale_id', 'unknown_tax_code')}`,
  },
  {
    id: 'I04',
    name: 'what went back never exceeds what was sold, unless a refund is flagged',
    sql: `SELECT l.sale_id, l.line_number FROM orders.sale_lines l
      JOIN orders.refunded_lines c USING (tenant_id, sale_id, line_number)
      WHERE l.tenant_id = $1
        AND (c.quantity_milli > l.quantity_milli OR c.total_minor > l.total_minor)
        AND NOT EXISTS (
          SELECT FROM orders.refunds r JOIN orders.flags f
            ON f.tenant_id = r.tenant_id AND f.subject_id = r.refund_id
          WHERE r.tenant_id = $1 AND r.sale_id = l.sale_id
            AND f.flag IN ('refund_exceeds_sale', 'refund_differs'))`,
  },
  {
    id: 'I04b',
    name: 'the counters of what went back equal the lines of refunds and of approved returns',
    sql: `SELECT coalesce(c.sale_id, x.sale_id) AS sale_id,
             coalesce(c.line_number, x.sale_line_number) AS line_number
      FROM (SELECT * FROM orders.refunded_lines WHERE tenant_id = $1) c
      FULL JOIN (
        SELECT b.sale_id, b.sale_line_number, sum(b.quantity_milli) AS quantity,
               sum(b.total_minor) AS total
        FROM (${cameBack}) b
        JOIN orders.sale_lines s ON s.tenant_id = $1 AND s.sale_id = b.sale_id
          AND s.line_number = b.sale_line_number
        GROUP BY 1, 2
      ) x ON x.sale_id = c.sale_id AND x.sale_line_number = c.line_number
      WHERE coalesce(c.quantity_milli, 0) <> coalesce(x.quantity, 0)
        OR coalesce(c.total_minor, 0) <> coalesce(x.total, 0)`,
  },
  {
    id: 'I05',
    name: 'change comes only out of cash',
    sql: `SELECT s.sale_id FROM orders.sales s
      WHERE s.tenant_id = $1 AND s.change_minor > 0
        AND s.change_minor > (
          SELECT coalesce(sum(p.amount_minor), 0) FROM orders.payments p
          WHERE p.tenant_id = $1 AND p.sale_id = s.sale_id AND p.method = 'CASH')
        AND NOT ${hasFlag('s.sale_id', 'tender_differs')}
        AND NOT ${hasFlag('s.sale_id', 'unknown_price_book')}`,
  },
  {
    id: 'I13',
    name: "each register's sequence starts at one and has no gap and no repeat",
    sql: `SELECT register_id, epoch, min(seq), max(seq), count(*) FROM (${booked}) AS b
      GROUP BY register_id, epoch
      HAVING min(seq) <> 1 OR count(*) <> max(seq) OR count(*) <> count(DISTINCT seq)`,
  },
  {
    id: 'I15',
    name: "a register's last sequence is the highest that was settled in its epoch",
    sql: `SELECT g.register_id, g.last_seq, coalesce(max(b.seq), 0) AS settled
      FROM orders.registers g
      LEFT JOIN (${booked}) AS b ON b.register_id = g.register_id AND b.epoch = g.epoch
      WHERE g.tenant_id = $1 GROUP BY g.register_id, g.last_seq
      HAVING g.last_seq <> coalesce(max(b.seq), 0)`,
  },
  {
    id: 'I14',
    name: 'no receipt number is used by a sale and by a refund of one register',
    sql: `SELECT s.sale_id, r.refund_id FROM orders.sales s JOIN orders.refunds r
        ON r.tenant_id = s.tenant_id AND r.register_id = s.register_id
        AND r.epoch = s.epoch AND r.receipt_number = s.receipt_number
      WHERE s.tenant_id = $1`,
  },
  {
    id: 'I17',
    name: 'every parked operation has its reason and its body',
    sql: `SELECT operation_id FROM orders.unbooked_operations
      WHERE tenant_id = $1 AND outcome <> 'DUPLICATE' AND (code = '' OR body = '')`,
  },
  {
    id: 'I23',
    name: 'every sale and every refund was told exactly once',
    sql: `WITH facts AS (
        SELECT sale_id::text AS id, 'order.completed' AS type FROM orders.sales
        WHERE tenant_id = $1
        UNION ALL
        SELECT refund_id::text, 'order.refunded' FROM orders.refunds WHERE tenant_id = $1
      ), told AS (
        SELECT coalesce(payload ->> 'refundId', payload ->> 'orderId') AS id, type,
               count(*) AS times
        FROM orders.outbox
        WHERE tenant_id = $1 AND type IN ('order.completed', 'order.refunded') GROUP BY 1, 2
      )
      SELECT coalesce(facts.id, told.id) AS id, coalesce(facts.type, told.type) AS type, times
      FROM facts FULL JOIN told ON told.id = facts.id AND told.type = facts.type
      WHERE facts.id IS NULL OR told.id IS NULL OR told.times <> 1`,
  },
  {
    id: 'I30',
    name: 'every void, refund, exchange, used approval and decision was told to the audit',
    sql: `WITH done AS (
        SELECT 'VOID' AS action, sale_id AS id FROM orders.voids WHERE tenant_id = $1
        UNION ALL SELECT 'REFUND', refund_id FROM orders.refunds WHERE tenant_id = $1
        UNION ALL SELECT 'EXCHANGE', sale_id FROM orders.exchanges WHERE tenant_id = $1
        UNION ALL SELECT 'PARKED_DECIDED', decision_id FROM orders.parked_decisions
          WHERE tenant_id = $1
        UNION ALL SELECT 'APPROVAL_USED', approval_id FROM orders.approvals
          WHERE tenant_id = $1 AND used_at IS NOT NULL
      )
      SELECT done.action, done.id FROM done
      LEFT JOIN (
        SELECT DISTINCT payload ->> 'action' AS action, payload ->> 'objectId' AS id
        FROM orders.outbox WHERE tenant_id = $1 AND type = 'audit.events'
      ) told ON told.action = done.action AND told.id = done.id::text
      WHERE told.id IS NULL`,
  },
  {
    id: 'I38',
    name: 'a fact from beyond the times that a clock in order shows is flagged',
    // A minute more than the rule: it was judged a moment before it was written down.
    sql: `SELECT s.sale_id FROM orders.sales s
      WHERE s.tenant_id = $1 AND s.source <> 'IMPORT'
        AND (s.occurred_at < s.received_at - interval '30 days 1 minute'
          OR s.occurred_at > s.received_at + interval '6 minutes')
        AND NOT ${hasFlag('s.sale_id', 'clock_suspect')}`,
  },
  ...promotionInvariants,
  ...foreignInvariants,
  ...decisionInvariants,
  ...returnInvariants,
  ...orderInvariants,
  ...sessionInvariants,
  ...creditInvariants,
] as const;
