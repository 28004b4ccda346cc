/** The active products in the order of their names, as a list shows them: places, not products. */
import type { BaseGoods, Goods } from './base-goods.ts';
import type { ChangedGoods } from './changed-goods.ts';

export interface NameOrder {
  /** Of one category, or of all products. Waits for the first sorting. */
  readonly places: (categoryId: string | null) => Promise<Uint32Array>;
  /** Something changed over the snapshot. */
  readonly forget: () => void;
  readonly sort: (breathe: () => Promise<void>) => Promise<void>;
}

interface Now {
  readonly changed: ChangedGoods;
  readonly isHidden: Uint8Array;
}

/** Sorted at once, between two answers. */
const BLOCK = 2_048;
const MERGED_BETWEEN_BREATHS = 20_000;

export function nameOrder(base: BaseGoods, now: () => Now): NameOrder {
  const sorted = Promise.withResolvers<Uint32Array>();
  let whole: Uint32Array | undefined;
  const ofCategories = new Map<string, Uint32Array>();
  return {
    places: async (categoryId) => {
      whole ??= withChanged(await sorted.promise, base, now());
      if (categoryId === null) return whole;
      const known = ofCategories.get(categoryId);
      if (known !== undefined) return known;
      const { changed } = now();
      const places = whole.filter((place) =>
        place < base.count
          ? base.categoryAt(place) === categoryId
          : changed.categoryAt(place - base.count) === categoryId,
      );
      ofCategories.set(categoryId, places);
      return places;
    },
    forget: () => {
      whole = undefined;
      ofCategories.clear();
    },
    sort: async (breathe) => {
      sorted.resolve(await sortedRows(base, breathe));
    },
  };
}

/** A line of the search text begins with the folded name. */
function lineOf({ searched: { text, starts } }: Goods, row: number): string {
  return text.slice(starts[row], starts[row + 1]);
}

const KEY_LETTERS = 6;

/**
 * The first letters of each line as two numbers, since numbers are compared ten times as fast as
 * texts. A letter beyond the first 255 ends them: what comes after it, the texts themselves decide.
 */
function keysOf({ count, searched: { text, starts } }: Goods): Float64Array {
  const keys = new Float64Array(count * 2);
  for (let row = 0; row < count; row += 1) {
    const begin = starts[row] ?? 0;
    const end = starts[row + 1] ?? 0;
    let isOver = false;
    for (let place = 0; place < KEY_LETTERS * 2; place += 1) {
      const code: number = begin + place < end && !isOver ? text.charCodeAt(begin + place) : 0;
      isOver ||= code >= 255;
      const at = row * 2 + (place < KEY_LETTERS ? 0 : 1);
      keys[at] = (keys[at] ?? 0) * 256 + Math.min(code, 255);
    }
  }
  return keys;
}

async function sortedRows(base: BaseGoods, breathe: () => Promise<void>): Promise<Uint32Array> {
  const keys = keysOf(base);
  const isBefore = (one: number, other: number): boolean => {
    const first = (keys[one * 2] ?? 0) - (keys[other * 2] ?? 0);
    if (first !== 0) return first < 0;
    const second = (keys[one * 2 + 1] ?? 0) - (keys[other * 2 + 1] ?? 0);
    return second === 0 ? lineOf(base, one) < lineOf(base, other) : second < 0;
  };
  let rows = Uint32Array.from({ length: base.count }, (_, row) => row);
  for (let from = 0; from < rows.length; from += BLOCK) {
    rows.subarray(from, from + BLOCK).sort((one, other) => (isBefore(one, other) ? -1 : 1));
    await breathe();
  }
  for (let width = BLOCK; width < rows.length; width *= 2) {
    const merged = new Uint32Array(rows.length);
    for (let from = 0; from < rows.length; from += width * 2) {
      let [left, right] = [from, Math.min(from + width, rows.length)];
      const [leftEnd, end] = [right, Math.min(from + width * 2, rows.length)];
      for (let to = from; to < end; to += 1) {
        const takesLeft =
          right >= end || (left < leftEnd && !isBefore(rows[right] ?? 0, rows[left] ?? 0));
        merged[to] = (takesLeft ? rows[left++] : rows[right++]) ?? 0;
        if (to % MERGED_BETWEEN_BREATHS === 0) await breathe();
      }
    }
    rows = merged;
  }
  return rows;
}

/** The few that changed take their places among the many. */
function withChanged(
  sorted: Uint32Array,
  base: BaseGoods,
  { changed, isHidden }: Now,
): Uint32Array {
  const others = Array.from({ length: changed.count }, (_, row) => row)
    .filter((row) => changed.isActiveAt(row))
    .map((row) => ({ place: base.count + row, line: lineOf(changed, row) }))
    .sort((one, other) => (one.line < other.line ? -1 : 1));
  const places = new Uint32Array(sorted.length + others.length);
  let count = 0;
  let next = 0;
  for (const row of sorted) {
    if (isHidden[row] === 1 || !base.isActiveAt(row)) continue;
    for (; next < others.length; next += 1, count += 1) {
      const other = others[next];
      if (other === undefined || other.line > lineOf(base, row)) break;
      places[count] = other.place;
    }
    places[count] = row;
    count += 1;
  }
  for (; next < others.length; next += 1, count += 1) places[count] = others[next]?.place ?? 0;
  return places.slice(0, count);
}
