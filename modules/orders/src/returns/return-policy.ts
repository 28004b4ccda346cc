/** The shop's return policy, and whether a sale may still come back under it. */
import type { ReturnPolicyView } from '@evertill/contract';
import { isWithinReturnWindow } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { useApproval } from './approvals.ts';
import type { ReturnedSale } from './returned-sale.ts';

/** What holds in a shop that has said nothing. */
const defaults: ReturnPolicyView = {
  allowWindowDays: 30,
  restockFeeBps: 0,
  receiptRequired: false,
};

export async function readPolicy(tx: Transaction): Promise<ReturnPolicyView> {
  const [row] = await tx.query<{ days: number; fee: number; receipt: boolean }>(
    `SELECT allow_window_days AS days, restock_fee_bps AS fee, receipt_required AS receipt
     FROM orders.return_policies WHERE tenant_id = $1`,
    [tx.tenantId],
  );
  if (row === undefined) return defaults;
  return { allowWindowDays: row.days, restockFeeBps: row.fee, receiptRequired: row.receipt };
}

export interface ComingBack {
  readonly context: TenantContext;
  readonly sale: ReturnedSale;
  /** A leader's token for what comes late. */
  readonly approval: string | undefined;
  readonly amountMinor: number;
  readonly now: Date;
}

/** Refused as `return_window_over`, unless a leader let it pass; `approval_invalid` if not so. */
export async function refuseLate(tx: Transaction, coming: ComingBack): Promise<void> {
  const { sale, now, approval, context, amountMinor } = coming;
  const { allowWindowDays: windowDays } = await readPolicy(tx);
  const soldAtMs = sale.occurred_at.getTime();
  if (isWithinReturnWindow({ soldAtMs, returnedAtMs: now.getTime(), windowDays })) return;
  if (approval === undefined) refuse('return_window_over');
  await useApproval(tx, {
    token: approval,
    action: 'RETURN_WINDOW',
    subject: sale.sale_id,
    amountMinor,
    usedBy: context.userId,
    now,
  });
}
