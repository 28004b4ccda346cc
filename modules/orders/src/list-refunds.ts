/** Refunds, newest first, each with its lines. */
import type { Flag, OutputOf, orders } from '@evertill/contract';
import { decimalOf, decimalOfMilli } from '@evertill/domain';
import { readPage, whenGiven } from '@evertill/kernel';
import type { ListSource, Row, TenantUseCase, Transaction } from '@evertill/kernel';
import type { ReadNeeds } from './list-sales.ts';
import { whoOf } from './list-sales.ts';
import { ownSales } from './sale-reads.ts';

type RefundView = OutputOf<typeof orders.listRefunds>['items'][number];

const refundList = {
  from: 'orders.refunds r',
  columns: `r.*, ARRAY(SELECT f.flag FROM orders.flags f
    WHERE f.tenant_id = r.tenant_id AND f.subject_id = r.refund_id ORDER BY f.flag) AS flags`,
  tenantColumn: 'r.tenant_id',
  orderings: { occurred_at: { sql: 'r.occurred_at', type: 'timestamptz' } },
  tieBreak: { sql: 'r.refund_id', type: 'uuid' },
  defaultOrdering: '-occurred_at',
} satisfies Omit<ListSource, 'where'>;

export function listRefunds({ database }: ReadNeeds): TenantUseCase<typeof orders.listRefunds> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        ownSales('r.recorded_by', whoOf(context)),
        whenGiven('r.sale_id = ?', query.salesHeader),
      ];
      const { rows, ...page } = await readPage(tx, { ...refundList, where }, query);
      const lines = await linesOf(tx, rows);
      return { ...page, items: rows.map((row) => refundView(row, lines)) };
    });
}

async function linesOf(tx: Transaction, refunds: readonly Row[]): Promise<readonly Row[]> {
  return tx.query(
    `SELECT * FROM orders.refund_lines WHERE tenant_id = $1 AND refund_id = ANY ($2)
     ORDER BY refund_id, line_number`,
    [tx.tenantId, refunds.map((row) => row['refund_id'])],
  );
}

function refundView(row: Row, lines: readonly Row[]): RefundView {
  const currency = row['currency'] as string;
  const amount = (minor: unknown): string => decimalOf(minor as number, currency);
  return {
    refundId: row['refund_id'] as string,
    salesHeader: row['sale_id'] as string | null,
    receiptNumber: row['receipt_number'] as string,
    registerId: row['register_id'] as string,
    epoch: row['epoch'] as number,
    seq: row['seq'] as number,
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
