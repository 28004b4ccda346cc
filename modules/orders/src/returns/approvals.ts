/**
 * Leaders' approvals: a single-use token that lets one thing pass. It is bound to what is done, to
 * whom it is done and to how much, and lasts a quarter of an hour. What is kept of it is a hash,
 * looked up as one, so that the time of a guess tells nothing.
 */
import type { ApprovedAction } from '@evertill/contract';
import { refuse, sha256Hex } from '@evertill/kernel';
import type { Row, Transaction } from '@evertill/kernel';
import type { SpendApproval } from '../drafts/approval.ts';
import { tellAudit } from '../drafts/tell-audit.ts';

export interface ApprovalUse {
  readonly token: string;
  readonly action: ApprovedAction;
  /** The id of the order, the sale or the operation. */
  readonly subject: string;
  /** What would pass by it; zero where there is no amount. */
  readonly amountMinor: number;
  readonly usedBy: string | null;
  readonly now: Date;
  /** When the thing happened that it is for, where that is not now. */
  readonly happenedAt?: Date;
  /** The till that carries it; one that was given by PIN is good there alone. */
  readonly registerId?: string;
}

export interface UsedApproval {
  readonly approvalId: string;
  /** The leader who gave it. */
  readonly givenBy: string;
}

interface ApprovalRow extends Row {
  readonly approval_id: string;
  readonly action: string;
  readonly subject_id: string;
  readonly amount_max_minor: number | null;
  readonly reason: string;
  readonly given_by: string;
  readonly expires_at: Date;
  readonly used_at: Date | null;
  readonly register_id: string | null;
}

export function approvalHash(token: string): string {
  return sha256Hex(`approval:${token}`);
}

/** Uses a token up in this transaction; undefined when it is not good for that. Locks its row. */
export async function spendApproval(
  tx: Transaction,
  use: ApprovalUse,
): Promise<UsedApproval | undefined> {
  const [row] = await tx.query<ApprovalRow>(
    'SELECT * FROM orders.approvals WHERE tenant_id = $1 AND token_hash = $2 FOR UPDATE',
    [tx.tenantId, approvalHash(use.token)],
  );
  if (row === undefined || !isGoodFor(row, use)) return undefined;
  await tx.query(
    `UPDATE orders.approvals SET used_by = $3, used_at = $4
     WHERE tenant_id = $1 AND approval_id = $2`,
    [tx.tenantId, row.approval_id, use.usedBy, use.now],
  );
  tellAudit(tx, {
    action: 'APPROVAL_USED',
    modelName: 'Approval',
    objectId: row.approval_id,
    userId: use.usedBy,
    reason: row.reason,
    data: {
      action: use.action,
      subject: row.subject_id,
      amountMinor: use.amountMinor,
      givenBy: row.given_by,
      usedBy: use.usedBy,
    },
  });
  return { approvalId: row.approval_id, givenBy: row.given_by };
}

function isGoodFor(row: ApprovalRow, use: ApprovalUse): boolean {
  return (
    row.used_at === null &&
    row.expires_at > (use.happenedAt ?? use.now) &&
    (row.register_id === null || row.register_id === use.registerId) &&
    row.action === use.action &&
    row.subject_id === use.subject.toLowerCase() &&
    use.amountMinor <= (row.amount_max_minor ?? use.amountMinor)
  );
}

/** The same for a request, which is refused as `approval_invalid` otherwise. */
export async function useApproval(tx: Transaction, use: ApprovalUse): Promise<UsedApproval> {
  return (await spendApproval(tx, use)) ?? refuse('approval_invalid');
}

/** As the orders that are not sold yet ask for it: by order, answered by who gave it. */
export const spendForOrder: SpendApproval = async (tx, { orderId, ...use }) =>
  (await useApproval(tx, { ...use, subject: orderId })).givenBy;
