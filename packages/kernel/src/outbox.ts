/**
 * What a module has to tell, written in the transaction of the change it tells about.
 *
 * A row is never changed and never skipped: each consumer has a cursor over (xid, id), and nobody
 * reads past the oldest transaction still open. An id alone is no cursor, since a later id may
 * commit first (reliability.md M4).
 */
import { mayTell } from '@evertill/contract';
import type { Event, EventPayload, EventType } from '@evertill/contract';
import { newId } from './ids.ts';
import type { Database, DatabaseOptions, TenantRef, Transaction } from './database.ts';

export interface Told<T extends EventType = EventType> {
  readonly type: T;
  readonly aggregateId: string;
  readonly payload: EventPayload<T>;
}

export type Teller = <T extends EventType>(event: Told<T>) => void;

interface Written {
  readonly told: readonly Told[];
  readonly options: Pick<DatabaseOptions, 'schema' | 'world'>;
  readonly tenant: TenantRef;
}

export async function writeOutbox(
  tx: Transaction,
  { told, options, tenant }: Written,
): Promise<void> {
  const stranger = told.find(({ type }) => !mayTell(options.schema, type));
  if (stranger !== undefined) throw new Error(`${options.schema} may not tell ${stranger.type}`);
  await tx.call(`SELECT ${options.schema}.tell_events($1, $2, $3, $4, $5, $6, $7)`, [
    tx.tenantId,
    options.world.clock.now(),
    tenant.traceparent ?? null,
    told.map(() => newId(options.world)),
    told.map(({ type }) => type),
    told.map(({ aggregateId }) => aggregateId),
    JSON.stringify(told.map(({ payload }) => payload)),
  ]);
  options.world.reached('transaction.told', options.schema);
}

/** Between two events of a tenant, in the order in which they are read. */
export interface OutboxPlace {
  readonly xid: string;
  readonly id: number;
}

/** An event and the place behind it, from which to read on. */
export interface ToldEvent {
  readonly place: OutboxPlace;
  readonly event: Event;
}

export interface OutboxPage {
  readonly tenantId: string;
  readonly after: OutboxPlace;
  readonly max: number;
}

interface OutboxRow extends Record<string, unknown> {
  readonly cursor_xid: string;
  readonly cursor_id: number;
  readonly event_id: string;
  readonly type: EventType;
  readonly aggregate_id: string;
  readonly payload: unknown;
  readonly occurred_at: Date;
  readonly traceparent: string | null;
}

/** What a module told a tenant's listeners next, up to what may still change its order. */
export async function readOutbox(
  { schema, call }: Pick<Database, 'schema' | 'call'>,
  { tenantId, after, max }: OutboxPage,
): Promise<readonly ToldEvent[]> {
  const rows = await call<OutboxRow>(`SELECT * FROM ${schema}.read_outbox($1, $2, $3, $4)`, [
    tenantId,
    after.xid,
    after.id,
    max,
  ]);
  return rows.map((row) => ({
    place: { xid: row.cursor_xid, id: row.cursor_id },
    event: {
      id: row.event_id,
      type: row.type,
      tenantId,
      aggregateId: row.aggregate_id,
      occurredAt: row.occurred_at.toISOString(),
      traceparent: row.traceparent,
      payload: row.payload as Event['payload'],
    },
  }));
}
