/** Withdraws a transfer that was not applied yet. */
import type { inventory } from '@evertill/contract';
import { tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { lockOpenTransfer, transferView } from './transfer-store.ts';

export function withdrawTransfer({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof inventory.withdrawTransfer> {
  return (context, { transferId }) =>
    database.inTransaction(context, async (tx) => {
      const row = await lockOpenTransfer(tx, transferId);
      await tx.query(
        `UPDATE inventory.stock_transfers SET withdrawn_at = $3
         WHERE tenant_id = $1 AND transfer_id = $2`,
        [tx.tenantId, row.transfer_id, clock.now()],
      );
      tellAudit(tx, context, {
        action: 'STOCK_TRANSFER_WITHDRAWN',
        modelName: 'StockTransfer',
        objectId: row.transfer_id,
        data: { before: transferView(row), after: null },
      });
      return {};
    });
}
