/** Opens a session at a register whose row is locked, and tells it. */
import type { TenantContext, Transaction } from '@evertill/kernel';
import { insertSession, readSession } from './session-store.ts';
import type { NewSession } from './session-store.ts';

export type Opened = 'opened' | 'opened before' | 'id taken' | 'another is open';

export async function openSession(
  tx: Transaction,
  context: TenantContext,
  session: NewSession,
): Promise<Opened> {
  if (!(await insertSession(tx, session))) {
    const known = await readSession(tx, session.sessionId);
    if (known === undefined) return 'another is open';
    const isSame = known.body_hash === session.bodyHash && known.register_id === session.registerId;
    return isSame ? 'opened before' : 'id taken';
  }
  tx.tell({
    type: 'audit.events',
    aggregateId: session.registerId,
    payload: {
      chainId: `register:${session.registerId}`,
      action: 'SESSION_OPENED',
      modelName: 'CashSession',
      objectId: session.sessionId,
      userId: context.userId,
      reason: '',
      data: {
        before: null,
        after: {
          status: 'OPEN',
          openingFloatMinor: session.openingFloatMinor,
          currency: session.currency,
          openedBy: session.openedBy,
        },
      },
    },
  });
  return 'opened';
}
