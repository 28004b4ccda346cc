/** Undoes a payment to a supplier: the balance rises again. Locks the purchase. */
import type { purchasing } from '@evertill/contract';
import { tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { lockPurchase } from '../purchases/purchase-store.ts';
import { movePaid, paymentView, readPayment } from './payment-store.ts';

export function deleteSupplierPayment({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof purchasing.deleteSupplierPayment> {
  return (context, { paymentId, reason }) =>
    database.inTransaction(context, async (tx) => {
      const { header_id: headerId } = await readPayment(tx, paymentId);
      const purchase = await lockPurchase(tx, headerId);
      // It may have been undone while we waited for the purchase.
      const before = await readPayment(tx, paymentId);
      await movePaid(tx, purchase, -before.amount_minor);
      await tx.query(
        `UPDATE purchasing.supplier_payments SET voided_at = $3
         WHERE tenant_id = $1 AND payment_id = $2`,
        [tx.tenantId, before.payment_id, clock.now()],
      );
      tellAudit(tx, context, {
        action: 'SUPPLIER_PAYMENT_VOIDED',
        modelName: 'SupplierPayment',
        objectId: before.payment_id,
        reason,
        data: { before: paymentView(before), after: null },
      });
      return {};
    });
}
