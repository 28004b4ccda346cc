/**
 * Keeps the copy: opens what lies on the disk, loads the snapshot where there is none, pulls what
 * changed, and folds the changes into a new snapshot when they are many.
 *
 * What is pulled is on the disk before anybody sells by it. Products and prices change together,
 * when all pages of them are there; people, settings and levels as they come.
 */
import { openSnapshot, snapshotWriter } from '@evertill/contract';
import type { SnapshotHeading, SnapshotRow } from '@evertill/contract';
import { PULL_LIMIT, askServer } from './ask-server.ts';
import type { Reason, ServerAccess } from './ask-server.ts';
import type { ChangesPage, CopyState, CopyStore, StoredCopy } from './copy-store.ts';
import { factsAfter, factsOfSnapshot } from './kept-facts.ts';
import type { KeptFacts } from './kept-facts.ts';
import { levelPageOf, openLevels } from './levels.ts';
import type { Levels } from './levels.ts';
import { readPulled } from './pulled.ts';
import type { Pulled } from './pulled.ts';
import { openShelf } from './shelf.ts';
import type { Shelf } from './shelf.ts';
import type { CatalogueWorld } from './world.ts';

export type Refreshed = { readonly outcome: 'fresh' } | Reason;

const fresh: Refreshed = { outcome: 'fresh' };

export interface Keeper {
  /** Undefined until something was copied. */
  readonly shelf: () => Shelf | undefined;
  readonly levels: () => Levels;
  readonly asOfMs: () => number | undefined;
  readonly facts: () => KeptFacts | undefined;
  readonly isLoading: () => boolean;
  /** From the disk: at the start, and whenever another tab may have changed it. */
  readonly follow: () => Promise<void>;
  /** Goes on from where the disk is. Throws only when that fails. */
  readonly refresh: (access: ServerAccess) => Promise<Refreshed>;
}

interface Needs {
  readonly store: CopyStore;
  readonly world: CatalogueWorld;
  /** Something that is answered from here is another now. */
  readonly onChange: () => void;
  /** So many changed products make a new snapshot, and so many levels new tables. */
  readonly foldAt?: number;
  /** Whether nobody asked anything for a while: folding holds answers up for some tenths. */
  readonly isQuiet: () => boolean;
}

const FOLD_AT = 5_000;
/** Many small pages are as slow to open as a few large ones. */
const PAGES_MAX = 500;

interface Copy {
  shelf: Shelf;
  heading: SnapshotHeading;
  changes: Map<string, SnapshotRow | undefined>;
  pages: number;
}

export function openKeeper(needs: Needs): Keeper {
  const { store, world, onChange, foldAt = FOLD_AT, isQuiet } = needs;
  const server = askServer(world);
  let copy: Copy | undefined;
  let state: CopyState | undefined;
  /** Those that go with the products that are shown. */
  let facts: KeptFacts | undefined;
  let levels = openLevels([]);
  let levelPages = 0;
  let isLoading = false;
  /** Pages of products that wait for the rest of them. */
  let waiting: Pulled[] = [];
  /** What the disk held when we last looked, or wrote. */
  let contents: string | undefined;

  const show = (bytes: Uint8Array<ArrayBuffer>, pages: readonly ChangesPage[]): void => {
    copy = copyOf(bytes, pages);
    facts = state?.facts;
    // Behind the first answers; who leafs through a list before that waits for it.
    void copy.shelf.prepare(world.breathe);
  };

  const openStored = async (stored: StoredCopy): Promise<void> => {
    const opened = stored.state === undefined ? undefined : copyFrom(stored);
    const isBelieved = await stored.areBelieved;
    levels = openLevels(stored.tables);
    for (const page of stored.levels) levels.apply(page);
    levelPages = stored.levels.length;
    state = stored.state;
    facts = state?.facts;
    copy = isBelieved ? opened : undefined;
    void copy?.shelf.prepare(world.breathe);
  };

  const loadSnapshot = async (access: ServerAccess): Promise<Reason | undefined> => {
    isLoading = true;
    onChange();
    try {
      const answer = await server.snapshot(access);
      if ('reason' in answer) return answer.reason;
      const bytes = answer.value;
      const { heading } = openSnapshot(bytes);
      state = {
        cursor: heading.cursor,
        pages: state?.pages ?? 0,
        asOfMs: Date.parse(heading.builtAt),
        facts: factsOfSnapshot(heading, state?.facts),
      };
      waiting = [];
      // Sold from memory at once; the disk follows.
      show(bytes, []);
      onChange();
      await store.keepBase(bytes, state);
      return undefined;
    } finally {
      isLoading = false;
      onChange();
    }
  };

  const apply = (pulled: Pulled): void => {
    if (pulled.levels.length > 0) levels.apply(levelPageOf(pulled.levels));
    waiting.push(pulled);
    const isWhole = !pulled.hasMore || catalogueChanges(pulled) < PULL_LIMIT;
    facts = isWhole ? state?.facts : withPeopleOf(facts, state?.facts);
    if (!isWhole || copy === undefined) return;
    const pages = waiting;
    waiting = [];
    let isChanged = false;
    for (const page of pages) {
      const changes = { products: page.products, gone: page.goneProducts };
      if (changes.products.length + changes.gone.length === 0) continue;
      note(copy.changes, changes);
      copy.pages += 1;
      isChanged = true;
    }
    if (isChanged) copy.shelf.change(copy.changes);
  };

  const pullAll = async (access: ServerAccess): Promise<Refreshed> => {
    for (;;) {
      if (state === undefined) return { outcome: 'strange' };
      const answer = await server.pull(access, state.cursor);
      if ('reason' in answer) return answer.reason;
      const pulled = readPulled(answer.value, state.facts.priceBook.currency);
      const asOfMs = pulled.hasMore ? state.asOfMs : world.nowMs();
      const kept = pagesOf(pulled);
      const next = {
        cursor: pulled.cursor,
        pages: state.pages + (kept.changes === undefined && kept.levels === undefined ? 0 : 1),
        asOfMs,
        facts: factsAfter(state.facts, pulled),
      };
      await store.append({ state: next, ...kept });
      state = next;
      if (pulled.levels.length > 0) levelPages += 1;
      apply(pulled);
      onChange();
      if (!pulled.hasMore) return fresh;
    }
  };

  /** The changes become part of a snapshot of our own, as the server would write it. */
  const foldChanges = async (): Promise<void> => {
    if (copy === undefined || state === undefined) return;
    const { size } = copy.changes;
    const isDue = size >= foldAt || copy.pages >= PAGES_MAX;
    if (!isDue || (size < foldAt * 2 && !isQuiet())) return;
    const { priceBook, categories, units } = state.facts;
    const { builtAt } = copy.heading;
    const start = { builtAt, cursor: state.cursor, priceBook, categories, units };
    const writer = snapshotWriter(start);
    for (const row of copy.shelf.all()) {
      writer.add(row);
      await world.breathe();
    }
    const bytes = writer.finish();
    await store.keepBase(bytes, state);
    const folded = copyOf(bytes, []);
    await folded.shelf.prepare(world.breathe);
    copy = folded;
  };

  const foldLevels = async (): Promise<void> => {
    if (levels.looseCount() < foldAt && levelPages < PAGES_MAX) return;
    const tables = levels.tables();
    await store.keepTables(tables);
    levels.fold(tables);
    levelPages = 0;
  };

  const refreshNow = async (access: ServerAccess): Promise<Refreshed> => {
    if (copy === undefined) {
      const reason = await loadSnapshot(access);
      if (reason !== undefined) return reason;
    }
    const refreshed = await pullAll(access);
    if (refreshed.outcome === 'refused' && refreshed.isCursorForeign) {
      return (await loadSnapshot(access)) ?? pullAll(access);
    }
    await foldChanges();
    await foldLevels();
    return refreshed;
  };

  const followNow = async (): Promise<void> => {
    const mark = await store.mark();
    if (mark.contents !== contents) await openStored(await store.load());
    else [state, facts] = [mark.state, mark.state?.facts];
    contents = mark.contents;
    onChange();
  };

  const inTurn = oneAtATime();
  return {
    shelf: () => copy?.shelf,
    levels: () => levels,
    asOfMs: () => state?.asOfMs,
    facts: () => facts,
    isLoading: () => isLoading,
    follow: () => inTurn(followNow),
    refresh: (access) =>
      inTurn(async () => {
        await followNow();
        try {
          return await refreshNow(access);
        } finally {
          ({ contents } = await store.mark());
        }
      }),
  };
}

function copyOf(bytes: Uint8Array<ArrayBuffer>, pages: readonly ChangesPage[]): Copy {
  const snapshot = openSnapshot(bytes);
  const changes = new Map<string, SnapshotRow | undefined>();
  for (const page of pages) note(changes, page);
  const shelf = openShelf(snapshot, changes);
  return { shelf, heading: snapshot.heading, changes, pages: pages.length };
}

/** What lies on the disk, as far as it makes sense: whether it is believed is another question. */
function copyFrom({ bytes, changes }: StoredCopy): Copy | undefined {
  try {
    return bytes === undefined ? undefined : copyOf(bytes, changes);
  } catch {
    return undefined;
  }
}

/** Prices wait for the rest of them; who works here and how far they may go does not. */
function withPeopleOf(
  shown: KeptFacts | undefined,
  next: KeptFacts | undefined,
): KeptFacts | undefined {
  if (shown === undefined || next === undefined) return next;
  return { ...shown, people: next.people, settings: next.settings };
}

function note(
  changes: Map<string, SnapshotRow | undefined>,
  { products, gone }: ChangesPage,
): void {
  for (const product of products) changes.set(product.productId, product);
  for (const productId of gone) changes.set(productId, undefined);
}

function pagesOf({ products, goneProducts, levels }: Pulled): {
  readonly changes: ChangesPage | undefined;
  readonly levels: ReturnType<typeof levelPageOf> | undefined;
} {
  const isChanged = products.length + goneProducts.length > 0;
  return {
    changes: isChanged ? { products, gone: goneProducts } : undefined,
    levels: levels.length > 0 ? levelPageOf(levels) : undefined,
  };
}

/** A page that is not full of these is the last of them, whatever else there is more of. */
function catalogueChanges(pulled: Pulled): number {
  const { products, goneProducts, categories, goneCategories, units, goneUnits } = pulled;
  return (
    [products, goneProducts, categories, goneCategories, units, goneUnits].reduce(
      (sum, list) => sum + list.length,
      0,
    ) + (pulled.priceBook === null ? 0 : 1)
  );
}

function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
