/**
 * The journal in memory: for tests, for the simulation, and for a browser that keeps nothing.
 * Transactions of writers go one after the other; a reader sees what was there when it began.
 */
import type { JournalRead, JournalStorage, JournalWrite } from './journal-storage.ts';
import { StorageFull } from './journal-storage.ts';
import { emptyHead } from './kept-operation.ts';
import type { FateKind, JournalHead, KeptOperation, Place } from './kept-operation.ts';

/** What lies on the disk: shared by the tabs of one device. */
export interface MemoryDisk {
  head: JournalHead;
  operations: ReadonlyMap<string, KeptOperation>;
  ballastBytes: number;
  /** Of whoever writes last; the next waits for it. */
  turn: Promise<unknown>;
}

export interface MemoryJournalOptions {
  readonly disk?: MemoryDisk;
  /** Called at each step of a transaction and at its end; may wait, or throw to end it there. */
  readonly onStep?: (step: string) => Promise<void> | void;
  /** How many bytes there is room for, of operations and ballast together. */
  readonly bytesMax?: () => number;
}

export function memoryDisk(): MemoryDisk {
  return { head: emptyHead, operations: new Map(), ballastBytes: 0, turn: Promise.resolve() };
}

export function memoryJournal(options: MemoryJournalOptions = {}): JournalStorage {
  const disk = options.disk ?? memoryDisk();
  return {
    read: (work) => work(readerOf(snapshotOf(disk), options)),
    write: (work) => inTurn(disk, () => commit(disk, options, work)),
    close: () => undefined,
  };
}

interface Draft {
  head: JournalHead;
  readonly operations: Map<string, KeptOperation>;
}

function snapshotOf({ head, operations }: MemoryDisk): Draft {
  return { head, operations: new Map(operations) };
}

async function inTurn<T>(disk: MemoryDisk, work: () => Promise<T>): Promise<T> {
  const before = disk.turn;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  disk.turn = promise;
  await before;
  try {
    return await work();
  } finally {
    resolve(undefined);
  }
}

async function commit<T>(
  disk: MemoryDisk,
  options: MemoryJournalOptions,
  work: (tx: JournalWrite) => Promise<T>,
): Promise<T> {
  const draft = snapshotOf(disk);
  const result = await work(writerOf(draft, options));
  await options.onStep?.('commit');
  refuseTooMuch(draft, disk.ballastBytes, options.bytesMax?.());
  disk.head = draft.head;
  disk.operations = draft.operations;
  await options.onStep?.('complete');
  return result;
}

function refuseTooMuch(draft: Draft, ballastBytes: number, bytesMax?: number): void {
  if (bytesMax === undefined) return;
  const bytes = JSON.stringify([...draft.operations.values()]).length + ballastBytes;
  if (bytes > bytesMax) throw new StorageFull(`no room for ${bytes} bytes`);
}

function readerOf(draft: Draft, { onStep }: MemoryJournalOptions): JournalRead {
  const step = async (name: string): Promise<void> => onStep?.(name);
  const all = (): KeptOperation[] => [...draft.operations.values()].sort(byPlace);
  return {
    head: async () => {
      await step('head');
      return draft.head;
    },
    find: async (id) => {
      await step('find');
      return draft.operations.get(id);
    },
    at: async (place) => {
      await step('at');
      return all().find((one) => comparePlaces(one.place, place) === 0);
    },
    list: async ({ fate, after, limit }) => {
      await step('list');
      return all()
        .filter((one) => one.fate.kind === fate)
        .filter((one) => after === undefined || comparePlaces(one.place, after) > 0)
        .slice(0, limit);
    },
    ids: async (fate) => {
      await step('ids');
      return all()
        .filter((one) => one.fate.kind === fate)
        .map(({ id }) => id);
    },
    last: async ({ fate, epoch }) => {
      await step('last');
      return all()
        .filter((one) => one.fate.kind === fate)
        .findLast(({ place }) => place.epoch === epoch);
    },
    count: async (fate: FateKind) => {
      await step('count');
      return all().filter((one) => one.fate.kind === fate).length;
    },
    dependants: async (id) => {
      await step('dependants');
      return all().filter(({ dependsOn }) => dependsOn === id);
    },
  };
}

function writerOf(draft: Draft, options: MemoryJournalOptions): JournalWrite {
  const { onStep } = options;
  const step = async (name: string): Promise<void> => onStep?.(name);
  return {
    ...readerOf(draft, options),
    putHead: async (head) => {
      await step('putHead');
      draft.head = structuredClone(head);
    },
    put: async (operation) => {
      await step('put');
      const taken = [...draft.operations.values()].find(
        ({ id, place }) => id !== operation.id && comparePlaces(place, operation.place) === 0,
      );
      if (taken !== undefined) throw new Error(`its place is taken by ${taken.id}`);
      draft.operations.set(operation.id, structuredClone(operation));
    },
    remove: async (id) => {
      await step('remove');
      draft.operations.delete(id);
    },
  };
}

const byPlace = (one: KeptOperation, other: KeptOperation): number =>
  comparePlaces(one.place, other.place);

function comparePlaces(one: Place, other: Place): number {
  return one.epoch - other.epoch || one.seq - other.seq;
}
