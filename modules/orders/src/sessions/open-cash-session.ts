/**
 * Opens the drawer of a register. The register's row is locked first, so that of two who open it
 * at once one is told of the other; its one open session is also a unique index.
 */
import type { orders } from '@evertill/contract';
import { newId, refuse, tenantOf } from '@evertill/kernel';
import type { Surroundings, TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import { takeServerTurn } from '../server-register.ts';
import { drawerAmount, orRefuse } from './session-amounts.ts';
import { openSession } from './session-opening.ts';
import { lockRegisterOf, readSession } from './session-store.ts';
import { sessionView } from './session-view.ts';

export function openCashSession(
  surroundings: Surroundings,
): TenantUseCase<typeof orders.openCashSession> {
  const { database, clock } = surroundings;
  return async (context, input) => {
    if (input.userClient !== undefined && input.userClient.toLowerCase() !== context.tenantId) {
      refuse('tenant_mismatch');
    }
    const openedBy = whoOpens(context, input.openedBy);
    const { currency } = await tenantOf(surroundings, context);
    const openingFloatMinor = orRefuse(() =>
      drawerAmount(input.openingFloat, currency, 'opening_float'),
    );
    const sessionId = input.sessionId?.toLowerCase() ?? newId(surroundings);
    const bodyHash = context.fingerprint();
    const openedAt = clock.now();
    return database.inTransaction(context, async (tx) => {
      const registerId = await lockNamed(tx, input.register?.toLowerCase(), openedAt);
      const opened = await openSession(tx, context, {
        sessionId,
        registerId,
        currency,
        openingFloatMinor,
        openedBy,
        openedAt,
        bodyHash,
      });
      if (opened === 'id taken') refuse('id_reused');
      if (opened === 'another is open') refuse('session_open_exists');
      const session = await readSession(tx, sessionId);
      return session === undefined ? refuse('not_found') : sessionView(session);
    });
  };
}

/** AsiriaPOS has who opened it in the body; it may only be who asks. */
function whoOpens({ userId }: TenantContext, openedBy: string | undefined): string {
  if (userId === null || (openedBy !== undefined && openedBy.toLowerCase() !== userId)) {
    const message = 'must be who opens it';
    refuse('input_invalid', { fields: [{ field: 'opened_by', message }] });
  }
  return userId;
}

/** Locks the register that was named or, where none was, the server's own. */
async function lockNamed(tx: Transaction, registerId: string | undefined, now: Date) {
  if (registerId === undefined) return (await takeServerTurn(tx, now)).pen.registerId;
  await lockRegisterOf(tx, registerId);
  return registerId;
}
