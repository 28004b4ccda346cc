/** What a customer bought, with its lines, also before anybody knew who it was. */
import type { orders } from '@evertill/contract';
import { readPage } from '@evertill/kernel';
import type { ListSource, TenantUseCase, Transaction } from '@evertill/kernel';
import type { ReadNeeds } from './list-sales.ts';
import { headerList, lineList, lineView, saleView } from './sale-reads.ts';
import type { LineView } from './sale-reads.ts';

const isTheirs = `(s.customer_id = ANY (?::uuid[]) OR s.sale_id IN (
  SELECT r.sale_id FROM orders.receipt_links r WHERE r.tenant_id = s.tenant_id
    AND r.customer_id = ANY (?::uuid[])) OR s.sale_id IN (
  SELECT o.order_id FROM orders.orders o WHERE o.tenant_id = s.tenant_id
    AND o.anonymous_customer_id = ANY (?::uuid[])))`;

export function listCustomerSales({
  database,
}: ReadNeeds): TenantUseCase<typeof orders.listCustomerSales> {
  return (context, { customerId, anonymousCustomerIds, ...query }) =>
    database.read(context, async (tx) => {
      const who = [customerId, ...anonymousCustomerIds];
      const where: ListSource['where'] = [[isTheirs, who]];
      const { rows, ...page } = await readPage(tx, { ...headerList, where }, query);
      const sales = rows.map(saleView);
      const lines = await readLinesOf(
        tx,
        sales.map(({ salesHeaderId }) => salesHeaderId),
      );
      const items = sales.map((sale) => ({ ...sale, lines: lines.get(sale.salesHeaderId) ?? [] }));
      return { ...page, items };
    });
}

async function readLinesOf(
  tx: Transaction,
  saleIds: readonly string[],
): Promise<Map<string, LineView[]>> {
  const rows = await tx.query(
    `SELECT ${lineList.columns} FROM ${lineList.from}
     WHERE ${lineList.tenantColumn} = $1 AND l.sale_id = ANY ($2)
     ORDER BY l.sale_id, l.line_number`,
    [tx.tenantId, saleIds],
  );
  return Map.groupBy(rows.map(lineView), ({ salesHeader }) => salesHeader);
}
