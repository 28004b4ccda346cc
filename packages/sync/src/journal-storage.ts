/**
 * Where the journal is kept: a port with two implementations (memory, IndexedDB) and one suite for
 * both. What is written in one transaction is there whole or not at all, and `write` resolves when
 * it is on the disk, not before.
 */
import type { FateKind, JournalHead, KeptOperation, Place } from './kept-operation.ts';

export interface JournalRead {
  readonly head: () => Promise<JournalHead>;
  readonly find: (id: string) => Promise<KeptOperation | undefined>;
  readonly at: (place: Place) => Promise<KeptOperation | undefined>;
  /** In the order of their places. */
  readonly list: (query: ListQuery) => Promise<readonly KeptOperation[]>;
  /** Their ids alone, in the same order: of thousands that wait, few are new to whoever asks. */
  readonly ids: (fate: FateKind) => Promise<readonly string[]>;
  /** The one with the highest number of an epoch. */
  readonly last: (query: LastQuery) => Promise<KeptOperation | undefined>;
  readonly count: (fate: FateKind) => Promise<number>;
  /** Those that depend on an operation. */
  readonly dependants: (id: string) => Promise<readonly KeptOperation[]>;
}

export interface ListQuery {
  readonly fate: FateKind;
  /** Only behind this place. */
  readonly after?: Place;
  readonly limit?: number;
}

export interface LastQuery {
  readonly fate: FateKind;
  readonly epoch: number;
}

export interface JournalWrite extends JournalRead {
  readonly putHead: (head: JournalHead) => Promise<void>;
  /** Two operations in one place are refused: the transaction fails as a whole. */
  readonly put: (operation: KeptOperation) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
}

export interface WriteManner {
  /**
   * What it notes, the server says again whenever it is asked: where the journal lies twice, the
   * second place may have it a moment later.
   */
  readonly mayLag?: boolean;
}

/**
 * In a transaction nothing is awaited but the transaction itself: IndexedDB ends one that has
 * nothing to do.
 */
export interface JournalStorage {
  readonly read: <T>(work: (tx: JournalRead) => Promise<T>) => Promise<T>;
  /** Throws `StorageFull` when there is no room; then nothing was written. */
  readonly write: <T>(work: (tx: JournalWrite) => Promise<T>, manner?: WriteManner) => Promise<T>;
  readonly close: () => void;
}

const fates: readonly FateKind[] = ['settled', 'queued', 'parked', 'resolved'];

/** Every operation that is kept, fate by fate. */
export async function listAll(tx: JournalRead): Promise<readonly KeptOperation[]> {
  const all = await Promise.all(fates.map((fate) => tx.list({ fate })));
  return all.flat();
}

/** The same, so many at a time, each in a transaction of its own: nobody may write meanwhile. */
export async function* piecesOf(
  journal: JournalStorage,
  limit: number,
): AsyncGenerator<readonly KeptOperation[]> {
  for (const fate of fates) {
    let after: Place | undefined;
    do {
      const query = { fate, limit, ...(after === undefined ? {} : { after }) };
      const piece = await journal.read((tx) => tx.list(query));
      if (piece.length > 0) yield piece;
      after = piece.length < limit ? undefined : piece.at(-1)?.place;
    } while (after !== undefined);
  }
}

/** The disk, or what the browser lets us have of it, is full. Nothing was written. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
}

/** What is on the disk was written by a newer version. Nothing was touched. */
export class StorageNewer extends Error {
  override readonly name = 'StorageNewer';

  constructor(database: string, known: number) {
    super(`${database} is newer than version ${known}, which this program knows`);
  }
}
