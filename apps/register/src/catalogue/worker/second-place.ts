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

/** What is no other snapshot, and nobody who has left, may wait so long. */
const BRING_EVERY_MS = 300_000;

type World = Pick<CatalogueWorld, 'hash' | 'nowMs'>;

interface Places {
  readonly first: CopyStore;
  readonly second: CopyStore;
  readonly world: World;
}

function secondPlace({ first, second, world }: Places): SecondPlace {
  let broughtAtMs = -Infinity;
  return {
    bring: async () => {
      const [here, there] = await Promise.all([first.mark(), second.mark()]);
      const isLate = world.nowMs() - broughtAtMs >= BRING_EVERY_MS;
      if (here.hash === undefined || isLevel(here, there) || !(isUrgent(here, there) || isLate)) {
        return;
      }
      const { bytes, areBelieved, ...rest } = await first.load();
      if (bytes === undefined || !(await areBelieved)) return;
      const isSame = customerPagesOf(here) === customerPagesOf(there);
      const customers = isSame ? undefined : await first.customers();
      await second.keepAll({ ...rest, bytes, customers });
      broughtAtMs = world.nowMs();
    },
    giveBack: async () => {
      const [mine, theirs] = await Promise.all([first.load(), second.load()]);
      const { bytes } = theirs;
      if (bytes === undefined || theirs.state === undefined || !(await theirs.areBelieved)) return;
      // Only its file was lost.
      if (mine.hash === theirs.hash) await first.keepAll({ ...mine, bytes, customers: undefined });
      else await first.keepAll({ ...theirs, bytes, customers: await second.customers() });
    },
  };
}

function isLevel(here: StoredMark, there: StoredMark): boolean {
  return here.hash === there.hash && here.state?.cursor === there.state?.cursor;
}

/** Other goods, or other customers: who is forgotten is forgotten here too. */
function isUrgent(here: StoredMark, there: StoredMark): boolean {
  return here.hash !== there.hash || customerPagesOf(here) !== customerPagesOf(there);
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
}

const nowhere: SecondPlace = { bring: async () => undefined, giveBack: async () => undefined };

/** One that keeps nothing, where the browser has no buckets or gives us none. */
export async function openSecondPlace(opening: Opening): Promise<SecondPlace> {
  const { navigator, name, world, first } = opening;
  try {
    const bucket = await bucketsOf(navigator)?.open('evertill-catalogue-twin', {});
    if (bucket === undefined) return nowhere;
    const database = await openDatabase(bucket.indexedDB, name, 'strict');
    // Which files there are a file system writes down when it likes.
    const files = filesInDatabase(database);
    return secondPlace({ first, second: copyStore({ database, files, world }), world });
  } catch {
    return nowhere;
  }
}

interface Buckets {
  readonly open: (name: string, options: object) => Promise<Bucket>;
}

const bucketsOf = (navigator: Navigator): Buckets | undefined =>
  (navigator as { readonly storageBuckets?: Buckets }).storageBuckets;
