/** Tells the audit what somebody did in the back office: who, what, why, before and after. */
import type { TenantContext } from './context.ts';
import type { Transaction } from './database.ts';

export interface Deed {
  readonly action: string;
  readonly modelName: string;
  readonly objectId: string;
  readonly reason?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export function tellAudit(tx: Transaction, { userId }: TenantContext, deed: Deed): void {
  const { reason = '', objectId } = deed;
  tx.tell({
    type: 'audit.events',
    aggregateId: objectId,
    payload: { chainId: 'back-office', ...deed, userId, reason, data: { ...deed.data } },
  });
}
