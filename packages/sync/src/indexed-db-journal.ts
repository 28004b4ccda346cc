/**
 * The journal in IndexedDB. A transaction is `strict`: what it said is done survives a power cut,
 * which Chromium's default does not promise.
 */
import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import { isNamed, openIndexedDb } from './indexed-db-open.ts';
import type { Migration, OpenOptions } from './indexed-db-open.ts';
import { StorageFull } from './journal-storage.ts';
import type { JournalRead, JournalStorage, JournalWrite } from './journal-storage.ts';
import { emptyHead } from './kept-operation.ts';
import type { FateKind, JournalHead, KeptOperation } from './kept-operation.ts';

interface JournalSchema extends DBSchema {
  operations: {
    key: string;
    value: KeptOperation;
    indexes: {
      place: [number, number];
      fate: [FateKind, number, number];
      parent: string;
    };
  };
  head: { key: string; value: JournalHead };
}

const stores = ['operations', 'head'] as const;
type Stores = (typeof stores)[number][];
type Transaction<Mode extends IDBTransactionMode> = IDBPTransaction<JournalSchema, Stores, Mode>;

const HEAD = 'head';

/** The last is this version's; those before it are how older journals become it. */
export const journalMigrations: readonly Migration[] = [
  (database: IDBDatabase): void => {
    const operations = database.createObjectStore('operations', { keyPath: 'id' });
    operations.createIndex('place', ['place.epoch', 'place.seq'], { unique: true });
    operations.createIndex('fate', ['fate.kind', 'place.epoch', 'place.seq']);
    database.createObjectStore('head');
  },
  (_database: IDBDatabase, transaction: IDBTransaction): void => {
    transaction.objectStore('operations').createIndex('parent', 'dependsOn');
  },
];

export async function indexedDbJournal(
  options: Omit<OpenOptions, 'migrations'> & { readonly migrations?: OpenOptions['migrations'] },
): Promise<JournalStorage> {
  const database = await openIndexedDb<JournalSchema>({
    migrations: journalMigrations,
    ...options,
  });
  return {
    read: async (work) => {
      const transaction = database.transaction(stores as unknown as Stores, 'readonly');
      return work(readerOf(transaction));
    },
    write: (work) => write(database, work),
    close: () => {
      database.close();
    },
  };
}

async function write<T>(
  database: IDBPDatabase<JournalSchema>,
  work: (tx: JournalWrite) => Promise<T>,
): Promise<T> {
  const transaction = database.transaction(stores as unknown as Stores, 'readwrite', {
    durability: 'strict',
  });
  // Heard at once: a transaction that ends while `work` is still at it must not go unheard.
  const done = transaction.done.then(
    () => ({ isDone: true }) as const,
    (error: unknown) => ({ isDone: false, error }) as const,
  );
  try {
    const result = await work(writerOf(transaction));
    commit(transaction);
    const end = await done;
    if (!end.isDone) throw asError(end.error ?? transaction.error);
    return result;
  } catch (error) {
    abort(transaction);
    const end = await done;
    throw asError(fullOr(end.isDone ? error : worse(error, transaction.error)));
  }
}

/** Without waiting until each change has been heard to have gone well: a page has other work. */
function commit(transaction: Transaction<'readwrite'>): void {
  try {
    transaction.commit();
  } catch {
    // It ends by itself, or has.
  }
}

function asError(error: unknown): Error {
  return error instanceof Error
    ? error
    : new Error('the journal was not written', { cause: error });
}

/** An ended transaction says so in general words; its own error says why. */
function worse(error: unknown, own: DOMException | null): unknown {
  return isNamed(error, 'AbortError') || isNamed(own, 'QuotaExceededError') ? own : error;
}

function abort(transaction: Transaction<'readwrite'>): void {
  try {
    transaction.abort();
  } catch {
    // It had ended by itself.
  }
}

function fullOr(error: unknown): unknown {
  if (!isNamed(error, 'QuotaExceededError')) return error;
  return new StorageFull('the browser gives no more room', { cause: error });
}

function readerOf(transaction: Transaction<'readonly'> | Transaction<'readwrite'>): JournalRead {
  const operations = transaction.objectStore('operations') as unknown as Operations;
  return {
    // Written by an older program, it may lack what this one added.
    head: async () => ({ ...emptyHead, ...(await transaction.objectStore('head').get(HEAD)) }),
    find: (id) => operations.get(id),
    at: ({ epoch, seq }) => operations.index('place').get([epoch, seq]),
    list: ({ fate, after, limit }) => {
      const from = after === undefined ? [fate] : [fate, after.epoch, after.seq];
      const range = IDBKeyRange.bound(from, [fate, []], true);
      return operations.index('fate').getAll(range, limit);
    },
    ids: (fate) => operations.index('fate').getAllKeys(IDBKeyRange.bound([fate], [fate, []])),
    last: async ({ fate, epoch }) => {
      const range = IDBKeyRange.bound([fate, epoch], [fate, epoch, []]);
      return (await operations.index('fate').openCursor(range, 'prev'))?.value;
    },
    count: (fate) => operations.index('fate').count(IDBKeyRange.bound([fate], [fate, []])),
    dependants: (id) => operations.index('parent').getAll(id),
  };
}

/** What both kinds of transaction have of the store. */
interface Operations {
  readonly index: (name: string) => {
    readonly get: (key: unknown) => Promise<KeptOperation | undefined>;
    readonly getAll: (range: unknown, limit?: number) => Promise<KeptOperation[]>;
    readonly getAllKeys: (range: unknown) => Promise<string[]>;
    readonly count: (range: unknown) => Promise<number>;
    readonly openCursor: (
      range: unknown,
      direction: 'prev',
    ) => Promise<{ readonly value: KeptOperation } | null>;
  };
  readonly get: (id: string) => Promise<KeptOperation | undefined>;
}

/** Nobody waits for a change: one that is refused ends the transaction, which says why. */
function writerOf(transaction: Transaction<'readwrite'>): JournalWrite {
  const operations = transaction.objectStore('operations');
  return {
    ...readerOf(transaction),
    putHead: async (head) => {
      begun(transaction.objectStore('head').put(head, HEAD));
    },
    put: async (operation) => {
      begun(operations.put(operation));
    },
    remove: async (id) => {
      begun(operations.delete(id));
    },
  };
}

function begun(change: Promise<unknown>): void {
  change.catch(() => undefined);
}
