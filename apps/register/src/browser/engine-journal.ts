/**
 * The till's journal on the sync engine. What is kept on the device is read once; after that, only
 * what may have changed is: what waits, and what waits for a person.
 */
import { choicesOf } from '@evertill/sync';
import type { JournalStorage, KeptOperation, SyncEngine } from '@evertill/sync';
import { operationOf } from '../till/bodies.ts';
import type { Journal, Kept, SyncStatus } from '../till/journal.ts';
import type { TillRecord } from '../till/records.ts';
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

export function engineJournal({ engine, storage, world }: EngineJournalParts): EngineJournal {
  const operations = new Map<string, KeptOperation>();
  let kept: readonly Kept[] = [];
  let status = statusOf(engine, world);
  let reading = Promise.resolve();
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const show = (): void => {
    const all = [...operations.values()].sort(byPlace);
    kept = all.flatMap((operation) => keptOf(operation));
    tell();
  };
  const take = (found: readonly KeptOperation[]): void => {
    for (const operation of found) operations.set(operation.id, operation);
  };
  const readAgain = async (): Promise<void> => {
    const open = [...operations.values()].filter(({ fate }) => fate.kind !== 'settled');
    const found = await storage.read(async (tx) => [
      ...(await tx.list({ fate: 'queued' })),
      ...(await tx.list({ fate: 'parked' })),
    ]);
    const known = new Set(found.map(({ id }) => id));
    const gone = open.filter(({ id, fate }) => !known.has(id) && fate.kind !== 'resolved');
    const settled = await Promise.all(gone.map(({ id }) => engine.find(id)));
    take([...found, ...settled.filter((one) => one !== undefined)]);
    show();
  };
  const readSoon = (): Promise<void> => {
    reading = reading.then(readAgain, readAgain);
    return reading;
  };
  const look = (): void => {
    const before = status;
    status = statusOf(engine, world);
    const isSame = (Object.keys(status) as (keyof SyncStatus)[]).every(
      (key) => status[key] === before[key],
    );
    if (isSame) status = before;
    else tell();
    if (status.waiting !== before.waiting || status.attention !== before.attention) {
      void readSoon();
    }
  };
  engine.subscribe(look);
  world.onLineChange(() => {
    look();
    if (world.isOnline()) engine.wake();
  });
  return {
    load: async () => {
      const fates = ['settled', 'queued', 'parked', 'resolved'] as const;
      const lists = await storage.read(async (tx) => {
        const found: KeptOperation[] = [];
        for (const fate of fates) found.push(...(await tx.list({ fate })));
        return found;
      });
      take(lists);
      show();
    },
    record: async (record) => {
      const { kind, body } = operationOf(record);
      const occurredAt = new Date(record.atMs).toISOString();
      const operation = await engine.record({
        id: record.id,
        kind,
        occurredAt,
        body,
        memo: record,
      });
      take([operation]);
      show();
      const [one] = keptOf(operation);
      if (one === undefined) throw new Error('what was just written down is not there');
      return one;
    },
    kept: () => kept,
    status: () => status,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    retry: async (id) => {
      await engine.retry(id);
      await readSoon();
    },
    resolve: async (id, decision) => {
      await engine.resolve(id, decision);
      const operation = await engine.find(id);
      take(operation === undefined ? [] : [operation]);
      await readSoon();
    },
    amend: async (id, record, by) => {
      const { body } = operationOf(record);
      take([await engine.amend(id, { by, body, memo: record })]);
      const before = await engine.find(id);
      take(before === undefined ? [] : [before]);
      await readSoon();
    },
    wake: () => engine.wake(),
  };
}

function byPlace({ place: one }: KeptOperation, { place: other }: KeptOperation): number {
  return one.epoch - other.epoch || one.seq - other.seq;
}

/** What stands in for something withheld is none of the till's. */
function keptOf(operation: KeptOperation): readonly Kept[] {
  const { fate, receiptNumber, memo } = operation;
  if (operation.kind === 'withheld' || !isRecord(memo)) return [];
  const record = receiptNumber === null ? memo : ({ ...memo, receiptNumber } as TillRecord);
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
