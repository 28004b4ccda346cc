/**
 * The journal's place in a browser: a Storage Bucket of its own where there are buckets, so that
 * bulk writes of copies do not hold up a sale, and neither is evicted with the other.
 */
import { fileBallast } from './browser-ballast.ts';
import type { BallastPort } from './ballast.ts';
import { indexedDbCopies } from './indexed-db-copies.ts';
import { indexedDbJournal } from './indexed-db-journal.ts';
import type { OpenOptions } from './indexed-db-open.ts';
import type { CopiesStorage } from './copies.ts';
import type { JournalStorage } from './journal-storage.ts';

interface Bucket {
  readonly indexedDB: IDBFactory;
  readonly persisted: () => Promise<boolean>;
  readonly persist: () => Promise<boolean>;
  readonly getDirectory: () => Promise<FileSystemDirectoryHandle>;
}

interface Buckets {
  readonly open: (name: string, options: object) => Promise<Bucket>;
}

export interface BrowserStorage {
  readonly journal: JournalStorage;
  readonly copies: CopiesStorage;
  /** Absent where the browser has no file system for us. */
  readonly ballast?: BallastPort;
  /** The browser promised not to take it away. Without that, tell people so. */
  readonly isPersistent: boolean;
  readonly hasOwnBucket: boolean;
}

export interface BrowserStorageOptions extends Pick<OpenOptions, 'onBlocked' | 'onClosed'> {
  readonly navigator: Navigator;
  readonly indexedDB: IDBFactory;
  /** Sets several devices of one browser apart: tests, and demonstrations. */
  readonly prefix?: string;
}

/** Throws `StorageNewer` where a newer program wrote it. */
export async function openBrowserStorage(options: BrowserStorageOptions): Promise<BrowserStorage> {
  const { navigator, indexedDB, prefix = 'evertill' } = options;
  const bucket = await bucketOf(navigator, `${prefix}-journal`);
  const factory = bucket?.indexedDB ?? indexedDB;
  const { onBlocked, onClosed } = options;
  const told = {
    ...(onBlocked === undefined ? {} : { onBlocked }),
    ...(onClosed === undefined ? {} : { onClosed }),
  };
  const journal = await indexedDbJournal({ factory, name: `${prefix}-journal`, ...told });
  const copies = await indexedDbCopies({ factory: indexedDB, name: `${prefix}-copies`, ...told });
  const place = bucket ?? navigator.storage;
  const ballast = await ballastOf(place);
  return {
    journal,
    copies,
    ...(ballast === undefined ? {} : { ballast }),
    isPersistent: await persist(place),
    hasOwnBucket: bucket !== undefined,
  };
}

async function bucketOf(navigator: Navigator, name: string): Promise<Bucket | undefined> {
  const { storageBuckets } = navigator as { readonly storageBuckets?: Buckets };
  try {
    return await storageBuckets?.open(name, { persisted: true, durability: 'strict' });
  } catch {
    // Named in the standard, and not given here: a private window, an insecure origin.
    return undefined;
  }
}

async function ballastOf(place: Pick<Bucket, 'getDirectory'>): Promise<BallastPort | undefined> {
  try {
    return fileBallast(await place.getDirectory());
  } catch {
    return undefined;
  }
}

/** Asked for each time: browsers change their minds as an app is installed and used. */
async function persist(place: Pick<Bucket, 'persisted' | 'persist'>): Promise<boolean> {
  try {
    return (await place.persisted()) || (await place.persist());
  } catch {
    return false;
  }
}
