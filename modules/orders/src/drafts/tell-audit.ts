/** What was done to an order that is not sold, told to the audit. */
import type { Transaction } from '@evertill/kernel';

export interface Deed {
  readonly action: string;
  readonly modelName: string;
  readonly objectId: string;
  readonly userId: string | null;
  readonly reason?: string | undefined;
  readonly data: Record<string, unknown>;
}

export function tellAudit(tx: Transaction, deed: Deed): void {
  tx.tell({
    type: 'audit.events',
    aggregateId: deed.objectId,
    payload: { ...deed, chainId: 'back-office', reason: deed.reason ?? '' },
  });
}
