/**
 * Puts cash into the drawer of an open session, or takes it out. The register and the session are
 * locked, so that it is before the close, or refused.
 */
import type { orders } from '@evertill/contract';
import { newId, refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { movementView, readMovement, writeMovement } from './movement-store.ts';
import { movedAmount, orRefuse } from './session-amounts.ts';
import { lockSession, maySee } from './session-store.ts';

export function createCashMovement(
  surroundings: Pick<Surroundings, 'database' | 'clock' | 'randomness'>,
): TenantUseCase<typeof orders.createCashMovement> {
  const { database, clock } = surroundings;
  return (context, input) =>
    database.inTransaction(context, async (tx) => {
      const session = await lockSession(tx, input.sessionId.toLowerCase());
      const recordedBy = context.userId;
      if (recordedBy === null || !maySee(context, session)) refuse('not_found');
      const movementId = input.cashMovementId?.toLowerCase() ?? newId(surroundings);
      const bodyHash = context.fingerprint();
      const known = await readMovement(tx, movementId);
      if (known !== undefined) {
        return known['body_hash'] === bodyHash ? movementView(known) : refuse('id_reused');
      }
      if (session.status === 'CLOSED') refuse('session_closed');
      const now = clock.now();
      await writeMovement(tx, context, {
        movementId,
        sessionId: session.session_id,
        registerId: session.register_id,
        kind: input.kind,
        amountMinor: orRefuse(() => movedAmount(input.amount, session.currency)),
        currency: session.currency,
        reason: input.reason,
        bodyHash,
        recordedBy,
        occurredAt: now,
        now,
      });
      const row = await readMovement(tx, movementId);
      return row === undefined ? refuse('not_found') : movementView(row);
    });
}
