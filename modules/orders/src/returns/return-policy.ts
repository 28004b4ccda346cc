/** The shop's return policy, and whether a sale may still come back under it. */
import type { ReturnPolicyView } from '@evertill/contract';
import { isWithinReturnWindow, readReceiptLinkToken, receiptLinkToken } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { useApproval } from './approvals.ts';
import type { ReturnedSale } from './returned-sale.ts';

/** What holds in a shop that has said nothing. */
const defaults: ReturnPolicyView = {
  allowWindowDays: 30,
  restockFeeBps: 0,
  receiptRequired: false,
  storeCreditDays: 0,
};

export async function readPolicy(tx: Transaction): Promise<ReturnPolicyView> {
  const [row] = await tx.query<{ days: number; fee: number; receipt: boolean; credit: number }>(
    `SELECT allow_window_days AS days, restock_fee_bps AS fee, receipt_required AS receipt,
       store_credit_days AS credit
     FROM orders.return_policies WHERE tenant_id = $1`,
    [tx.tenantId],
  );
  if (row === undefined) return defaults;
  const { days: allowWindowDays, fee: restockFeeBps, receipt: receiptRequired } = row;
  return { allowWindowDays, restockFeeBps, receiptRequired, storeCreditDays: row.credit };
}

export interface ComingBack {
  readonly context: TenantContext;
  readonly sale: ReturnedSale;
  /** A leader's token for what comes late. */
  readonly approval: string | undefined;
  readonly amountMinor: number;
  readonly now: Date;
}

/**
 * Whether what the customer shows is the receipt of the sale: the number that is printed on it, or
 * the token of its link, as it was typed.
 */
export function isReceiptOf(
  sale: Pick<ReturnedSale, 'sale_id' | 'receipt_number'>,
  shown: string,
): boolean {
  const isToken = readReceiptLinkToken(shown) === receiptLinkToken(sale.sale_id);
  return isToken || shown.trim() === sale.receipt_number;
}

export interface Showing {
  readonly context: TenantContext;
  readonly sale: ReturnedSale;
  readonly input: {
    readonly receiptNumber?: string | undefined;
    readonly receiptApproval?: string | undefined;
  };
  readonly amountMinor: number;
  readonly now: Date;
}

/**
 * Refused as `receipt_required` where the shop wants to see the receipt, or another one was shown;
 * unless a leader let it pass, and as `approval_invalid` if not so.
 */
export async function refuseWithoutReceipt(tx: Transaction, showing: Showing): Promise<void> {
  const { context, sale, input, amountMinor, now } = showing;
  const { receiptNumber, receiptApproval } = input;
  if (receiptNumber === undefined && !(await readPolicy(tx)).receiptRequired) return;
  if (receiptNumber !== undefined && isReceiptOf(sale, receiptNumber)) return;
  if (receiptApproval === undefined) refuse('receipt_required');
  await useApproval(tx, {
    token: receiptApproval,
    action: 'RETURN_WITHOUT_RECEIPT',
    subject: sale.sale_id,
    amountMinor,
    usedBy: context.userId,
    now,
  });
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
