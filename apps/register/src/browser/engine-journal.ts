/**
 * The till's journal on the sync engine. What is kept on the device is read once; after that, only
 * what may have changed is: what waits, and what waits for a person.
 */
import { choicesOf, listAll } from '@evertill/sync';
import type {
  FateKind,
  JournalRead,
  JournalStorage,
  KeptOperation,
  SyncEngine,
} from '@evertill/sync';
import { operationOf } from '../till/bodies.ts';
import type { Journal, Kept, SyncStatus } from '../till/journal.ts';
import type { TillRecord } from '../till/records.ts';
import { withoutPeople } from '../till/without-person.ts';
import type { BrowserWorld } from './browser-world.ts';

export interface EngineJournalParts {
  readonly engine: SyncEngine;
  readonly storage: JournalStorage;
  readonly world: Pick<BrowserWorld, 'isOnline' | 'onLineChange'>;
}

export interface EngineJournal extends Journal {
  /** Reads what is kept on this device. */
  readonly load: () => Promise<void>;
}

export function engineJournal(parts: EngineJournalParts): EngineJournal {
  const { engine, world } = parts;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const shelf = shelfOf(parts, tell);
  const status = statusOnBoard(parts, tell, shelf.readSoon);
  world.onLineChange(() => {
    status.look();
    if (world.isOnline()) engine.wake();
  });
  return {
    load: shelf.load,
    record: async (record) => {
      const { kind, body } = operationOf(record);
      const occurredAt = new Date(record.atMs).toISOString();
      const draft = { id: record.id, kind, occurredAt, body, memo: record };
      const operation = await engine.record(draft);
      shelf.take([operation]);
      const [one] = keptOf(operation);
      if (one === undefined) throw new Error('what was just written down is not there');
      return one;
    },
    kept: shelf.kept,
    status: status.now,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    retry: async (id) => {
      await engine.retry(id);
      await shelf.readSoon();
    },
    resolve: async (id, decision) => {
      await engine.resolve(id, decision);
      await shelf.takeById(id);
    },
    amend: async (id, record, by) => {
      const { body } = operationOf(record);
      // A leader's word is bound to the operation that carries it: then the id was made before.
      const own = record.id === id ? {} : { id: record.id };
      shelf.take([await engine.amend(id, { by, body, memo: record, ...own })]);
      await shelf.takeById(id);
    },
    forgetPeople: shelf.forgetPeople,
    wake: () => engine.wake(),
  };
}

/** Operations by their ids, as the till shows them. */
interface Shelf {
  readonly kept: () => readonly Kept[];
  readonly load: () => Promise<void>;
  readonly take: (found: readonly KeptOperation[]) => void;
  readonly takeById: (id: string) => Promise<void>;
  readonly forgetPeople: Journal['forgetPeople'];
  /** After whatever is being read: what waits may have changed once more. */
  readonly readSoon: () => Promise<void>;
}

interface Shelved {
  readonly operation: KeptOperation;
  readonly kept: readonly Kept[];
}

function shelfOf({ engine, storage }: EngineJournalParts, tell: () => void): Shelf {
  /** A sale is rung up among thousands: what did not change is not made anew. */
  const shelved = new Map<string, Shelved>();
  let kept: readonly Kept[] = [];
  let reading = Promise.resolve();
  let coming: Promise<void> | undefined;
  const take = (found: readonly KeptOperation[]): void => {
    if (found.length === 0) return;
    for (const operation of found) {
      shelved.set(operation.id, { operation, kept: keptOf(operation) });
    }
    kept = [...shelved.values()].sort(byPlace).flatMap((one) => one.kept);
    tell();
  };
  const readAgain = async (): Promise<void> => {
    take(await storage.read((tx) => movedSince(tx, shelved)));
  };
  const readSoon = (): Promise<void> => {
    coming ??= reading
      .catch(() => undefined)
      .then(() => {
        coming = undefined;
        return readAgain();
      });
    reading = coming;
    return coming;
  };
  return {
    kept: () => kept,
    load: async () => take(await storage.read(listAll)),
    take,
    takeById: async (id) => {
      const operation = await engine.find(id);
      if (operation !== undefined) take([operation]);
      await readSoon();
    },
    forgetPeople: forgetterOf({ engine, shelved, take }),
    readSoon,
  };
}

/**
 * What is on the disk otherwise than on the shelf: what came into the queue or left it, and all
 * that waits for a person. Of a queue of thousands only the ids are read.
 */
async function movedSince(
  tx: JournalRead,
  shelved: ReadonlyMap<string, Shelved>,
): Promise<readonly KeptOperation[]> {
  const [ids, parked] = await Promise.all([tx.ids('queued'), tx.list({ fate: 'parked' })]);
  const queued = new Set(ids);
  const waiting = new Set([...queued, ...parked.map(({ id }) => id)]);
  const fateOf = (id: string): FateKind | undefined => shelved.get(id)?.operation.fate.kind;
  const came = [...queued].filter((id) => fateOf(id) !== 'queued');
  const left = [...shelved.keys()].filter((id) => {
    return !waiting.has(id) && (fateOf(id) === 'queued' || fateOf(id) === 'parked');
  });
  const moved = await Promise.all([...came, ...left].map((id) => tx.find(id)));
  return [...parked, ...moved.filter((operation) => operation !== undefined)];
}

interface Forgetter {
  readonly engine: SyncEngine;
  readonly shelved: Map<string, Shelved>;
  readonly take: Shelf['take'];
}

function forgetterOf({ engine, shelved, take }: Forgetter): Journal['forgetPeople'] {
  const forget = async (id: string, record: TillRecord): Promise<void> => {
    if (!(await engine.forgetPerson(id, record))) return;
    const left = await engine.find(id);
    if (left === undefined) shelved.delete(id);
    take(left === undefined ? [] : [left]);
  };
  /** Each once: what cannot go yet is asked about again with the next change. */
  const going = new Set<string>();
  return (gone) => {
    for (const { operation, kept: ofOne } of shelved.values()) {
      const { id, fate } = operation;
      const isOver = fate.kind === 'settled' || fate.kind === 'resolved';
      const record = isOver ? ofOne[0] && withoutPeople(ofOne[0].record, gone) : undefined;
      if (record === undefined || going.has(id)) continue;
      going.add(id);
      void forget(id, record).finally(() => going.delete(id));
    }
  };
}

interface StatusOnBoard {
  readonly now: () => SyncStatus;
  /** The engine, or the line, may have changed. */
  readonly look: () => void;
}

function statusOnBoard(
  { engine, world }: EngineJournalParts,
  tell: () => void,
  readSoon: () => Promise<void>,
): StatusOnBoard {
  let status = statusOf(engine, world);
  const look = (): void => {
    const next = statusOf(engine, world);
    const isSame = (Object.keys(next) as (keyof SyncStatus)[]).every(
      (key) => next[key] === status[key],
    );
    if (isSame) return;
    const isMoved = next.waiting !== status.waiting || next.attention !== status.attention;
    status = next;
    tell();
    if (isMoved) void readSoon();
  };
  engine.subscribe(look);
  return { now: () => status, look };
}

function byPlace(
  { operation: { place: one } }: Shelved,
  { operation: { place: other } }: Shelved,
): number {
  return one.epoch - other.epoch || one.seq - other.seq;
}

/** What stands in for something withheld is none of the till's. */
function keptOf(operation: KeptOperation): readonly Kept[] {
  const { fate, receiptNumber, memo } = operation;
  if (operation.kind === 'withheld' || !isRecord(memo)) return [];
  // What was changed and sent anew has another id than what is remembered of it.
  const own = receiptNumber === null ? { id: operation.id } : { id: operation.id, receiptNumber };
  const record = { ...memo, ...own } as TillRecord;
  const choices = choicesOf(operation);
  const flags = fate.kind === 'settled' ? fate.flags : [];
  const resolution = fate.kind === 'resolved' ? fate.resolution.kind : null;
  const trouble = fate.kind === 'parked' ? fate.why : null;
  return [{ record, state: states[fate.kind], resolution, trouble, choices, flags }];
}

const states = {
  queued: 'waiting',
  settled: 'saved',
  parked: 'attention',
  resolved: 'resolved',
} as const satisfies Record<KeptOperation['fate']['kind'], Kept['state']>;

function isRecord(memo: unknown): memo is TillRecord {
  return typeof memo === 'object' && memo !== null && 'kind' in memo && 'atMs' in memo;
}

function statusOf(engine: SyncEngine, world: Pick<BrowserWorld, 'isOnline'>): SyncStatus {
  const { queuedCount, oldestQueuedAt, attentionCount, maySell, storage, ...rest } =
    engine.status();
  return {
    line: lineOf(rest, world),
    waiting: queuedCount,
    oldestAtMs: oldestQueuedAt === null ? null : Date.parse(oldestQueuedAt),
    attention: attentionCount,
    maySell,
    storage,
  };
}

function lineOf(
  { state, trouble }: Pick<ReturnType<SyncEngine['status']>, 'state' | 'trouble'>,
  { isOnline }: Pick<BrowserWorld, 'isOnline'>,
): SyncStatus['line'] {
  if (state === 'signed_out' || state === 'turned_away' || state === 'suspended') return state;
  if (!isOnline() || state === 'waiting') return 'offline';
  // It tries again after something that passes: until it went well, nobody has answered.
  return trouble?.isPassing === true ? 'offline' : 'online';
}
