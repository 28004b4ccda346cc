/**
 * Refunds, newest first, each with its lines: those that counters and the back office gave, and
 * those that somebody only asked for.
 */
import type { Flag, OutputOf, orders } from '@evertill/contract';
import { decimalOf, decimalOfMilli } from '@evertill/domain';
import { readPage, whenGiven } from '@evertill/kernel';
import type { ListSource, Row, TenantUseCase, Transaction } from '@evertill/kernel';
import type { ReadNeeds } from './list-sales.ts';
import { whoOf } from './list-sales.ts';
import { ownSales } from './sale-reads.ts';

type RefundView = OutputOf<typeof orders.listRefunds>['items'][number];

/** What went back by one method, and by several as null. */
const onlyOne = (column: string): string => `(
  SELECT CASE WHEN count(DISTINCT p.method) = 1 THEN max(p.${column}) END FROM orders.payments p
  WHERE p.tenant_id = f.tenant_id AND p.refund_id = f.refund_id)`;

/** A request that was approved shows as the refund that it became; withdrawn ones never show. */
const refunds = `(
  SELECT f.tenant_id, f.refund_id, f.sale_id, q.sales_return_id, 'APPROVED' AS status,
    q.decided_by AS approved_by, q.decided_at AS approved_at, NULL AS rejection,
    ${onlyOne('method')} AS method, ${onlyOne('reference')} AS reference, f.session_id,
    f.note AS notes, coalesce(q.created_by, f.recorded_by) AS created_by, f.receipt_number,
    f.register_id, f.epoch, f.seq, f.customer_id, f.currency, f.total_minor, f.tax_minor,
    f.rounding_minor, f.reason, f.source, f.body_hash, f.occurred_at, f.received_at
  FROM orders.refunds f LEFT JOIN orders.refund_requests q
    ON q.tenant_id = f.tenant_id AND q.refund_id = f.refund_id AND q.status = 'APPROVED'
  UNION ALL
  SELECT q.tenant_id, q.refund_id, q.sale_id, q.sales_return_id, q.status,
    NULL, NULL, q.decision_reason, q.method, q.reference, q.session_id, q.notes, q.created_by,
    NULL, NULL, NULL, NULL, s.customer_id, q.currency, q.amount_minor, 0, 0, q.reason,
    'REGISTER', q.body_hash, q.created_at, q.created_at
  FROM orders.refund_requests q JOIN orders.sales s
    ON s.tenant_id = q.tenant_id AND s.sale_id = q.sale_id
  WHERE q.status IN ('PENDING', 'REJECTED')) AS r`;

const columns = `r.*, ARRAY(SELECT f.flag FROM orders.flags f
  WHERE f.tenant_id = r.tenant_id AND f.subject_id = r.refund_id ORDER BY f.flag) AS flags`;

const refundList = {
  from: refunds,
  columns,
  tenantColumn: 'r.tenant_id',
  orderings: { occurred_at: { sql: 'r.occurred_at', type: 'timestamptz' } },
  tieBreak: { sql: 'r.refund_id', type: 'uuid' },
  defaultOrdering: '-occurred_at',
} satisfies Omit<ListSource, 'where'>;

export function listRefunds({ database }: ReadNeeds): TenantUseCase<typeof orders.listRefunds> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        ownSales('r.created_by', whoOf(context)),
        whenGiven('r.sale_id = ?', query.salesHeader),
        whenGiven('r.sales_return_id = ?', query.salesReturn),
        whenGiven('r.status = ?', query.status),
        whenGiven("(r.status = 'APPROVED') = ?", query.isApproved),
      ];
      const { rows, ...page } = await readPage(tx, { ...refundList, where }, query);
      const lines = await linesOf(tx, rows);
      return { ...page, items: rows.map((row) => refundView(row, lines)) };
    });
}

/** One refund, if this person may see it. */
export async function readRefundOf(
  tx: Transaction,
  id: string,
  who: { readonly seesAll: boolean; readonly userId: string | null },
): Promise<RefundView | undefined> {
  const rows = await tx.query(
    `SELECT ${columns} FROM ${refunds}
     WHERE r.tenant_id = $1 AND r.refund_id = $2 AND ($3 OR r.created_by = $4)
     ORDER BY r.status LIMIT 1`,
    [tx.tenantId, id, who.seesAll, who.userId],
  );
  const lines = await linesOf(tx, rows);
  return rows[0] === undefined ? undefined : refundView(rows[0], lines);
}

/** The refund as it stands now, for the answer of whoever just changed it. */
export async function showRefund(tx: Transaction, id: string): Promise<RefundView> {
  const view = await readRefundOf(tx, id, { seesAll: true, userId: null });
  if (view === undefined) throw new Error(`the refund ${id} is gone`);
  return view;
}

async function linesOf(tx: Transaction, given: readonly Row[]): Promise<readonly Row[]> {
  return tx.query(
    `SELECT * FROM orders.refund_lines WHERE tenant_id = $1 AND refund_id = ANY ($2)
     ORDER BY refund_id, line_number`,
    [tx.tenantId, given.map((row) => row['refund_id'])],
  );
}

function refundView(row: Row, lines: readonly Row[]): RefundView {
  const currency = row['currency'] as string;
  const amount = (minor: unknown): string => decimalOf(minor as number, currency);
  return {
    refundId: row['refund_id'] as string,
    salesHeader: row['sale_id'] as string | null,
    salesReturn: row['sales_return_id'] as string | null,
    ...decisionOf(row),
    method: row['method'] as RefundView['method'],
    reference: row['reference'] as string | null,
    session: row['session_id'] as string | null,
    notes: row['notes'] as string | null,
    createdBy: row['created_by'] as string,
    receiptNumber: row['receipt_number'] as string | null,
    registerId: row['register_id'] as string | null,
    epoch: row['epoch'] as number | null,
    seq: row['seq'] as number | null,
    customer: row['customer_id'] as string | null,
    currency,
    amount: amount(row['total_minor']),
    tax: amount(row['tax_minor']),
    rounding: amount(row['rounding_minor']),
    reason: row['reason'] as RefundView['reason'],
    source: row['source'] as RefundView['source'],
    flags: row['flags'] as Flag[],
    lines: lines
      .filter((line) => line['refund_id'] === row['refund_id'])
      .map((line) => ({
        lineNumber: line['line_number'] as number,
        saleLineNumber: line['sale_line_number'] as number | null,
        product: line['product_id'] as string,
        sku: line['sku'] as string,
        name: line['name'] as string,
        quantity: decimalOfMilli(line['quantity_milli'] as number),
        tax: amount(line['tax_minor']),
        total: amount(line['total_minor']),
        isRestocked: line['is_restocked'] as boolean,
      })),
    bodyHash: row['body_hash'] as string,
    occurredAt: (row['occurred_at'] as Date).toISOString(),
    receivedAt: (row['received_at'] as Date).toISOString(),
  };
}

type DecisionFields = 'status' | 'isApproved' | 'approvedBy' | 'approvedAt' | 'rejectionReason';

function decisionOf(row: Row): Pick<RefundView, DecisionFields> {
  const status = row['status'] as RefundView['status'];
  return {
    status,
    isApproved: status === 'APPROVED',
    approvedBy: row['approved_by'] as string | null,
    approvedAt: (row['approved_at'] as Date | null)?.toISOString() ?? null,
    rejectionReason: row['rejection'] as string | null,
  };
}
