/** Takes a PIN away: one's own, or that of somebody below. Asked again, there is none to take. */
import type { auth } from '@evertill/contract';
import type { Database, TenantUseCase } from '@evertill/kernel';
import { tellAudit } from '../tell-audit.ts';
import { deletePin } from './pin-store.ts';
import { lockAccountFor } from './reach.ts';

export interface RemovePinNeeds {
  readonly database: Database;
}

export function removePin({ database }: RemovePinNeeds): TenantUseCase<typeof auth.removePin> {
  return (context, { userClientId }) =>
    database.inTransaction(context, async (tx) => {
      const userId = userClientId.toLowerCase();
      const account = await lockAccountFor(tx, context, userId);
      if (!(await deletePin(tx, userId))) return {};
      tellAudit(tx, context, {
        action: 'USER_PIN_REMOVED',
        modelName: 'User',
        objectId: userId,
        before: { clientName: account.client_name },
        after: null,
      });
      return {};
    });
}
