/**
 * The copy as it is answered from: a snapshot, what changed over it, levels and facts. Products
 * and prices change together, when all pages of them are there; people and levels as they come.
 */
import { openSnapshot } from '@evertill/contract';
import type { SnapshotRow } from '@evertill/contract';
import { PULL_LIMIT } from './ask-server.ts';
import type { ChangesPage, CopyState, StoredCopy } from './copy-store.ts';
import type { KeptFacts } from './kept-facts.ts';
import { levelPageOf, openLevels } from './levels.ts';
import type { Levels } from './levels.ts';
import type { Pulled } from './pulled.ts';
import { openShelf } from './shelf.ts';
import type { Shelf } from './shelf.ts';
import type { CatalogueWorld } from './world.ts';

/** A snapshot that is open, and what changed since it was made. */
export interface OpenedSnapshot {
  readonly shelf: Shelf;
  readonly builtAt: string;
  readonly changes: Map<string, SnapshotRow | undefined>;
  /** In how many pages they came. */
  pages: number;
}

export interface CopyInMemory {
  opened: OpenedSnapshot | undefined;
  /** Where the disk is. */
  state: CopyState | undefined;
  /** Those that go with the products that are shown. */
  facts: KeptFacts | undefined;
  levels: Levels;
  /** How many pages of levels lie on the disk. */
  levelPages: number;
  isLoading: boolean;
  /** Pages of products that wait for the rest of them. */
  waiting: Pulled[];
  /** What the disk held when we last looked, or wrote. */
  contents: string | undefined;
}

export function emptyCopy(): CopyInMemory {
  return {
    opened: undefined,
    state: undefined,
    facts: undefined,
    levels: openLevels([]),
    levelPages: 0,
    isLoading: false,
    waiting: [],
    contents: undefined,
  };
}

/** Opens bytes and the pages over them. Throws when they are no snapshot. */
export function openPages(
  bytes: Uint8Array<ArrayBuffer>,
  pages: readonly ChangesPage[],
): OpenedSnapshot {
  const snapshot = openSnapshot(bytes);
  const changes = new Map<string, SnapshotRow | undefined>();
  for (const page of pages) note(changes, page);
  const shelf = openShelf(snapshot, changes);
  return { shelf, builtAt: snapshot.heading.builtAt, changes, pages: pages.length };
}

/** Answers from another snapshot from now on. */
export function showSnapshot(
  copy: CopyInMemory,
  opened: OpenedSnapshot,
  world: Pick<CatalogueWorld, 'breathe'>,
): void {
  copy.opened = opened;
  copy.facts = copy.state?.facts;
  copy.waiting = [];
  // Behind the first answers; who leafs through a list before that waits for it.
  void opened.shelf.prepare(world.breathe);
}

/** Answers from what lies on the disk, as far as it is to be believed. */
export async function showStored(
  copy: CopyInMemory,
  stored: StoredCopy,
  world: Pick<CatalogueWorld, 'breathe'>,
): Promise<void> {
  const opened = stored.state === undefined ? undefined : openedOrNone(stored);
  const isBelieved = await stored.areBelieved;
  copy.levels = openLevels(stored.tables);
  for (const page of stored.levels) copy.levels.apply(page);
  copy.levelPages = stored.levels.length;
  copy.state = stored.state;
  copy.facts = stored.state?.facts;
  copy.opened = undefined;
  if (isBelieved && opened !== undefined) showSnapshot(copy, opened, world);
}

/** Whether it makes sense; whether it is believed is another question. */
function openedOrNone({ bytes, changes }: StoredCopy): OpenedSnapshot | undefined {
  try {
    return bytes === undefined ? undefined : openPages(bytes, changes);
  } catch {
    return undefined;
  }
}

/** Takes over what was pulled, and is on the disk by now. */
export function applyPulled(copy: CopyInMemory, pulled: Pulled): void {
  if (pulled.levels.length > 0) {
    copy.levels.apply(levelPageOf(pulled.levels));
    copy.levelPages += 1;
  }
  copy.waiting.push(pulled);
  const isWhole = !pulled.hasMore || catalogueChanges(pulled) < PULL_LIMIT;
  copy.facts = isWhole ? copy.state?.facts : withPeopleOf(copy.facts, copy.state?.facts);
  const { opened, waiting } = copy;
  if (!isWhole || opened === undefined) return;
  copy.waiting = [];
  const changed = waiting.filter(
    ({ products, goneProducts }) => products.length + goneProducts.length > 0,
  );
  for (const { products, goneProducts: gone } of changed) note(opened.changes, { products, gone });
  opened.pages += changed.length;
  if (changed.length > 0) opened.shelf.change(opened.changes);
}

function note(
  changes: Map<string, SnapshotRow | undefined>,
  { products, gone }: ChangesPage,
): void {
  for (const product of products) changes.set(product.productId, product);
  for (const productId of gone) changes.set(productId, undefined);
}

/** A page that is not full of these is the last of them, whatever else there is more of. */
function catalogueChanges(pulled: Pulled): number {
  const { products, goneProducts, categories, goneCategories, units, goneUnits } = pulled;
  const lists = [products, goneProducts, categories, goneCategories, units, goneUnits];
  const book = pulled.priceBook === null ? 0 : 1;
  return lists.reduce((sum, list) => sum + list.length, book);
}

/** Prices wait for the rest of them; who works here and how far they may go does not. */
function withPeopleOf(
  shown: KeptFacts | undefined,
  next: KeptFacts | undefined,
): KeptFacts | undefined {
  if (shown === undefined || next === undefined) return next;
  const { people, settings, returnPolicy, rateSheet, goneCustomers = [] } = next;
  return { ...shown, people, settings, returnPolicy, rateSheet, goneCustomers };
}
