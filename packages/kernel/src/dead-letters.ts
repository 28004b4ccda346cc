/** Events that an inbox put aside: what there is, and one of them taken in after all. */
import type { Event } from '@evertill/contract';
import type { Database } from './database.ts';
import type { Deliver } from './inbox.ts';

export interface PutAside {
  readonly event: Event;
  readonly reason: string;
  readonly receivedAt: Date;
}

interface Row extends Record<string, unknown> {
  readonly event: Event;
  readonly reason: string;
  readonly received_at: Date;
}

/** In the order in which they were put aside. */
export async function listPutAside(
  database: Database,
  tenantId: string,
): Promise<readonly PutAside[]> {
  return database.inTransaction({ tenantId }, async (tx) => {
    const rows = await tx.query<Row>(
      `SELECT event, reason, received_at FROM ${database.schema}.dead_letters
       WHERE tenant_id = $1 ORDER BY received_at, event_id`,
      [tenantId],
    );
    return rows.map(({ event, reason, received_at }) => ({
      event,
      reason,
      receivedAt: received_at,
    }));
  });
}

/**
 * Delivers it once more; true when it had its effect. The letter goes only when the inbox knows the
 * event, so that whatever is interrupted can be done again.
 */
export async function takeInAfterAll(
  database: Database,
  deliver: Deliver,
  { source, event }: { readonly source: string; readonly event: Event },
): Promise<boolean> {
  const { tenantId } = event;
  await deliver({ tenantId, source, events: [event] });
  const gone = await database.inTransaction({ tenantId }, (tx) =>
    tx.query(
      `DELETE FROM ${database.schema}.dead_letters d WHERE d.tenant_id = $1 AND d.event_id = $2
         AND EXISTS (SELECT FROM ${database.schema}.inbox i
           WHERE i.tenant_id = d.tenant_id AND i.event_id = d.event_id)
       RETURNING d.event_id`,
      [tenantId, event.id],
    ),
  );
  return gone.length > 0;
}

/** Whether this module told that event. */
export async function hasTold(database: Database, { tenantId, id }: Event): Promise<boolean> {
  return database.inTransaction({ tenantId }, async (tx) => {
    const rows = await tx.query(
      `SELECT event_id FROM ${database.schema}.outbox WHERE tenant_id = $1 AND event_id = $2`,
      [tenantId, id],
    );
    return rows.length > 0;
  });
}
