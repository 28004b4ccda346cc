/** Voids a purchase order that is not converted. The row stays, and so does its number. */
import type { purchasing } from '@evertill/contract';
import { tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { updateHeader } from '../papers/line-store.ts';
import { orderPaper } from '../papers/paper.ts';
import { fullOrder, lockOrder, refuseConverted } from './order-store.ts';

export function deletePurchaseOrder({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof purchasing.deletePurchaseOrder> {
  return (context, { poHeaderId, reason }) =>
    database.inTransaction(context, async (tx) => {
      const row = await lockOrder(tx, poHeaderId);
      refuseConverted(row);
      const before = await fullOrder(tx, row);
      const values = { voided_at: clock.now() };
      await updateHeader(tx, orderPaper, { headerId: row.header_id, values });
      tellAudit(tx, context, {
        action: 'PURCHASE_ORDER_VOIDED',
        modelName: 'PurchaseOrder',
        objectId: row.header_id,
        reason,
        data: { before, after: null },
      });
      return {};
    });
}
