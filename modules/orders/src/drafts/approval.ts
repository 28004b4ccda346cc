/**
 * The seam to managers' approvals: a single-use token stands in for a capability that the caller
 * has not. Who gives them out and how they are kept is not the business of orders.
 */
import { refuse } from '@evertill/kernel';
import type { Transaction } from '@evertill/kernel';

export type ApprovedAction = 'PRICE_OVERRIDE' | 'DISCOUNT' | 'VOID';

export interface ApprovalUse {
  readonly token: string;
  readonly action: ApprovedAction;
  /** The order it is bound to. */
  readonly orderId: string;
  /** What it lets pass: the price of the line, all discounts of the order, the sale's total. */
  readonly amountMinor: number;
  readonly now: Date;
}

/** Uses a token up in this transaction, and answers who gave it. Refused as `approval_invalid`. */
export type SpendApproval = (tx: Transaction, use: ApprovalUse) => Promise<string>;

/** Until somebody gives approvals out, none is good. */
export const noApprovals: SpendApproval = async () => refuse('approval_invalid');
