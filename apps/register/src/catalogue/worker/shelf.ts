/**
 * All that is sold: the snapshot, and over it what changed since. Answers codes, words and pages.
 *
 * A place is one number for both: a row of the snapshot, or, from `base.count` on, one of the
 * changed rows.
 */
import type { Snapshot, SnapshotRow } from '@evertill/contract';
import { baseGoods } from './base-goods.ts';
import type { BaseGoods, Goods } from './base-goods.ts';
import { changedGoods } from './changed-goods.ts';
import type { ChangedGoods, Changes } from './changed-goods.ts';
import { folded } from './fold.ts';
import { nameOrder } from './name-order.ts';
import type { NameOrder } from './name-order.ts';
import { scan } from './scan.ts';
import type { Found } from './scan.ts';
import { bothVocabularies, smallVocabularyOf, vocabularyOf } from './vocabulary.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface Shelf {
  readonly count: () => number;
  /** The product that a scanned code means: exactly this barcode, else exactly this SKU. */
  readonly findCode: (code: string) => SnapshotRow | undefined;
  readonly find: (productId: string) => SnapshotRow | undefined;
  readonly search: (text: string, limit: number) => readonly SnapshotRow[];
  readonly page: (question: PageOfShelf) => Promise<PageFound>;
  /** Every product in the order of their ids, as the next snapshot wants them. */
  readonly all: () => Iterable<SnapshotRow>;
  /** From now on, over the same snapshot. */
  readonly change: (changes: Changes) => void;
  /** Makes ready in the background what the first page and the first slip of a finger need. */
  readonly prepare: (breathe: () => Promise<void>) => Promise<void>;
}

export interface PageOfShelf {
  readonly categoryId: string | null;
  readonly offset: number;
  readonly limit: number;
}

export interface PageFound {
  readonly rows: readonly SnapshotRow[];
  readonly totalCount: number;
}

export function openShelf(snapshot: Snapshot, changes: Changes): Shelf {
  const base = baseGoods(snapshot);
  let changed = changedGoods(changes);
  let isHidden = hiddenIn(base, changed);
  let vocabulary: Vocabulary | undefined;
  // Of what changed; made when it is needed.
  let changedVocabulary: Vocabulary | undefined;
  const order = nameOrder(base, () => ({ changed, isHidden }));
  const rowAt = (place: number): SnapshotRow =>
    place < base.count ? base.productAt(place) : changed.productAt(place - base.count);
  const pick = (
    inChanged: number | undefined,
    inSnapshot: () => number | undefined,
  ): SnapshotRow | undefined => {
    if (inChanged !== undefined) return changed.productAt(inChanged);
    const row = inSnapshot();
    return row === undefined || isHidden[row] === 1 ? undefined : base.productAt(row);
  };
  const isShown = (row: number): boolean => isHidden[row] === 0 && base.isActiveAt(row);
  const scanAll = (words: readonly string[], limit: number): SnapshotRow[] => {
    const found = [
      ...productsOf(changed, { words, limit, isShown: changed.isActiveAt }),
      ...productsOf(base, { words, limit, isShown }),
    ];
    return ranked(found, words.join(' ')).slice(0, limit);
  };
  const search = (text: string, limit: number): SnapshotRow[] => {
    const words = wordsOf(text);
    if (words.length === 0) return [];
    const found = scanAll(words, limit);
    if (found.length > 0 || vocabulary === undefined) return found;
    changedVocabulary ??= smallVocabularyOf(changed.searched);
    const mended = mendedWords(words, bothVocabularies(vocabulary, changedVocabulary));
    return mended === undefined ? [] : scanAll(mended, limit);
  };
  return {
    count: () => base.count - countOf(isHidden) + changed.count,
    findCode: (code) =>
      pick(changed.rowOfBarcode(code), () => base.rowOfBarcode(code)) ??
      pick(changed.rowOfSku(code), () => base.rowOfSku(code)),
    find: (productId) => pick(changed.rowOf(productId), () => base.rowOf(productId)),
    search,
    page: pageFrom(order, rowAt),
    all: () => inOrderOfIds(base, changed, isHidden),
    change: (next) => {
      changed = changedGoods(next);
      isHidden = hiddenIn(base, changed);
      changedVocabulary = undefined;
      order.forget();
    },
    prepare: async (breathe) => {
      // Codes are answered before words are ready.
      await breathe();
      vocabulary = await vocabularyOf(base.searched, breathe);
      await order.sort(breathe);
    },
  };
}

function pageFrom(order: NameOrder, rowAt: (place: number) => SnapshotRow): Shelf['page'] {
  return async ({ categoryId, offset, limit }) => {
    const places = await order.places(categoryId);
    const shown = places.subarray(offset, offset + limit);
    return { rows: Array.from(shown, rowAt), totalCount: places.length };
  };
}

/** One for each row of the snapshot that changed or is gone. */
function hiddenIn(base: BaseGoods, { overridden }: ChangedGoods): Uint8Array {
  const isHidden = new Uint8Array(base.count);
  for (const productId of overridden) {
    const row = base.rowOf(productId);
    if (row !== undefined) isHidden[row] = 1;
  }
  return isHidden;
}

function countOf(marks: Uint8Array): number {
  let count = 0;
  for (const mark of marks) count += mark;
  return count;
}

function wordsOf(text: string): string[] {
  return [...new Set(folded(text).split(' '))].filter((word) => word !== '');
}

interface Ranked extends Found {
  readonly product: SnapshotRow;
}

function productsOf(goods: Goods, question: Parameters<typeof scan>[1]): Ranked[] {
  return scan(goods.searched, question).map((found) => {
    return { ...found, product: goods.productAt(found.row) };
  });
}

/** Beginnings of words first, among them names that begin so; then by name. */
function ranked(found: readonly Ranked[], typed: string): SnapshotRow[] {
  const keyed = found.map(({ product, isAtBeginnings }) => {
    const name = folded(product.name);
    return { product, name, rank: isAtBeginnings ? (name.startsWith(typed) ? 0 : 1) : 2 };
  });
  keyed.sort((one, other) => one.rank - other.rank || (one.name < other.name ? -1 : 1));
  return keyed.map(({ product }) => product);
}

/** Words that begin nothing, mended; undefined where one of them is near nothing. */
function mendedWords(
  words: readonly string[],
  { mend, hasBeginning }: Vocabulary,
): readonly string[] | undefined {
  const mended = words.map((word) => (hasBeginning(word) ? word : mend(word)));
  const isMended = mended.some((word, place) => word !== words[place]);
  return isMended && mended.every((word) => word !== undefined) ? mended : undefined;
}

function* inOrderOfIds(
  base: BaseGoods,
  changed: ChangedGoods,
  isHidden: Uint8Array,
): Iterable<SnapshotRow> {
  const others = Array.from({ length: changed.count }, (_, row) => changed.productAt(row)).sort(
    (one, other) => (one.productId < other.productId ? -1 : 1),
  );
  let next = 0;
  for (let row = 0; row < base.count; row += 1) {
    if (isHidden[row] === 1) continue;
    const product = base.productAt(row);
    for (;;) {
      const other = others[next];
      if (other === undefined || other.productId > product.productId) break;
      yield other;
      next += 1;
    }
    yield product;
  }
  yield* others.slice(next);
}
