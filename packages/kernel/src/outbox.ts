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
  const at = options.world.clock.now();
  const values: unknown[] = [tx.tenantId, at, tenant.traceparent ?? null];
  const rows = told.map(({ type, aggregateId, payload }) => {
    const first = values.push(newId(options.world), type, aggregateId, JSON.stringify(payload)) - 3;
    return `($1, $${first}, $${first + 1}, $${first + 2}, $${first + 3}, $2, $3)`;
  });
  await tx.query(
    `INSERT INTO ${options.schema}.outbox
       (tenant_id, event_id, type, aggregate_id, payload, occurred_at, traceparent)
     VALUES ${rows.join(', ')}`,
    values,
  );
  options.world.reached('transaction.told', options.schema);
}
