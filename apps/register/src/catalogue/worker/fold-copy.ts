/**
 * Makes few things out of many: the changes become part of a snapshot of our own, as the server
 * would write it, and loose levels become tables.
 */
import { snapshotWriter } from '@evertill/contract';
import { openPages } from './copy-in-memory.ts';
import type { CopyInMemory } from './copy-in-memory.ts';
import type { CopyStore } from './copy-store.ts';
import type { CatalogueWorld } from './world.ts';

interface FoldNeeds {
  readonly copy: CopyInMemory;
  readonly store: CopyStore;
  readonly world: Pick<CatalogueWorld, 'breathe'>;
  readonly foldAt?: number;
  readonly isQuiet: () => boolean;
}

const FOLD_AT = 5_000;
/** Many small pages are as slow to open as a few large ones. */
const PAGES_MAX = 500;

export async function foldChanges(needs: FoldNeeds): Promise<void> {
  const { copy, store, world, foldAt = FOLD_AT, isQuiet } = needs;
  const { opened, state } = copy;
  if (opened === undefined || state === undefined) return;
  const { size } = opened.changes;
  const isDue = size >= foldAt || opened.pages >= PAGES_MAX;
  if (!isDue || (size < foldAt * 2 && !isQuiet())) return;
  const { priceBook, categories, units } = state.facts;
  const start = { builtAt: opened.builtAt, cursor: state.cursor, priceBook, categories, units };
  const writer = snapshotWriter(start);
  for (const row of opened.shelf.all()) {
    writer.add(row);
    await world.breathe();
  }
  const bytes = writer.finish();
  await store.keepBase(bytes, state);
  const folded = openPages(bytes, []);
  await folded.shelf.prepare(world.breathe);
  copy.opened = folded;
}

export async function foldLevels({ copy, store, foldAt = FOLD_AT }: FoldNeeds): Promise<void> {
  const { levels } = copy;
  if (levels.looseCount() < foldAt && copy.levelPages < PAGES_MAX) return;
  const tables = levels.tables();
  await store.keepTables(tables);
  levels.fold(tables);
  copy.levelPages = 0;
}
