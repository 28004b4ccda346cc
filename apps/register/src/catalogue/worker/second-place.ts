/**
 * The copy a second time, in a Storage Bucket of its own, and flushed. A browser that is killed in
 * the middle of a write may lose all of a place (docs/decisions/0144), and without goods nobody
 * sells until the server is asked, which takes a line and a log-in. It may be some minutes behind.
 */
import { copyStore } from './copy-store.ts';
import type { CopyStore, StoredMark } from './copy-store.ts';
import { openDatabase } from './database.ts';
import { filesInDatabase } from './stored-files.ts';
import type { CatalogueWorld } from './world.ts';

export interface SecondPlace {
  /** Brings this place level with the first, where that is due. */
  readonly bring: () => Promise<void>;
  /** What this place has goes to the first, where no goods are. */
  readonly giveBack: () => Promise<void>;
}

/** What is no other snapshot may wait so long. */
const BRING_EVERY_MS = 300_000;

type World = Pick<CatalogueWorld, 'hash' | 'nowMs'>;

interface Places {
  readonly first: CopyStore;
  readonly second: CopyStore;
  readonly world: World;
  readonly isQuiet: () => boolean;
}

function secondPlace({ first, second, world, isQuiet }: Places): SecondPlace {
  let broughtAtMs = -Infinity;
  const bringCopy = async (there: StoredMark): Promise<void> => {
    const { bytes, areBelieved, state, ...rest } = await first.load();
    if (bytes === undefined || state === undefined || !(await areBelieved)) return;
    const customerPages = customerPagesOf(there);
    await second.keepAll({ ...rest, bytes, state: { ...state, customerPages } });
    broughtAtMs = world.nowMs();
  };
  return {
    bring: async () => {
      const [here, there] = await Promise.all([first.mark(), second.mark()]);
      if (here.hash === undefined) return;
      const isLate = world.nowMs() - broughtAtMs >= BRING_EVERY_MS;
      const isLevel = here.hash === there.hash && here.state?.cursor === there.state?.cursor;
      if (here.hash !== there.hash || (isLate && !isLevel)) await bringCopy(there);
      const { state } = await second.mark();
      // Who is forgotten is forgotten here too, as soon as nobody waits for an answer.
      const areOthers = customerPagesOf(here) !== customerPagesOf(there);
      if (state === undefined || !areOthers || !isQuiet()) return;
      const customers = await first.customers();
      await second.keepCustomers(customers, { ...state, customerPages: customerPagesOf(here) });
    },
    giveBack: async () => {
      const [mine, theirs] = await Promise.all([first.load(), second.load()]);
      const { bytes } = theirs;
      if (bytes === undefined || theirs.state === undefined || !(await theirs.areBelieved)) return;
      // Perhaps only its file was lost.
      const isFile = mine.hash === theirs.hash && mine.state !== undefined;
      const { state, ...rest } = isFile
        ? { ...mine, state: mine.state }
        : { ...theirs, state: theirs.state };
      if (!isFile) await first.keepCustomers(await second.customers(), state);
      await first.keepAll({ ...rest, bytes, state });
    },
  };
}

const customerPagesOf = ({ state }: StoredMark): number => state?.customerPages ?? 0;

interface Bucket {
  readonly indexedDB: IDBFactory;
}

interface Opening {
  readonly navigator: Navigator;
  readonly name: string;
  readonly world: World;
  readonly first: CopyStore;
  /** Whether nobody asked anything for a while: reading all customers holds answers up. */
  readonly isQuiet: () => boolean;
}

const nowhere: SecondPlace = { bring: async () => undefined, giveBack: async () => undefined };

/** One that keeps nothing, where the browser has no buckets or gives us none. */
export async function openSecondPlace(opening: Opening): Promise<SecondPlace> {
  const { navigator, name, world, first, isQuiet } = opening;
  try {
    const bucket = await bucketsOf(navigator)?.open('evertill-catalogue-twin', {});
    if (bucket === undefined) return nowhere;
    const database = await openDatabase(bucket.indexedDB, name, 'strict');
    // Which files there are a file system writes down when it likes.
    const files = filesInDatabase(database);
    const second = copyStore({ database, files, world });
    return secondPlace({ first, second, world, isQuiet });
  } catch {
    return nowhere;
  }
}

interface Buckets {
  readonly open: (name: string, options: object) => Promise<Bucket>;
}

const bucketsOf = (navigator: Navigator): Buckets | undefined =>
  (navigator as { readonly storageBuckets?: Buckets }).storageBuckets;
