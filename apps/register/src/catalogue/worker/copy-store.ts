/**
 * The copy on the disk: a snapshot's file, a pointer that says which file and what it must hold,
 * and behind it what was pulled since, page after page, each in one transaction with the cursor.
 *
 * A file counts from the moment the pointer names it, and the one before it is there until then: a
 * power cut leaves the one or the other. A file that is not what the pointer says is not believed.
 */
import type { SnapshotRow } from '@evertill/contract';
import { baseFiles } from './base-files.ts';
import type { Pointer } from './base-files.ts';
import { answered } from './database.ts';
import type { CatalogueDatabase, StoreName, Work } from './database.ts';
import type { KeptFacts } from './kept-facts.ts';
import type { CustomersPage, KnownCustomer } from './known-customers.ts';
import type { LevelPage, LevelTable } from './levels.ts';
import type { StoredFiles } from './stored-files.ts';
import type { CatalogueWorld } from './world.ts';

/** Moves on with every page. */
export interface CopyState {
  readonly cursor: string;
  /** How many pages were ever kept. */
  readonly pages: number;
  /** When the server last said that there is no more. */
  readonly asOfMs: number | undefined;
  readonly facts: KeptFacts;
  /** How many pages with customers were ever kept. */
  readonly customerPages?: number;
}

export interface ChangesPage {
  readonly products: readonly SnapshotRow[];
  readonly gone: readonly string[];
}

export interface StoredCopy {
  /** SHA-256 of what the bytes should be. Undefined where there is no snapshot. */
  readonly hash: string | undefined;
  /** Undefined where there are none. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
  /** Whether these are the bytes that were written: reckoned while they are being opened. */
  readonly areBelieved: Promise<boolean>;
  readonly state: CopyState | undefined;
  readonly changes: readonly ChangesPage[];
  readonly tables: readonly LevelTable[];
  readonly levels: readonly LevelPage[];
}

export interface PulledPage {
  readonly state: CopyState;
  readonly changes: ChangesPage | undefined;
  readonly levels: LevelPage | undefined;
  readonly customers: CustomersPage | undefined;
}

/** All that makes a copy in another place, but for customers. */
export interface WholeCopy extends Omit<StoredCopy, 'hash' | 'areBelieved'> {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly state: CopyState;
}

/** The state, which is small, and what tells one copy from another. */
export interface StoredMark {
  readonly state: CopyState | undefined;
  readonly hash: string | undefined;
  /** Another one when anything but the state is another. */
  readonly contents: string;
}

export interface CopyStore {
  readonly load: () => Promise<StoredCopy>;
  /** What a tab compares with what it has in memory. */
  readonly mark: () => Promise<StoredMark>;
  /** Another snapshot, which holds all changes that were kept until now. */
  readonly keepBase: (bytes: Uint8Array<ArrayBuffer>, state: CopyState) => Promise<void>;
  /** In place of all that is there; customers stay. */
  readonly keepAll: (copy: WholeCopy) => Promise<void>;
  /** In place of those that are there, some at a time: whoever scans meanwhile is answered. */
  readonly keepCustomers: (all: readonly KnownCustomer[], state: CopyState) => Promise<void>;
  readonly append: (page: PulledPage) => Promise<void>;
  readonly customers: () => Promise<readonly KnownCustomer[]>;
  /** Tables that hold all levels that were kept until now. */
  readonly keepTables: (tables: readonly LevelTable[]) => Promise<void>;
}

interface Needs {
  readonly database: CatalogueDatabase;
  readonly files: StoredFiles;
  readonly world: Pick<CatalogueWorld, 'hash' | 'nowMs'>;
}

const all: readonly StoreName[] = ['meta', 'changes', 'levels'];

export function copyStore({ database, files, world }: Needs): CopyStore {
  const bases = baseFiles(files, world);
  return {
    load: async () => {
      const [pointer, state, tables, changes, levels] = await Promise.all(
        await database.read(all, readAll),
      );
      const bytes = pointer === undefined ? undefined : await files.read(pointer.file);
      return {
        ...{ state, changes, levels, bytes, tables: tables ?? [], hash: pointer?.hash },
        areBelieved:
          pointer === undefined || bytes === undefined
            ? Promise.resolve(false)
            : bases.areBelieved(pointer, bytes),
      };
    },
    mark: async () => {
      const [pointer, state] = await Promise.all(await database.read(['meta'], readMark));
      const contents = `${pointer?.file ?? ''} ${state?.pages ?? 0}`;
      return { state, hash: pointer?.hash, contents };
    },
    keepBase: async (bytes, state) => {
      const pointer = await bases.write(bytes);
      await database.write(['meta', 'changes'], (store) => {
        store('meta').put(pointer, 'base');
        store('meta').put(state, 'state');
        store('changes').clear();
      });
      await files.keepOnly(pointer.file);
    },
    keepAll: async (copy) => {
      const [kept] = await Promise.all(await database.read(['meta'], readMark));
      const pointer = await bases.writeUnlessThere(copy.bytes, kept);
      await database.write(all, (store) => putAll(store, pointer, copy));
      await files.keepOnly(pointer.file);
    },
    keepCustomers: (customers, state) => keepInPieces(database, customers, state),
    customers: async () =>
      database.read(['customers'], (store) =>
        answered<readonly KnownCustomer[]>(store('customers').getAll()),
      ),
    append: ({ state, changes, levels, customers }) =>
      database.write([...all, 'customers'], (store) => {
        store('meta').put(state, 'state');
        if (changes !== undefined) store('changes').add(changes);
        if (levels !== undefined) store('levels').add(levels);
        if (customers !== undefined) writeCustomers(store('customers'), customers);
      }),
    keepTables: (tables) =>
      database.write(['meta', 'levels'], (store) => {
        store('meta').put(tables, 'tables');
        store('levels').clear();
      }),
  };
}

function putAll(
  store: (name: StoreName) => IDBObjectStore,
  pointer: Pointer,
  { state, tables, changes, levels }: WholeCopy,
): void {
  for (const name of all) store(name).clear();
  store('meta').put(pointer, 'base');
  store('meta').put(state, 'state');
  store('meta').put(tables, 'tables');
  for (const page of changes) store('changes').add(page);
  for (const page of levels) store('levels').add(page);
}

const PIECE = 500;

/** What the state says of customers is true when the last piece is there. */
async function keepInPieces(
  database: CatalogueDatabase,
  customers: readonly KnownCustomer[],
  state: CopyState,
): Promise<void> {
  await database.write(['customers'], (store) => void store('customers').clear());
  for (let at = 0; at < customers.length; at += PIECE) {
    const piece = { isReset: false, customers: customers.slice(at, at + PIECE), gone: [] };
    await database.write(['customers'], (store) => writeCustomers(store('customers'), piece));
  }
  await database.write(['meta'], (store) => void store('meta').put(state, 'state'));
}

function writeCustomers(store: IDBObjectStore, { isReset, customers, gone }: CustomersPage): void {
  if (isReset) store.clear();
  for (const customer of customers) store.put(customer);
  for (const customerId of gone) store.delete(customerId);
}

type Marked = [Promise<Pointer | undefined>, Promise<CopyState | undefined>];

const readMark: Work<Marked> = (store) => [
  answered<Pointer | undefined>(store('meta').get('base')),
  answered<CopyState | undefined>(store('meta').get('state')),
];

type Read = [
  Promise<Pointer | undefined>,
  Promise<CopyState | undefined>,
  Promise<readonly LevelTable[] | undefined>,
  Promise<readonly ChangesPage[]>,
  Promise<readonly LevelPage[]>,
];

const readAll: Work<Read> = (store) => [
  answered<Pointer | undefined>(store('meta').get('base')),
  answered<CopyState | undefined>(store('meta').get('state')),
  answered<readonly LevelTable[] | undefined>(store('meta').get('tables')),
  answered<ChangesPage[]>(store('changes').getAll()),
  answered<LevelPage[]>(store('levels').getAll()),
];
