/** What was told to the audit becomes the next entries of its chains. */
import type { Event } from '@evertill/contract';
import { newId } from '@evertill/kernel';
import type { Transaction, World } from '@evertill/kernel';
import { linksAfter } from './chain.ts';
import type { Fact } from './chain.ts';
import { appendLinks, lockHead } from './entry-store.ts';

type AuditEvent = Event<'audit.events'>;
type AppendNeeds = Pick<World, 'clock' | 'randomness'>;

export function appendEntries(needs: AppendNeeds) {
  return async (tx: Transaction, events: readonly AuditEvent[]): Promise<void> => {
    const chains = Map.groupBy(events, ({ payload }) => payload.chainId);
    // Always in the same order, so that two batches never wait for each other in a ring.
    for (const chainId of [...chains.keys()].sort()) {
      const head = await lockHead(tx, chainId);
      const facts = (chains.get(chainId) ?? []).map((event) => factOf(needs, event));
      await appendLinks(tx, linksAfter(head, facts));
    }
  };
}

/** What happened to accounts has a chain of its own: it is told by nobody's register or office. */
export function appendSecurityEntries(needs: AppendNeeds) {
  const append = appendEntries(needs);
  return (tx: Transaction, events: readonly Event<'security.events'>[]): Promise<void> =>
    append(
      tx,
      events.map((event) => ({ ...event, type: 'audit.events', payload: entryOf(event.payload) })),
    );
}

function entryOf({
  action,
  userId,
  data,
}: Event<'security.events'>['payload']): AuditEvent['payload'] {
  const about = { modelName: 'User', objectId: userId, userId, reason: '' };
  return { ...about, chainId: 'security', action, data };
}

function factOf(needs: AppendNeeds, event: AuditEvent): Fact {
  const { chainId, action, modelName, objectId, userId, reason, data } = event.payload;
  return {
    tenantId: event.tenantId,
    chainId,
    auditLogId: newId(needs),
    eventId: event.id,
    action,
    modelName,
    objectId,
    userId,
    reason,
    data,
    occurredAt: event.occurredAt,
    createdAt: needs.clock.now().toISOString(),
  };
}
