/**
 * Carries what a module told to whoever listens, tenant by tenant, in order, at least once.
 *
 *   idle ── wake(tenant) or sweep ──▶ hold the cursor ──▶ read ──▶ deliver ──▶ advance ──▶ idle
 *
 * The cursor is held by a lease, not by an open transaction: nothing is locked while a consumer
 * works or a socket waits. Whoever lost the lease delivers at worst a second time.
 */
import type { EventType } from '@evertill/contract';
import type { Database } from './database.ts';
import type { Deliver } from './inbox.ts';
import { newId } from './ids.ts';
import type { Log } from './log.ts';
import { readOutbox } from './outbox.ts';
import type { World } from './surroundings.ts';
import { sleep } from './surroundings.ts';
import { noTraces } from './traces.ts';
import type { Traces } from './traces.ts';

export interface Consumer {
  readonly name: string;
  readonly types: ReadonlySet<EventType>;
  readonly deliver: Deliver;
}

export interface RelayOptions {
  readonly database: Database;
  readonly consumers: readonly Consumer[];
  readonly world: World;
  readonly log: Log;
  readonly listTenants: () => Promise<readonly string[]>;
  /** Nobody is told how long anything took when there are none. */
  readonly traces?: Traces;
}

export interface Relay {
  readonly source: string;
  /** Something was told for this tenant: go and look. */
  readonly wake: (tenantId: string) => void;
  /** Looks at all tenants now and carries everything that can be carried. */
  readonly drain: () => Promise<void>;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

const BATCH_MAX = 500;
const LEASE_MS = 10_000;
const SWEEP_MS = 1_000;
/**
 * Between one round and the next while there is more: what is told meanwhile gathers, and a
 * transaction that is still open before what came after it gets the time to end.
 */
const ROUND_MS = 20;
const FAILURE_MS_MAX = 10_000;
/** From so many remembered cursors on, those whose lease is over are forgotten. */
const HELD_MAX = 10_000;

interface CursorRow extends Record<string, unknown> {
  readonly cursor_xid: string;
  readonly cursor_id: number;
  readonly has_more: boolean;
}

export function makeRelay(options: RelayOptions): Relay {
  const { database, consumers, world, log } = options;
  const pen: Pen = { holder: newId(world), held: new Map() };
  const waiting = new Set<string>();
  let failures = 0;
  let running: Promise<void> | undefined;
  let isStopped = false;
  let stopSweep = (): void => undefined;

  const stillRuns = (): boolean => !isStopped;
  const run = async (): Promise<void> => {
    while (waiting.size > 0 && !isStopped) {
      try {
        await carryAll({ options, pen, waiting, stillRuns });
        failures = 0;
        if (waiting.size > 0) await sleep(world.scheduler, ROUND_MS);
      } catch (error) {
        failures += 1;
        log.warn({ err: error, source: database.schema }, 'the relay failed and tries again');
        await sleep(world.scheduler, Math.min(FAILURE_MS_MAX, 50 * 2 ** failures));
      }
    }
    running = undefined;
  };
  const kick = (): void => {
    // A run with nothing to do is over before `running` is set, and would look busy for ever.
    if (!isStopped && consumers.length > 0 && waiting.size > 0) running ??= run();
  };
  const lookAround = async (): Promise<void> => {
    for (const tenantId of await untoldTenants(options)) waiting.add(tenantId);
    if (waiting.size > 0) world.reached('relay.swept', database.schema);
  };
  const sweep = (): Promise<void> =>
    lookAround().then(kick, (error: unknown) => {
      log.warn({ err: error, source: database.schema }, 'the relay could not look around');
    });
  return {
    source: database.schema,
    wake: (tenantId) => {
      waiting.add(tenantId);
      kick();
    },
    drain: async () => {
      await running;
      await lookAround();
      kick();
      await running;
    },
    start: () => {
      if (consumers.length > 0) stopSweep = repeat(world.scheduler, sweep);
    },
    stop: async () => {
      isStopped = true;
      stopSweep();
      await running;
      await putDown(options, pen);
    },
  };
}

/** Does `work`, which never fails, at a steady pace until the returned function is called. */
function repeat(scheduler: World['scheduler'], work: () => Promise<void>): () => void {
  let isStopped = false;
  let cancel = (): void => undefined;
  const next = (): void => {
    cancel = scheduler.after(SWEEP_MS, () => {
      void work().finally(() => {
        if (!isStopped) next();
      });
    });
  };
  next();
  return () => {
    isStopped = true;
    cancel();
  };
}

/** Which shops have something that one of the consumers was not told yet. */
async function untoldTenants(options: RelayOptions): Promise<readonly string[]> {
  const { database, consumers } = options;
  const tenants = await options.listTenants();
  const names = consumers.map(({ name }) => name);
  const rows = await database.call<{ tenant_id: string }>(
    `SELECT * FROM ${database.schema}.untold_tenants($1, $2) AS tenant_id`,
    [tenants, names],
  );
  return rows.map((row) => row.tenant_id);
}

interface Round {
  readonly options: RelayOptions;
  readonly pen: Pen;
  /** Shops with something to tell; one that is not done stays in it. */
  readonly waiting: Set<string>;
  readonly stillRuns: () => boolean;
}

/** One look at each shop that waits. A consumer that fails does not keep the others waiting. */
async function carryAll({ options, pen, waiting, stillRuns }: Round): Promise<void> {
  const failed = new Map<Consumer, unknown>();
  // Over a copy: a shop that is not done comes again in the next round, after a pause.
  for (const tenantId of [...waiting]) {
    if (!stillRuns()) return;
    waiting.delete(tenantId);
    for (const consumer of options.consumers) {
      // Whom it fails for, the sweep finds again.
      if (failed.has(consumer)) continue;
      try {
        const rest = await carry(options, { tenantId, consumer, pen });
        if (rest) waiting.add(tenantId);
      } catch (error) {
        failed.set(consumer, error);
      }
    }
  }
  for (const error of failed.values()) throw error;
}

interface Carrying {
  readonly tenantId: string;
  readonly consumer: Consumer;
  readonly pen: Pen;
}

/** Carries one tenant's events to one consumer; true when there is more to come back for. */
async function carry(options: RelayOptions, carrying: Carrying): Promise<boolean> {
  const { database, world, traces = noTraces } = options;
  const { tenantId, consumer, pen } = carrying;
  const until = (): Date => leaseFor(carrying, world.clock.now());
  const way = `${database.schema} to ${consumer.name}`;
  const [held] = await database.call<CursorRow>(
    `SELECT * FROM ${database.schema}.hold_cursor($1, $2, $3, $4, $5)`,
    [tenantId, consumer.name, pen.holder, world.clock.now(), until()],
  );
  if (held?.has_more !== true) return false;
  world.reached('relay.held', way);
  let place = { xid: held.cursor_xid, id: held.cursor_id };
  for (;;) {
    const rows = await readOutbox(database, { tenantId, after: place, max: BATCH_MAX });
    const last = rows.at(-1);
    // Told but not readable yet: an older transaction is still open somewhere.
    if (last === undefined) return true;
    world.reached('relay.read', way);
    const events = rows.map(({ event }) => event).filter(({ type }) => consumer.types.has(type));
    if (events.length > 0) {
      const source = database.schema;
      await traces.carrying({ name: way, kind: 'tell' }, events, (told) =>
        consumer.deliver({ tenantId, source, events: told }),
      );
      world.reached('relay.delivered', way);
    }
    ({ place } = last);
    const [advanced] = await database.call<{ has_more: boolean }>(
      `SELECT * FROM ${database.schema}.advance_cursor($1, $2, $3, $4, $5, $6)`,
      [tenantId, consumer.name, pen.holder, place.xid, place.id, until()],
    );
    world.reached('relay.advanced', way);
    if (advanced?.has_more !== true) return false;
    // What came meanwhile gathers until the next round; what was there already does not wait.
    if (rows.length < BATCH_MAX) return true;
  }
}

/** Until when the pen is ours, if we take it up now. */
function leaseFor({ tenantId, consumer, pen }: Carrying, now: Date): Date {
  const untilMs = now.getTime() + LEASE_MS;
  if (pen.held.size >= HELD_MAX) forgetOver(pen.held, now);
  pen.held.set(`${tenantId} ${consumer.name}`, { tenantId, consumer: consumer.name, untilMs });
  return new Date(untilMs);
}

/** Who holds the cursors, which ones, and until when. */
interface Pen {
  readonly holder: string;
  readonly held: Map<string, { tenantId: string; consumer: string; untilMs: number }>;
}

/** With thousands of shops, most leases ran out long ago: there is nothing to put down. */
function forgetOver(held: Pen['held'], now: Date): void {
  for (const [key, { untilMs }] of held) if (untilMs <= now.getTime()) held.delete(key);
}

/** Lets go of what is held, so that whoever starts next need not wait for the lease to run out. */
async function putDown({ database, world, log }: RelayOptions, pen: Pen): Promise<void> {
  const now = world.clock.now();
  for (const { tenantId, consumer, untilMs } of pen.held.values()) {
    if (untilMs <= now.getTime()) continue;
    await database
      .call(`SELECT * FROM ${database.schema}.hold_cursor($1, $2, $3, $4, $4)`, [
        tenantId,
        consumer,
        pen.holder,
        now,
      ])
      .catch((error: unknown) => {
        log.warn({ err: error, source: database.schema }, 'a cursor runs out by itself');
      });
  }
}
