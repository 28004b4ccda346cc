/**
 * What a module has to tell, written in the transaction of the change it tells about.
 *
 * A row is never changed and never skipped: each consumer has a cursor over (xid, id), and nobody
 * reads past the oldest transaction still open. An id alone is no cursor, since a later id may
 * commit first (reliability.md M4).
 */
import { mayTell } from '@evertill/contract';
import type { EventPayload, EventType } from '@evertill/contract';
import { newId } from './ids.ts';
import type { DatabaseOptions, TenantRef, Transaction } from './database.ts';

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
