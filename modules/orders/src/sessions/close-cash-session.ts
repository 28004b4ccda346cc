/** Closes a session with what was counted. The same count again gets the first answer. */
import type { orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { countOf, orRefuse } from './session-amounts.ts';
import { closeSession } from './session-closing.ts';
import { lockSession, maySee, readSession } from './session-store.ts';
import { sessionView } from './session-view.ts';

export function closeCashSession({
  database,
  clock,
}: Pick<Surroundings, 'database' | 'clock'>): TenantUseCase<typeof orders.closeCashSession> {
  return (context, { sessionId, ...body }) =>
    database.inTransaction(context, async (tx) => {
      const session = await lockSession(tx, sessionId.toLowerCase());
      const closedBy = context.userId;
      if (closedBy === null || !maySee(context, session)) refuse('not_found');
      const count = orRefuse(() => countOf(body, session.currency));
      if (!count.addsUp) {
        const message = 'does not come to closing_total';
        refuse('amount_invalid', { fields: [{ field: 'denominations', message }] });
      }
      const closing = { context, session, count, closedBy, closedAt: clock.now() };
      const closed = await closeSession(tx, { ...closing, mustExplain: true });
      if (closed === 'closed otherwise') refuse('session_closed');
      const row = await readSession(tx, session.session_id);
      return row === undefined ? refuse('not_found') : sessionView(row);
    });
}
