/**
 * Voids a purchase that nothing was paid on and nothing came of. The row stays, and so does its
 * number; the order that it was made of may be converted again.
 */
import type { purchasing } from '@evertill/contract';
import { refuse, tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase, Transaction } from '@evertill/kernel';
import { updateHeader } from '../papers/line-store.ts';
import { purchasePaper } from '../papers/paper.ts';
import { fullPurchase, hasMoved, lockPurchase } from './purchase-store.ts';

export function deletePurchase({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof purchasing.deletePurchase> {
  return (context, { purchaseHeaderId, reason }) =>
    database.inTransaction(context, async (tx) => {
      await holdOrderOf(tx, purchaseHeaderId);
      const row = await lockPurchase(tx, purchaseHeaderId);
      if (await hasMoved(tx, row.header_id)) {
        refuse('in_use', { detail: 'Goods or money moved: undo that first.' });
      }
      const before = await fullPurchase(tx, row);
      const values = { voided_at: clock.now() };
      await updateHeader(tx, purchasePaper, { headerId: row.header_id, values });
      await tx.query(
        `UPDATE purchasing.purchase_orders SET converted_purchase_id = NULL
         WHERE tenant_id = $1 AND converted_purchase_id = $2`,
        [tx.tenantId, row.header_id],
      );
      tellAudit(tx, context, {
        action: 'PURCHASE_VOIDED',
        modelName: 'Purchase',
        objectId: row.header_id,
        reason,
        data: { before, after: null },
      });
      return {};
    });
}

/** Locks are taken in one order: an order before the purchase that it became. */
async function holdOrderOf(tx: Transaction, purchaseId: string): Promise<void> {
  await tx.query(
    `SELECT FROM purchasing.purchase_orders
     WHERE tenant_id = $1 AND converted_purchase_id = $2 FOR UPDATE`,
    [tx.tenantId, purchaseId],
  );
}
