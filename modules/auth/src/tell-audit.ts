/** What the audit log is told: one entry of the back office's chain. */
import type { Context, Transaction } from '@evertill/kernel';

export interface AuditEntry {
  /** UPPER_SNAKE. */
  readonly action: string;
  readonly modelName: string;
  readonly objectId: string;
  readonly reason?: string | undefined;
  readonly before: unknown;
  readonly after: unknown;
}

export function tellAudit(
  tx: Transaction,
  { userId }: Pick<Context, 'userId'>,
  { action, modelName, objectId, reason = '', before, after }: AuditEntry,
): void {
  tx.tell({
    type: 'audit.events',
    aggregateId: objectId,
    payload: {
      chainId: 'back-office',
      action,
      modelName,
      objectId,
      userId,
      reason,
      data: { before, after },
    },
  });
}
