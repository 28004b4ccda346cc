/**
 * Takes in what was told, at least once, and lets it have its effect exactly once.
 *
 * The note that an event was seen and the effect of the event are one transaction. An event that
 * fails again and again by itself is put aside as a dead letter, so that it does not stop the rest.
 */
import type { Event, EventType } from '@evertill/contract';
import type { Database, Transaction } from './database.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Module, Reaction } from './module.ts';
import { Refusal } from './refusal.ts';
import type { World } from './surroundings.ts';
import { noTraces } from './traces.ts';
import type { Traces } from './traces.ts';

export interface Delivery {
  readonly tenantId: string;
  readonly source: string;
  readonly events: readonly Event[];
}

/** Hands events of one tenant, in order, to one module's reactions. */
export type Deliver = (delivery: Delivery) => Promise<void>;

export interface InboxOptions {
  readonly module: Module;
  readonly database: Database;
  readonly world: World;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Nobody is told how long anything took when there are none. */
  readonly traces?: Traces;
}

export function inboxOf(options: InboxOptions): Deliver {
  const { module, traces = noTraces } = options;
  const reactions = new Map(module.reactions.map((one) => [one.type, one]));
  return async ({ tenantId, source, events }) => {
    for (const run of runsOfOneType(events)) {
      const reaction = reactions.get(run.type);
      if (reaction === undefined) continue;
      const name = `${module.name} hears ${run.type}`;
      await traces.carrying({ name, kind: 'hear' }, run.events, (heard) =>
        takeIn(options, reaction, { tenantId, source, type: run.type, events: heard }),
      );
    }
  };
}

interface Run extends Delivery {
  readonly type: EventType;
}

async function takeIn(options: InboxOptions, reaction: Reaction, run: Run): Promise<void> {
  const { database, log, metrics, module, world } = options;
  const where = `${run.source} to ${module.name}: ${run.type}`;
  const inOne = (events: readonly Event[]): Promise<void> =>
    database.inTransaction({ tenantId: run.tenantId, traceparent: traceOf(events) }, async (tx) => {
      const fresh = await noteSeen(tx, { ...run, events }, options);
      world.reached('inbox.noted', where);
      if (fresh.length > 0) await reaction.run(tx, fresh);
      world.reached('inbox.affected', where);
    });
  try {
    await inOne(run.events);
    world.reached('inbox.taken', where);
  } catch (error) {
    if (error instanceof Refusal && error.rule.register === 'retry') throw error;
    world.reached('inbox.failed', where);
    // One of them is poison. Singly, the others get through.
    log.warn({ err: error, consumer: module.name, type: run.type }, 'a batch of events failed');
    for (const event of run.events) {
      await inOne([event]).catch((reason: unknown) => putAside(options, { run, event, reason }));
    }
  }
  metrics.delivered.inc({ consumer: module.name }, run.events.length);
  const last = run.events.at(-1);
  if (last !== undefined) {
    const lagMs = options.world.clock.now().getTime() - Date.parse(last.occurredAt);
    metrics.outboxLagSeconds.set({ consumer: module.name }, Math.max(0, lagMs / 1000));
  }
}

/** Notes the events as seen; answers those that were not seen before. */
async function noteSeen(tx: Transaction, run: Run, options: InboxOptions): Promise<Event[]> {
  const seen = await tx.call<{ event_id: string }>(
    `SELECT * FROM ${options.database.schema}.note_seen($1, $2, $3, $4, $5) AS event_id`,
    [tx.tenantId, run.type, run.source, options.world.clock.now(), run.events.map(({ id }) => id)],
  );
  const fresh = new Set(seen.map((row) => row.event_id));
  // Deleted when met: the same event twice in one delivery is one event.
  return run.events.filter(({ id }) => fresh.delete(id));
}

interface DeadLetter {
  readonly run: Run;
  readonly event: Event;
  readonly reason: unknown;
}

async function putAside(options: InboxOptions, { run, event, reason }: DeadLetter): Promise<void> {
  if (reason instanceof Refusal && reason.rule.register === 'retry') throw reason;
  options.log.error(
    { err: reason, consumer: options.module.name, event_id: event.id, type: event.type },
    'an event was put aside as a dead letter',
  );
  options.metrics.deadLetters.inc({ consumer: options.module.name });
  await options.database.inTransaction({ tenantId: run.tenantId }, async (tx) => {
    await tx.query(
      `INSERT INTO ${options.database.schema}.dead_letters
         (tenant_id, event_id, type, event, reason, received_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [tx.tenantId, event.id, event.type, event, String(reason), options.world.clock.now()],
    );
  });
}

/** What a reaction tells goes on in the trace of what it heard; of several traces, in none. */
function traceOf(events: readonly Event[]): string | null {
  const traceparent = events[0]?.traceparent ?? null;
  return events.every((event) => event.traceparent === traceparent) ? traceparent : null;
}

/** Neighbouring events of one type, so that a reaction can take many at once, in order. */
function runsOfOneType(
  events: readonly Event[],
): readonly { readonly type: EventType; readonly events: readonly Event[] }[] {
  const runs: { type: EventType; events: Event[] }[] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last?.type === event.type) last.events.push(event);
    else runs.push({ type: event.type, events: [event] });
  }
  return runs;
}
