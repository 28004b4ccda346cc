/** Keeps what people are told, and tells it when it changes. Counts are read from the journal. */
import type { EngineParts } from './engine-port.ts';
import type { JournalRead } from './journal-storage.ts';
import type { SyncStatus } from './sync-status.ts';

export interface StatusBoard {
  readonly now: () => SyncStatus;
  readonly set: (change: Partial<SyncStatus>) => void;
  /** Reads the journal and the copies again. */
  readonly count: () => Promise<void>;
  readonly subscribe: (hear: (status: SyncStatus) => void) => () => void;
}

const atFirst: SyncStatus = {
  state: 'unenrolled',
  trouble: null,
  queuedCount: 0,
  oldestQueuedAt: null,
  attentionCount: 0,
  lastSettledAtMs: null,
  pricesAsOfMs: null,
  lease: 'elsewhere',
  maySell: true,
  storage: 'fine',
};

export function statusBoard({ journal, copies }: EngineParts): StatusBoard {
  let status = atFirst;
  const listeners = new Set<(status: SyncStatus) => void>();
  const set = (change: Partial<SyncStatus>): void => {
    const next = { ...status, ...change };
    const isSame = (Object.keys(next) as (keyof SyncStatus)[]).every(
      (key) => next[key] === status[key],
    );
    if (isSame) return;
    status = next;
    for (const hear of [...listeners]) hear(status);
  };
  return {
    now: () => status,
    set,
    count: async () => {
      const [counts, { pricesAsOfMs }] = await Promise.all([journal.read(countAll), copies.head()]);
      set({ ...counts, pricesAsOfMs });
    },
    subscribe: (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}

async function countAll(tx: JournalRead): Promise<Partial<SyncStatus>> {
  const [[oldest], head, queuedCount, attentionCount] = await Promise.all([
    tx.list({ fate: 'queued', limit: 1 }),
    tx.head(),
    tx.count('queued'),
    tx.count('parked'),
  ]);
  return {
    queuedCount,
    attentionCount,
    oldestQueuedAt: oldest?.occurredAt ?? null,
    lastSettledAtMs: head.lastSettledAtMs,
    maySell: head.registration !== null && !head.isCopy,
  };
}
