/**
 * Pays a supplier for a purchase. Two who pay the last of the balance meet at the purchase's row:
 * one of them is refused.
 */
import type { purchasing } from '@evertill/contract';
import { createOnce, newId, refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { paidAmountOf } from '../amounts.ts';
import { lockNamedPurchase } from '../purchases/purchase-store.ts';
import { refuseForeign } from '../refuse-foreign.ts';
import {
  movePaid,
  paymentConstraints,
  paymentView,
  readPayment,
  readPaymentEver,
  refuseStale,
} from './payment-store.ts';

export function createSupplierPayment(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.createSupplierPayment> {
  const { clock, database } = surroundings;
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    const paymentId = (input.paymentId ?? newId(surroundings)).toLowerCase();
    const bodyHash = context.fingerprint();
    const { purchaseHeader, paymentOption, amountPaid, narration = '' } = input;
    const row = await createOnce({
      bodyHash,
      fieldOf: paymentConstraints,
      find: () => database.read(context, (tx) => readPaymentEver(tx, paymentId)),
      insert: () =>
        database.inTransaction(context, async (tx) => {
          if ((await readPaymentEver(tx, paymentId)) !== undefined) return undefined;
          const purchase = await lockNamedPurchase(tx, purchaseHeader);
          if ((await readPaymentEver(tx, paymentId)) !== undefined) return undefined;
          refuseStale(purchase, input);
          const amountMinor = paidAmountOf('amount_paid', amountPaid, purchase.currency);
          const optionId = paymentOption === undefined ? purchase.payment_option_id : paymentOption;
          await movePaid(tx, purchase, amountMinor);
          await tx.query(
            `INSERT INTO purchasing.supplier_payments (tenant_id, payment_id, header_id,
               payment_option_id, amount_minor, narration, body_hash, paid_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
            [
              ...[tx.tenantId, paymentId, purchase.header_id, optionId, amountMinor],
              ...[narration, bodyHash, context.userId, clock.now()],
            ],
          );
          return readPayment(tx, paymentId);
        }),
    });
    return row.voided_at === null ? paymentView(row) : refuse('id_reused');
  };
}
