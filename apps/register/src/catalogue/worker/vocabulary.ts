/**
 * Every word there is in a catalogue, to mend what was typed wrongly: one letter too many, too few,
 * another, or two in the other order; in long words two such slips.
 */
import type { SearchText } from './search-text.ts';

export interface Vocabulary {
  /** The nearest word there is, or the nearest beginning of one; or undefined. */
  readonly mend: (word: string) => string | undefined;
  readonly hasBeginning: (word: string) => boolean;
}

/** Shorter words are near too many others. */
const LENGTH_MIN = 4;
const LENGTH_OF_TWO_SLIPS = 8;
/** Between two pieces, whoever searches meanwhile is answered. */
const PIECE_LETTERS = 200_000;
/** Longer "words" are codes. */
const WORD_LENGTH_MAX = 24;
const word = /[^\s\d][^\s]*/g;

/** Of a text of many rows, a piece at a time. */
export async function vocabularyOf(
  { text }: SearchText,
  breathe: () => Promise<void>,
): Promise<Vocabulary> {
  const counts = new Map<string, number>();
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('\n', Math.min(at + PIECE_LETTERS, text.length - 1)) + 1;
    const end = next === 0 ? text.length : next;
    countWords(text.slice(at, end), counts);
    at = end;
    await breathe();
  }
  return vocabularyFrom(counts);
}

/** Of a text of few rows. */
export function smallVocabularyOf({ text }: SearchText): Vocabulary {
  const counts = new Map<string, number>();
  countWords(text, counts);
  return vocabularyFrom(counts);
}

/** What the one knows, and what the other knows besides. */
export function bothVocabularies(one: Vocabulary, other: Vocabulary): Vocabulary {
  return {
    mend: (typed) => one.mend(typed) ?? other.mend(typed),
    hasBeginning: (typed) => one.hasBeginning(typed) || other.hasBeginning(typed),
  };
}

function countWords(text: string, counts: Map<string, number>): void {
  for (const [found] of text.matchAll(word)) {
    if (found.length >= LENGTH_MIN - 1 && found.length <= WORD_LENGTH_MAX && !isCode(found)) {
      counts.set(found, (counts.get(found) ?? 0) + 1);
    }
  }
}

function vocabularyFrom(counts: ReadonlyMap<string, number>): Vocabulary {
  const sorted = [...counts.keys()].sort();
  const nearest = nearestOf(counts);
  return {
    mend: (typed) => {
      if (typed.length < LENGTH_MIN || isCode(typed)) return undefined;
      return nearest(typed) ?? nearestBeginning(sorted, typed);
    },
    hasBeginning: (typed) => sorted[placeOf(sorted, typed)]?.startsWith(typed) === true,
  };
}

/** `sku-1234` is looked for as it is: nobody's code is mended into another's. */
function isCode(found: string): boolean {
  return /\d/.test(found);
}

interface Bucket {
  readonly words: string[];
  /** Of each word, which letters are in it. */
  readonly letters: number[];
}

function nearestOf(counts: ReadonlyMap<string, number>): (typed: string) => string | undefined {
  const byLength = new Map<number, Bucket>();
  for (const known of counts.keys()) {
    const bucket = byLength.get(known.length) ?? { words: [], letters: [] };
    bucket.words.push(known);
    bucket.letters.push(lettersIn(known));
    byLength.set(known.length, bucket);
  }
  return (typed) => {
    const slipsMax = typed.length >= LENGTH_OF_TWO_SLIPS ? 2 : 1;
    const letters = lettersIn(typed);
    let best: { known: string; slips: number; count: number } | undefined;
    for (let length = typed.length - slipsMax; length <= typed.length + slipsMax; length += 1) {
      const bucket = byLength.get(length);
      for (const [place, known] of bucket?.words.entries() ?? []) {
        const max = best?.slips ?? slipsMax;
        if (differMoreThan(letters ^ (bucket?.letters[place] ?? 0), max * 2)) continue;
        const slips = slipsBetween(typed, known, max);
        if (slips === undefined) continue;
        const count = counts.get(known) ?? 0;
        if (best === undefined || slips < best.slips || count > best.count) {
          best = { known, slips, count };
        }
      }
    }
    return best?.known;
  };
}

/** A bit for each letter, of which each slip changes two at most: most words are left by that. */
function lettersIn(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at += 1) letters |= 1 << (text.charCodeAt(at) & 31);
  return letters;
}

function differMoreThan(bits: number, max: number): boolean {
  let left = bits;
  for (let count = 0; left !== 0; count += 1) {
    if (count === max) return true;
    left &= left - 1;
  }
  return false;
}

/** Of somebody who is still typing. Their first letter is taken to be right. */
function nearestBeginning(sorted: readonly string[], typed: string): string | undefined {
  const letter = typed.charAt(0);
  let before = '';
  for (let place = placeOf(sorted, letter); place < sorted.length; place += 1) {
    const known = sorted[place] ?? '';
    if (!known.startsWith(letter)) return undefined;
    const beginning = known.slice(0, typed.length);
    if (beginning === before) continue;
    before = beginning;
    if (slipsBetween(typed, beginning, 1) !== undefined) return beginning;
  }
  return undefined;
}

/** The place of the first word that is not before `typed`. */
function placeOf(sorted: readonly string[], typed: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < typed) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The distance of Damerau and Levenshtein, undefined beyond `max`. Only a band as wide as that is
 * looked at, and no further than it is surely beyond: most words are left after three letters.
 */
export function slipsBetween(one: string, other: string, max: number): number | undefined {
  if (Math.abs(one.length - other.length) > max) return undefined;
  const far = max + 1;
  const width = other.length + 1;
  let beforeLast = new Uint8Array(width).fill(far);
  let last = Uint8Array.from({ length: width }, (_, column) => Math.min(column, far));
  let now = new Uint8Array(width);
  for (let row = 1; row <= one.length; row += 1) {
    now.fill(far);
    if (row <= max) now[0] = row;
    let least = now[0] ?? far;
    const end = Math.min(other.length, row + max);
    for (let column = Math.max(1, row - max); column <= end; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const slips = Math.min(
        (last[column] ?? far) + 1,
        (now[column - 1] ?? far) + 1,
        (last[column - 1] ?? far) + (isSame ? 0 : 1),
        row > 1 && column > 1 && isSwapped ? (beforeLast[column - 2] ?? far) + 1 : far,
      );
      now[column] = Math.min(slips, far);
      least = Math.min(least, slips);
    }
    if (least > max) return undefined;
    [beforeLast, last, now] = [last, now, beforeLast];
  }
  const slips = last[other.length] ?? far;
  return slips <= max ? slips : undefined;
}
