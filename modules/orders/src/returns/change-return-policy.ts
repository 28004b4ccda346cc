/** Changes the return policy of the shop, for what comes back from now on. */
import type { orders } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { readPolicy } from './return-policy.ts';
import { tellAudit } from '../drafts/tell-audit.ts';

export function changeReturnPolicy({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof orders.changeReturnPolicy> {
  return (context, input) =>
    database.inTransaction(context, async (tx) => {
      const before = await readPolicy(tx);
      const after = {
        allowWindowDays: input.allowWindowDays ?? before.allowWindowDays,
        restockFeeBps: input.restockFeeBps ?? before.restockFeeBps,
        receiptRequired: input.receiptRequired ?? before.receiptRequired,
        storeCreditDays: input.storeCreditDays ?? before.storeCreditDays,
      };
      await tx.query(
        `INSERT INTO orders.return_policies
           (tenant_id, allow_window_days, restock_fee_bps, receipt_required, updated_at,
            store_credit_days)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (tenant_id) DO UPDATE
           SET allow_window_days = excluded.allow_window_days,
               restock_fee_bps = excluded.restock_fee_bps,
               receipt_required = excluded.receipt_required, updated_at = excluded.updated_at,
               store_credit_days = excluded.store_credit_days`,
        [
          tx.tenantId,
          after.allowWindowDays,
          after.restockFeeBps,
          after.receiptRequired,
          clock.now(),
          after.storeCreditDays,
        ],
      );
      tellAudit(tx, {
        action: 'RETURN_POLICY_CHANGED',
        modelName: 'ReturnPolicy',
        objectId: tx.tenantId,
        userId: context.userId,
        reason: '',
        data: { before, after },
      });
      return after;
    });
}
