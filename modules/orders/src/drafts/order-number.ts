/**
 * The numbers that people call orders by: `SO-000042`, one series a shop. A number may be missing,
 * and none is given twice.
 *
 * It is drawn in a transaction of its own, which holds the shop's counter for one statement and
 * its commit; no order waits for another one's work.
 */
import type { Database, TenantContext } from '@evertill/kernel';

export async function drawOrderNumber(database: Database, context: TenantContext): Promise<string> {
  const [row] = await database.inTransaction(context, (tx) =>
    tx.query<{ last_number: number }>(
      `INSERT INTO orders.order_numbers AS n (tenant_id, last_number) VALUES ($1, 1)
       ON CONFLICT (tenant_id) DO UPDATE SET last_number = n.last_number + 1
       RETURNING last_number`,
      [tx.tenantId],
    ),
  );
  if (row === undefined) throw new Error('no order number was drawn');
  return `SO-${String(row.last_number).padStart(6, '0')}`;
}
