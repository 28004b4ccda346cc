/**
 * Everything that inventory was ever told, told again to an inventory in an empty database: its own
 * reactions do the work. The shops go on selling; they are only read.
 *
 *   a page of the outbox here ─▶ the inbox there ─▶ the cursor there
 *
 * The cursor is kept there too, and the inbox knows what it had: whoever was killed goes on. Shops
 * know nothing of each other: several are filled side by side.
 */
import type { EventType } from '@evertill/contract';
import { inventoryModule } from '@evertill/inventory';
import {
  inboxOf,
  listenersOf,
  makeMetrics,
  moduleNames,
  moduleUrl,
  newId,
  openDatabase,
  readOutbox,
} from '@evertill/kernel';
import type { Database, Deliver, Log, ModuleName, OutboxPlace, World } from '@evertill/kernel';

export interface ReplayTold {
  /** The owner's URL of the database that has everything. */
  readonly from: string;
  /** The owner's URL of the one that is filled; migrated, and otherwise empty. */
  readonly into: string;
  readonly tenants: readonly string[];
  readonly world: World;
  readonly log: Log;
  readonly onEvents: (count: number) => void;
}

const PAGE = 1_000;
/** Shops at a time. */
const LANES = 2;
/** One that reads on or writes for each lane, and one for its cursor. */
const CONNECTIONS = 2 * LANES;
const CONSUMER = 'inventory';

/** Answers how many events were told this time: none, when there is nothing new. */
export async function replayTold(options: ReplayTold): Promise<number> {
  const sources = moduleNames.flatMap((source) => {
    const heard = listenersOf(source).find(({ name }) => name === CONSUMER);
    return heard === undefined ? [] : [{ source, types: heard.types }];
  });
  const inbox = await openOne(options, hasty(options.into), CONSUMER);
  try {
    const deliver = deliveryTo(options, inbox);
    let count = 0;
    for (const { source, types } of sources) {
      const [told, cursors] = await Promise.all([
        openOne(options, options.from, source),
        openOne(options, options.into, source),
      ]);
      try {
        await inLanes(options.tenants, async (tenantId, signal) => {
          const one = { options, told, cursors, types, deliver, tenantId, signal };
          const events = await replayTenant(one);
          count += events;
        });
      } finally {
        await Promise.all([told.close(), cursors.close()]);
      }
    }
    return count;
  } finally {
    await inbox.close();
  }
}

/** Ends when all have ended; where one fails, the others stop at their next page. */
async function inLanes(
  tenants: readonly string[],
  work: (tenantId: string, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const left = tenants.values();
  const lanes = Array.from({ length: LANES }, async () => {
    for (const tenantId of left) await work(tenantId, failed.signal);
  });
  const ends = lanes.map((lane) => lane.catch((error: unknown) => failed.abort(error)));
  await Promise.all(ends);
  failed.signal.throwIfAborted();
}

/** What PostgreSQL loses in a crash is told again: the cursor there went with it. */
function hasty(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-c synchronous_commit=off');
  return url.href;
}

async function openOne(
  { world, log }: ReplayTold,
  databaseUrl: string,
  module: ModuleName,
): Promise<Database> {
  return openDatabase({
    url: await moduleUrl(databaseUrl, module),
    schema: module,
    connectionsMax: CONNECTIONS,
    keepsStatements: true,
    world,
    log,
    metrics: makeMetrics(),
    // What it tells in turn is in its outbox, and goes to nobody.
    onTold: () => undefined,
  });
}

/** As it is served, but for its neighbours: what reacts asks nobody. */
function deliveryTo({ world, log }: ReplayTold, database: Database): Deliver {
  const metrics = makeMetrics();
  const ask = (): never => {
    throw new Error('what is told again asks nobody');
  };
  const module = inventoryModule({ ...world, database, ask, log, metrics });
  return inboxOf({ module, database, world, log, metrics });
}

interface Tenant {
  readonly options: ReplayTold;
  readonly told: Database;
  readonly cursors: Database;
  readonly types: ReadonlySet<EventType>;
  readonly deliver: Deliver;
  readonly tenantId: string;
  readonly signal: AbortSignal;
}

async function replayTenant(tenant: Tenant): Promise<number> {
  const { options, told, types, deliver, tenantId, signal } = tenant;
  const { world, onEvents } = options;
  const holder = newId(world);
  let count = 0;
  let after = await heldCursor(tenant, holder);
  let next = readOutbox(told, { tenantId, after, max: PAGE });
  for (;;) {
    const rows = await next;
    const last = rows.at(-1);
    if (last === undefined) return count;
    after = last.place;
    // Read on while these have their effect.
    next = readOutbox(told, { tenantId, after, max: PAGE });
    next.catch(() => undefined);
    const events = rows.map(({ event }) => event).filter(({ type }) => types.has(type));
    if (events.length > 0) await deliver({ tenantId, source: told.schema, events });
    await advance(tenant, holder, after);
    count += events.length;
    onEvents(events.length);
    signal.throwIfAborted();
  }
}

/** Held by nobody a moment later: whoever was killed is not waited for. */
async function heldCursor(
  { options, cursors, tenantId }: Tenant,
  holder: string,
): Promise<OutboxPlace> {
  const now = options.world.clock.now();
  const [held] = await cursors.call<{ cursor_xid: string; cursor_id: number }>(
    `SELECT * FROM ${cursors.schema}.hold_cursor($1, $2, $3, $4, $5)`,
    [tenantId, CONSUMER, holder, now, momentBefore(now)],
  );
  if (held === undefined) throw new Error(OTHERS);
  return { xid: held.cursor_xid, id: held.cursor_id };
}

async function advance(
  { options, cursors, tenantId }: Tenant,
  holder: string,
  { xid, id }: OutboxPlace,
): Promise<void> {
  const until = momentBefore(options.world.clock.now());
  const moved = await cursors.call(
    `SELECT * FROM ${cursors.schema}.advance_cursor($1, $2, $3, $4, $5, $6)`,
    [tenantId, CONSUMER, holder, xid, id, until],
  );
  if (moved.length === 0) throw new Error(OTHERS);
}

const OTHERS = 'somebody else is filling this database';

function momentBefore(now: Date): Date {
  return new Date(now.getTime() - 1);
}
