/** Cash sessions, newest first, and one by its id. A cashier sees own ones. */
import type { orders } from '@evertill/contract';
import { shopDay } from '@evertill/domain';
import type { DaySpan } from '@evertill/domain';
import { readPage, tenantOf, whenGiven } from '@evertill/kernel';
import type { ListSource, Surroundings, TenantContext, TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from '../list-sales.ts';
import { findOwnSession, seesAllSessions } from './session-store.ts';
import type { SessionRow } from './session-store.ts';
import { sessionView } from './session-view.ts';

const sessionList = {
  from: 'orders.cash_sessions c',
  columns: 'c.*',
  tenantColumn: 'c.tenant_id',
  orderings: { opened_at: { sql: 'c.opened_at', type: 'timestamptz' } },
  tieBreak: { sql: 'c.session_id', type: 'uuid' },
  defaultOrdering: '-opened_at',
} satisfies Omit<ListSource, 'where'>;

export function listCashSessions(
  surroundings: Surroundings,
): TenantUseCase<typeof orders.listCashSessions> {
  const dayOf = async (date: string, context: TenantContext): Promise<DaySpan> =>
    shopDay(date, (await tenantOf(surroundings, context)).timeZone);
  return async (context, query) => {
    const day = query.date === undefined ? undefined : await dayOf(query.date, context);
    return surroundings.database.read(context, async (tx) => {
      const where = [
        seesAllSessions(context) ? undefined : (['c.opened_by = ?', context.userId] as const),
        whenGiven('c.register_id = ?', query.register),
        whenGiven('c.status = ?', query.status),
        whenGiven('c.opened_at >= ?', day && new Date(day.fromMs)),
        whenGiven('c.opened_at < ?', day && new Date(day.toMs)),
      ];
      const { rows, ...page } = await readPage(tx, { ...sessionList, where }, query);
      return { ...page, items: rows.map((row) => sessionView(row as SessionRow)) };
    });
  };
}

export function findCashSession({
  database,
}: ReadNeeds): TenantUseCase<typeof orders.findCashSession> {
  return (context, { sessionId }) =>
    database.read(context, async (tx) => sessionView(await findOwnSession(tx, context, sessionId)));
}
