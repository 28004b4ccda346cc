/** How a line of a sale is called, and which one is meant. */
import { isUuid, refuse } from '@evertill/kernel';
import type { Transaction } from '@evertill/kernel';

/** A sale of an order keeps the ids of its lines; another line is `<sale>:<line number>`. */
export const salesDetailSql = (sale: string, lineNumber: string): string => `coalesce((
  SELECT o.line_id::text FROM orders.order_lines o WHERE o.tenant_id = $1
    AND o.order_id = ${sale} AND o.line_number = ${lineNumber} AND o.removed_at IS NULL),
  ${sale} || ':' || ${lineNumber})`;

/** Null when no line is named. Refused as `not_found` when it is no line of this sale. */
export async function readLineNumber(
  tx: Transaction,
  salesDetail: string | undefined,
  saleId: string,
): Promise<number | null> {
  if (salesDetail === undefined) return null;
  const [, sale, number] = /^([0-9a-fA-F-]{36}):([1-9][0-9]{0,5})$/.exec(salesDetail) ?? [];
  if (sale?.toLowerCase() === saleId) return Number(number);
  const [row] = isUuid(salesDetail)
    ? await tx.query<{ line_number: number }>(
        `SELECT line_number FROM orders.order_lines
         WHERE tenant_id = $1 AND line_id = $2 AND order_id = $3 AND removed_at IS NULL`,
        [tx.tenantId, salesDetail, saleId],
      )
    : [];
  if (row !== undefined) return row.line_number;
  const message = 'is no line of this sale';
  return refuse('not_found', { fields: [{ field: 'sales_detail', message }] });
}
