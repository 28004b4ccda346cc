/**
 * The seam to managers' approvals: a single-use token stands in for a capability that the caller
 * has not. How they are given out and kept is the business of ../returns/approvals.ts.
 */
import type { Transaction } from '@evertill/kernel';

export type ApprovedAction = 'PRICE_OVERRIDE' | 'DISCOUNT' | 'VOID';

export interface ApprovalUse {
  readonly token: string;
  readonly action: ApprovedAction;
  /** The order it is bound to. */
  readonly orderId: string;
  /** What it lets pass: the price of the line, all discounts of the order, the sale's total. */
  readonly amountMinor: number;
  readonly usedBy: string | null;
  readonly now: Date;
}

/** Uses a token up in this transaction, and answers who gave it. Refused as `approval_invalid`. */
export type SpendApproval = (tx: Transaction, use: ApprovalUse) => Promise<string>;
