/**
 * The journal's places in a browser: Storage Buckets of their own where there are buckets, so that
 * bulk writes of copies do not hold up a sale, and neither is evicted with the other; two of them,
 * since a browser that is killed may lose all that is in one (`journal-places.ts`).
 */
import { fileBallast } from './browser-ballast.ts';
import type { BallastPort } from './ballast.ts';
import { indexedDbCopies } from './indexed-db-copies.ts';
import { indexedDbJournal } from './indexed-db-journal.ts';
import type { OpenOptions } from './indexed-db-open.ts';
import type { CopiesStorage } from './copies.ts';
import type { JournalStorage } from './journal-storage.ts';
import { realWorld } from './world.ts';
import { isPlaceOf } from './journal-places.ts';
import type { Places, PlacesPort, WhileAlone } from './journal-places.ts';
import { startJournal } from './journal-start.ts';
import { countedJournal, twinJournal } from './twin-journal.ts';

interface Bucket {
  readonly indexedDB: IDBFactory;
  readonly persisted: () => Promise<boolean>;
  readonly persist: () => Promise<boolean>;
  readonly getDirectory: () => Promise<FileSystemDirectoryHandle>;
}

interface Buckets {
  readonly open: (name: string, options: object) => Promise<Bucket>;
  readonly keys: () => Promise<readonly string[]>;
  readonly delete: (name: string) => Promise<void>;
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
  const name = `${prefix}-journal`;
  const bucket = await bucketOf(navigator, name);
  const { onBlocked, onClosed } = options;
  const told = {
    ...(onBlocked === undefined ? {} : { onBlocked }),
    ...(onClosed === undefined ? {} : { onClosed }),
  };
  const open = (factory: IDBFactory): Promise<JournalStorage> =>
    indexedDbJournal({ factory, name, ...told });
  const twin = bucket && (await twinOf(options, { bucket, name, open }));
  const copies = await indexedDbCopies({ factory: indexedDB, name: `${prefix}-copies`, ...told });
  const place = bucket ?? navigator.storage;
  const ballast = await ballastOf(place);
  return {
    journal: twin?.journal ?? (await open(indexedDB)),
    copies,
    ...(ballast === undefined ? {} : { ballast: withTwin(ballast, twin) }),
    isPersistent: await persist(place),
    hasOwnBucket: bucket !== undefined,
  };
}

interface Twin {
  readonly journal: JournalStorage;
  /** Gives the second place's room back, all of it. */
  readonly drop: () => Promise<void>;
}

interface TwinNeeds {
  /** Where the ballast lies, and where the journal lay before it had places. */
  readonly bucket: Bucket;
  readonly name: string;
  readonly open: (factory: IDBFactory) => Promise<JournalStorage>;
}

async function twinOf({ navigator }: BrowserStorageOptions, needs: TwinNeeds): Promise<Twin> {
  const port = placesPort(navigator, needs);
  const readable = Promise.withResolvers<JournalStorage>();
  const twin = amongTabs(navigator.locks, needs.name, (whileAlone) =>
    startJournal({
      ...{ port, prefix: needs.name, whileAlone },
      over: (places) => twinOver(port, places),
      onReadable: readable.resolve,
    }),
  );
  twin.then(({ journal }) => {
    readable.resolve(journal);
  }, readable.reject);
  return { journal: await readable.promise, drop: async () => (await twin).drop() };
}

async function twinOver(port: PlacesPort, { first, second }: Places): Promise<Twin> {
  if (second === undefined) {
    return { journal: countedJournal(first.journal), drop: async () => undefined };
  }
  const wait = (delayMs: number): Promise<void> =>
    new Promise((resolve) => realWorld().after(delayMs, resolve));
  const journal = await twinJournal({ first: first.journal, second: second.journal, wait });
  const drop = async (): Promise<void> => {
    journal.goAlone();
    await port.remove(second.name);
  };
  return { journal, drop };
}

function placesPort(navigator: Navigator, { bucket, name, open }: TwinNeeds): PlacesPort {
  const buckets = bucketsOf(navigator);
  const bucketNamed = async (one: string): Promise<Bucket> => {
    const found = one === name ? bucket : await bucketOf(navigator, one);
    if (found === undefined) throw new Error(`the browser gives no bucket ${one}`);
    return found;
  };
  return {
    names: async () => {
      const places = ((await buckets?.keys()) ?? []).filter((one) => isPlaceOf(name, one));
      const inFirst = await bucket.indexedDB.databases();
      return inFirst.some((one) => one.name === name) ? [name, ...places] : places;
    },
    open: async (one) => open((await bucketNamed(one)).indexedDB),
    remove: async (one) => {
      if (one === name) bucket.indexedDB.deleteDatabase(name);
      else await buckets?.delete(one);
    },
  };
}

/** How long a tab that sleeps in the middle of its start may hold up another one. */
const TURN_MS_MAX = 5_000;

/**
 * Does the work of a start: with a way to be alone, where no other tab of this device has the
 * journal open. From then on this one has, for as long as it lives: nobody makes places anew in
 * which somebody sells.
 */
async function amongTabs<T>(
  locks: LockManager,
  name: string,
  work: (whileAlone: WhileAlone | undefined) => Promise<T>,
): Promise<T> {
  const open = `${name}-open`;
  const whileAlone: WhileAlone = (job) =>
    locks.request(open, { ifAvailable: true }, (lock) => (lock === null ? false : job()));
  const stay = (): Promise<void> =>
    new Promise((resolve) => {
      void locks.request(open, { mode: 'shared' }, () => {
        resolve();
        return new Promise(() => undefined);
      });
    });
  const begun: true[] = [];
  try {
    return await locks.request(
      `${name}-start`,
      { signal: AbortSignal.timeout(TURN_MS_MAX) },
      async () => {
        begun.push(true);
        if (await whileAlone(() => Promise.resolve(true))) {
          const result = await work(whileAlone);
          await stay();
          return result;
        }
        await stay();
        return work(undefined);
      },
    );
  } catch (error) {
    if (begun.length > 0) throw error;
    // Whoever sleeps in the middle of its start sees us when it wakes up.
    await stay();
    return work(undefined);
  }
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
