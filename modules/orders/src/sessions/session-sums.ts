/**
 * Gathers what happened at a drawer into sums: a fixed number of statements, however long the day.
 *
 * A sale or a refund belongs to the session that it names, if it came from the register of the
 * session, or from the server's own. What was paid on an order counts where and when it was taken,
 * so the payments of a sale that was an order before do not count again.
 */
import { SESSION_SUM_MINOR_MAX } from '@evertill/domain';
import type {
  ForeignSums,
  MovedSums,
  ReturnedSums,
  SessionSums,
  SoldSums,
  TenderMethod,
} from '@evertill/domain';
import type { Row, Transaction } from '@evertill/kernel';
import { serverRegisterId } from '../server-register.ts';
import type { SessionRow } from './session-store.ts';

/** All of a session, or only what arrived after its Z was printed. */
export type SessionPart = 'ALL' | 'SUPPLEMENTS';

export interface TaxSums {
  readonly taxCode: string;
  readonly totalMinor: number;
  readonly taxMinor: number;
}

export interface GatheredSums extends SessionSums {
  readonly foreign: readonly ForeignSums[];
  readonly taxes: readonly TaxSums[];
  readonly firstReceipt: string | null;
  readonly lastReceipt: string | null;
  readonly flaggedCount: number;
}

/** A sum that stands still at its limit, so that a session closes whatever was typed into it. */
const total = (amount: string): string =>
  `greatest(least(coalesce(sum(${amount}), 0), ${SESSION_SUM_MINOR_MAX}),
    -${SESSION_SUM_MINOR_MAX})::bigint`;

type SupplementKind = 'SALE' | 'REFUND' | 'VOID' | 'CASH_MOVEMENT';

const inPart = (kind: SupplementKind, id: string): string => `($4 = 'ALL' OR EXISTS (
  SELECT FROM orders.session_supplements x WHERE x.tenant_id = $1 AND x.session_id = $2
    AND x.kind = '${kind}' AND x.subject_id = ${id}))`;

const sales = `orders.sales s WHERE s.tenant_id = $1 AND s.session_id = $2
  AND s.register_id = ANY ($3) AND ${inPart('SALE', 's.sale_id')}`;
const refunds = `orders.refunds r WHERE r.tenant_id = $1 AND r.session_id = $2
  AND r.register_id = ANY ($3) AND ${inPart('REFUND', 'r.refund_id')}`;
const voids = `orders.voids v JOIN orders.sales s
    ON s.tenant_id = v.tenant_id AND s.sale_id = v.sale_id
  WHERE v.tenant_id = $1 AND v.session_id = $2
    AND s.register_id = ANY ($3) AND ${inPart('VOID', 'v.sale_id')}`;
const movements = `orders.cash_movements m WHERE m.tenant_id = $1 AND m.session_id = $2
  AND m.register_id = ANY ($3) AND ${inPart('CASH_MOVEMENT', 'm.movement_id')}`;
/** Never late: a payment that names a closed session is refused. */
const orderPayments = `orders.order_payments o WHERE o.tenant_id = $1 AND o.session_id = $2
  AND $4 = 'ALL'`;
const wasPaidAsOrder = `EXISTS (SELECT FROM orders.order_payments o
  WHERE o.tenant_id = $1 AND o.order_id = s.sale_id)`;

const soldSql = `SELECT count(*) AS count, ${total('s.subtotal_minor')} AS gross,
    ${total('s.discount_minor')} AS discount, ${total('s.tax_minor')} AS tax,
    ${total('s.rounding_minor')} AS rounding, ${total('s.total_minor')} AS total
  FROM ${sales}`;
const changeSql = `SELECT ${total('c.change')} AS change FROM (
    SELECT s.change_minor AS change FROM ${sales} AND NOT ${wasPaidAsOrder}
    UNION ALL
    SELECT o.change_minor FROM ${orderPayments}) c`;
const refundedSql = `SELECT count(*) AS count, ${total('r.tax_minor')} AS tax,
    ${total('r.total_minor')} AS total FROM ${refunds}`;
const voidedSql = `SELECT count(*) AS count, ${total('s.tax_minor')} AS tax,
    ${total('s.total_minor')} AS total FROM ${voids}`;
const movedSql = `SELECT m.kind, count(*) AS count, ${total('m.amount_minor')} AS amount
  FROM ${movements} GROUP BY m.kind`;

const ofSale = 'ON p.tenant_id = s.tenant_id AND p.sale_id = s.sale_id';
const tendersSql = `
  WITH sold AS (SELECT s.tenant_id, s.sale_id FROM ${sales} AND NOT ${wasPaidAsOrder}),
    gone AS (SELECT s.tenant_id, s.sale_id, s.change_minor FROM ${voids}),
    back AS (SELECT r.tenant_id, r.refund_id FROM ${refunds})
  SELECT t.method, ${total('t.received')} AS received, ${total('t.returned')} AS returned FROM (
    SELECT p.method, p.amount_minor AS received, 0 AS returned
    FROM sold s JOIN orders.payments p ${ofSale}
    UNION ALL
    SELECT o.method, o.amount_minor,
      CASE WHEN o.returned_at IS NULL THEN 0 ELSE o.amount_minor - o.change_minor END
    FROM ${orderPayments}
    UNION ALL
    SELECT p.method, 0, p.amount_minor FROM gone s JOIN orders.payments p ${ofSale}
    UNION ALL
    SELECT 'CASH', 0, -s.change_minor FROM gone s WHERE s.change_minor <> 0
    UNION ALL
    SELECT p.method, 0, p.amount_minor FROM back r JOIN orders.payments p
      ON p.tenant_id = r.tenant_id AND p.refund_id = r.refund_id
  ) t GROUP BY t.method ORDER BY t.method`;

/** Cash of other currencies: it lies there as it was handed over, since change is in our own. */
const foreignSql = `
  SELECT f.currency, ${total('f.amount_minor')} AS received, ${total('p.amount_minor')} AS worth
  FROM (SELECT s.tenant_id, s.sale_id FROM ${sales}) s
  JOIN orders.foreign_tenders f ON f.tenant_id = s.tenant_id AND f.sale_id = s.sale_id
  JOIN orders.payments p ON p.tenant_id = f.tenant_id AND p.payment_id = f.payment_id
    AND p.method = 'CASH'
  GROUP BY f.currency ORDER BY f.currency`;

const taxesSql = `
  WITH sold AS (SELECT s.tenant_id, s.sale_id, 1 AS sign FROM ${sales}
      UNION ALL SELECT s.tenant_id, s.sale_id, -1 FROM ${voids}),
    back AS (SELECT r.tenant_id, r.refund_id FROM ${refunds})
  SELECT t.tax_code, ${total('t.total')} AS total, ${total('t.tax')} AS tax FROM (
    SELECT l.tax_code, s.sign * l.total_minor AS total, s.sign * l.tax_minor AS tax
    FROM sold s JOIN orders.sale_lines l ON l.tenant_id = s.tenant_id AND l.sale_id = s.sale_id
    UNION ALL
    SELECT l.tax_code, -l.total_minor, -l.tax_minor
    FROM back r JOIN orders.refund_lines l
      ON l.tenant_id = r.tenant_id AND l.refund_id = r.refund_id
  ) t GROUP BY t.tax_code ORDER BY t.tax_code`;

/** Receipts in the order of their register's queue; the server's own stand behind the counter's. */
const receiptsSql = `
  WITH receipts AS (
    SELECT s.receipt_number, s.register_id = ($3::uuid[])[1] AS is_counter, s.epoch, s.seq FROM ${sales}
    UNION ALL
    SELECT r.receipt_number, r.register_id = ($3::uuid[])[1], r.epoch, r.seq FROM ${refunds})
  SELECT (array_agg(receipt_number ORDER BY is_counter DESC, epoch, seq))[1] AS first,
    (array_agg(receipt_number ORDER BY is_counter, epoch DESC, seq DESC))[1] AS last FROM receipts`;

const flaggedSql = `SELECT count(*) AS count FROM (
    SELECT s.sale_id AS id FROM ${sales} UNION ALL SELECT r.refund_id FROM ${refunds}
    UNION ALL SELECT m.movement_id FROM ${movements}) b
  WHERE EXISTS (SELECT FROM orders.flags f WHERE f.tenant_id = $1 AND f.subject_id = b.id)`;

export async function gatherSums(
  tx: Transaction,
  session: Pick<SessionRow, 'session_id' | 'register_id'>,
  part: SessionPart,
): Promise<GatheredSums> {
  const registers = [session.register_id, serverRegisterId(tx.tenantId)];
  const values = [tx.tenantId, session.session_id, registers, part];
  const all = (sql: string): Promise<Row[]> => tx.query(sql, values);
  const one = async (sql: string): Promise<Row> => (await all(sql))[0] ?? {};
  const { change } = await one(changeSql);
  const moved = await all(movedSql);
  const receipts = await one(receiptsSql);
  return {
    sales: soldOf(await one(soldSql), change as number),
    refunds: returnedOf(await one(refundedSql)),
    voids: returnedOf(await one(voidedSql)),
    payIns: movedOf(moved, 'PAY_IN'),
    payOuts: movedOf(moved, 'PAY_OUT'),
    noSalesCount: movedOf(moved, 'NO_SALE').count,
    tenders: (await all(tendersSql)).map((row) => ({
      method: row['method'] as TenderMethod,
      receivedMinor: row['received'] as number,
      returnedMinor: row['returned'] as number,
    })),
    foreign: (await all(foreignSql)).map((row) => ({
      currency: row['currency'] as string,
      receivedMinor: row['received'] as number,
      worthMinor: row['worth'] as number,
    })),
    taxes: (await all(taxesSql)).map((row) => ({
      taxCode: row['tax_code'] as string,
      totalMinor: row['total'] as number,
      taxMinor: row['tax'] as number,
    })),
    firstReceipt: receipts['first'] as string | null,
    lastReceipt: receipts['last'] as string | null,
    flaggedCount: (await one(flaggedSql))['count'] as number,
  };
}

function soldOf(row: Row, changeMinor: number): SoldSums {
  return {
    count: row['count'] as number,
    grossMinor: row['gross'] as number,
    discountMinor: row['discount'] as number,
    taxMinor: row['tax'] as number,
    roundingMinor: row['rounding'] as number,
    totalMinor: row['total'] as number,
    changeMinor,
  };
}

function returnedOf(row: Row): ReturnedSums {
  return {
    count: row['count'] as number,
    taxMinor: row['tax'] as number,
    totalMinor: row['total'] as number,
  };
}

function movedOf(rows: readonly Row[], kind: string): MovedSums {
  const row = rows.find((one) => one['kind'] === kind);
  return {
    count: (row?.['count'] ?? 0) as number,
    amountMinor: (row?.['amount'] ?? 0) as number,
  };
}

/**
 * Operations that the register sent for this session and that wait for a person. Their bodies are
 * kept as they came, some of them no JSON that SQL could read: the name is looked for as text.
 */
export async function countParked(
  tx: Transaction,
  { session_id: sessionId, register_id: registerId }: SessionRow,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `SELECT count(*) FROM orders.unbooked_operations
     WHERE tenant_id = $1 AND register_id = $2 AND outcome <> 'DUPLICATE'
       AND strpos(lower(body), $3) > 0
       AND orders.still_waits(tenant_id, register_id, operation_id, body_hash)`,
    [tx.tenantId, registerId, `"session":"${sessionId}"`],
  );
  return row?.count ?? 0;
}
