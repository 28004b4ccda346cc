/** Keeps what people are told, and tells it when it changes. Counts are read from the journal. */
import type { EngineParts } from './engine-port.ts';
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
      const counts = await journal.read(async (tx) => {
        const [oldest] = await tx.list({ fate: 'queued', limit: 1 });
        const { lastSettledAtMs, isCopy, registration } = await tx.head();
        return {
          queuedCount: await tx.count('queued'),
          attentionCount: await tx.count('parked'),
          oldestQueuedAt: oldest?.occurredAt ?? null,
          lastSettledAtMs,
          maySell: registration !== null && !isCopy,
        };
      });
      set({ ...counts, pricesAsOfMs: (await copies.head()).pricesAsOfMs });
    },
    subscribe: (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}
