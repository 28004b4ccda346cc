/** A journal in memory, whose way to the server is whatever a test says it is. */
import { operationOf } from './bodies.ts';
import type { WireBody } from './bodies.ts';
import { calmStatus, freshlyKept } from './journal.ts';
import type { Journal, Kept, SyncStatus } from './journal.ts';
import type { TillRecord } from './records.ts';
import { withoutPeople } from './without-person.ts';

export interface MemoryJournal extends Journal {
  readonly bodies: () => readonly { readonly kind: string; readonly body: WireBody }[];
  readonly change: (id: string, change: Partial<Kept>) => void;
  readonly setStatus: (status: Partial<SyncStatus>) => void;
  /** The next writing fails, as on a full disk. */
  readonly failNext: (error: Error) => void;
}

export function memoryJournal(prefix = 'T1'): MemoryJournal {
  let kept: readonly Kept[] = [];
  let status = calmStatus;
  let receipts = 0;
  let failure: Error | undefined;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const change = (id: string, part: Partial<Kept>): void => {
    kept = kept.map((one) => (one.record.id === id ? { ...one, ...part } : one));
    tell();
  };
  const numbered = (record: TillRecord): TillRecord => {
    if (record.kind !== 'sale' && record.kind !== 'refund') return record;
    receipts += 1;
    return { ...record, receiptNumber: `${prefix}-${String(receipts).padStart(6, '0')}` };
  };
  const refuseOnce = (): void => {
    const thrown = failure;
    failure = undefined;
    if (thrown !== undefined) throw thrown;
  };
  return {
    record: async (given) => {
      refuseOnce();
      const record = structuredClone(numbered(given));
      const one = freshlyKept(record);
      kept = [...kept, one];
      tell();
      return one;
    },
    kept: () => kept,
    status: () => status,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    retry: async (id) => change(id, { state: 'waiting', trouble: null }),
    resolve: async (id, { kind }) =>
      change(id, { state: 'resolved', resolution: kind === 'void' ? 'voided' : 'accepted' }),
    amend: async (id, record) => {
      change(id, { state: 'resolved', resolution: 'amended' });
      kept = [...kept, freshlyKept(record)];
      tell();
    },
    forgetPeople: (gone) => void (kept = withoutThem(kept, gone)),
    wake: () => undefined,
    bodies: () => kept.map(({ record }) => operationOf(record)),
    change,
    setStatus: (part) => {
      status = { ...status, ...part };
      tell();
    },
    failNext: (error) => {
      failure = error;
    },
  };
}

function withoutThem(kept: readonly Kept[], gone: ReadonlySet<string>): readonly Kept[] {
  return kept.map((one) => ({ ...one, record: withoutPeople(one.record, gone) ?? one.record }));
}
