/** Corrects a payment to a supplier; the balance follows. Locks the purchase. */
import type { purchasing } from '@evertill/contract';
import { refuse, refuseBroken, tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { paidAmountOf } from '../amounts.ts';
import { lockPurchase } from '../purchases/purchase-store.ts';
import { refuseForeign } from '../refuse-foreign.ts';
import {
  movePaid,
  paymentConstraints,
  paymentView,
  readPayment,
  refuseStale,
} from './payment-store.ts';

export function changeSupplierPayment({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.changeSupplierPayment> {
  return (context, input) => {
    refuseForeign(context, input.userClient);
    const { purchaseHeader, paymentOption, amountPaid, narration } = input;
    const work = database.inTransaction(context, async (tx) => {
      const { header_id: headerId } = await readPayment(tx, input.paymentId);
      const purchase = await lockPurchase(tx, headerId);
      // It may have changed while we waited for the purchase.
      const before = await readPayment(tx, input.paymentId);
      if (purchaseHeader !== undefined && purchaseHeader.toLowerCase() !== headerId) {
        const message = 'is not the purchase that was paid';
        refuse('not_found', { fields: [{ field: 'purchase_header', message }] });
      }
      refuseStale(purchase, input);
      const amountMinor =
        amountPaid === undefined
          ? before.amount_minor
          : paidAmountOf('amount_paid', amountPaid, purchase.currency);
      await movePaid(tx, purchase, amountMinor - before.amount_minor);
      await tx.query(
        `UPDATE purchasing.supplier_payments
         SET payment_option_id = $3, amount_minor = $4, narration = $5
         WHERE tenant_id = $1 AND payment_id = $2`,
        [
          ...[tx.tenantId, before.payment_id],
          paymentOption === undefined ? before.payment_option_id : paymentOption,
          ...[amountMinor, narration ?? before.narration],
        ],
      );
      const after = paymentView(await readPayment(tx, before.payment_id));
      tellAudit(tx, context, {
        action: 'SUPPLIER_PAYMENT_CHANGED',
        modelName: 'SupplierPayment',
        objectId: before.payment_id,
        data: { before: paymentView(before), after },
      });
      return after;
    });
    return work.catch((error: unknown) => refuseBroken(error, paymentConstraints));
  };
}
