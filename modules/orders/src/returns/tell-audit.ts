/** What was done in the back office with what comes back, told to the audit. */
import type { Transaction } from '@evertill/kernel';

export interface Deed {
  readonly action: string;
  readonly modelName: string;
  readonly objectId: string;
  readonly userId: string | null;
  readonly reason: string;
  readonly data: Record<string, unknown>;
}

export function tellAudit(tx: Transaction, deed: Deed): void {
  tx.tell({
    type: 'audit.events',
    aggregateId: deed.objectId,
    payload: { ...deed, chainId: 'back-office' },
  });
}
