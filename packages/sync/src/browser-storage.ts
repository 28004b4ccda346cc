/**
 * The journal's place in a browser: a Storage Bucket of its own where there are buckets, so that
 * bulk writes of copies do not hold up a sale, and neither is evicted with the other; and a second
 * one, since a browser that is killed may lose all that is in one of them (`twin-journal.ts`).
 */
import { fileBallast } from './browser-ballast.ts';
import type { BallastPort } from './ballast.ts';
import { indexedDbCopies } from './indexed-db-copies.ts';
import { indexedDbJournal } from './indexed-db-journal.ts';
import type { OpenOptions } from './indexed-db-open.ts';
import type { CopiesStorage } from './copies.ts';
import type { JournalStorage } from './journal-storage.ts';
import { realWorld } from './world.ts';
import { twinJournal } from './twin-journal.ts';
import type { TwinJournal } from './twin-journal.ts';

interface Bucket {
  readonly indexedDB: IDBFactory;
  readonly persisted: () => Promise<boolean>;
  readonly persist: () => Promise<boolean>;
  readonly getDirectory: () => Promise<FileSystemDirectoryHandle>;
}

interface Buckets {
  readonly open: (name: string, options: object) => Promise<Bucket>;
  readonly delete: (name: string) => Promise<void>;
}

const PAUSE_MS = 20;

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
  const name = `${prefix}-journal`;
  const first = await indexedDbJournal({ factory, name, ...told });
  const twin = bucket && (await twinOf(options, { first, name }));
  const copies = await indexedDbCopies({ factory: indexedDB, name: `${prefix}-copies`, ...told });
  const place = bucket ?? navigator.storage;
  const ballast = await ballastOf(place);
  return {
    journal: twin?.journal ?? first,
    copies,
    ...(ballast === undefined ? {} : { ballast: withTwin(ballast, twin) }),
    isPersistent: await persist(place),
    hasOwnBucket: bucket !== undefined,
  };
}

interface Twin {
  readonly journal: TwinJournal;
  /** Gives its room back, all of it. */
  readonly drop: () => Promise<void>;
}

/** Undefined where there is no place apart: a second database beside the first is lost with it. */
async function twinOf(
  { navigator, onBlocked }: BrowserStorageOptions,
  { first, name }: { readonly first: JournalStorage; readonly name: string },
): Promise<Twin | undefined> {
  const bucketName = `${name}-twin`;
  const bucket = await bucketOf(navigator, bucketName);
  if (bucket === undefined) return undefined;
  // That it is taken away is no reason to stop: what is written is in the first place.
  const told = onBlocked === undefined ? {} : { onBlocked };
  const second = await indexedDbJournal({ factory: bucket.indexedDB, name, ...told });
  const pause = (): Promise<void> => new Promise((resolve) => realWorld().after(PAUSE_MS, resolve));
  const journal = await twinJournal({ first, second, pause });
  const drop = async (): Promise<void> => {
    journal.goAlone();
    await bucketsOf(navigator)?.delete(bucketName);
  };
  return { journal, drop };
}

/** A sale that finds no room is worse off than one that is in a single place. */
function withTwin(ballast: BallastPort, twin: Twin | undefined): BallastPort {
  const drop = async (): Promise<void> => {
    await ballast.drop();
    // The room of the ballast is there, whatever becomes of this.
    await twin?.drop().catch(() => undefined);
  };
  return { ...ballast, drop };
}

const bucketsOf = (navigator: Navigator): Buckets | undefined =>
  (navigator as { readonly storageBuckets?: Buckets }).storageBuckets;

async function bucketOf(navigator: Navigator, name: string): Promise<Bucket | undefined> {
  try {
    return await bucketsOf(navigator)?.open(name, { persisted: true, durability: 'strict' });
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
