/** Tells the audit what somebody did to a customer: never a word of who it is. */
import type { TenantContext, Transaction } from '@evertill/kernel';

export interface Deed {
  readonly action: string;
  readonly customerId: string;
  readonly reason?: string;
  /** Names of fields, never what stands in them. */
  readonly fields?: readonly string[];
}

export function tellAudit(tx: Transaction, { userId }: TenantContext, deed: Deed): void {
  const { action, customerId, reason = '', fields } = deed;
  tx.tell({
    type: 'audit.events',
    aggregateId: customerId,
    payload: {
      chainId: 'back-office',
      action,
      modelName: 'Customer',
      objectId: customerId,
      userId,
      reason,
      data: fields === undefined ? {} : { fields: [...fields] },
    },
  });
}
