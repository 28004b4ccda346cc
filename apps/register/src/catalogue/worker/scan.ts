/** Looks for words in a search text. Lines in which all of them begin words come first. */
import { lineAt } from './search-text.ts';
import type { SearchText } from './search-text.ts';

export interface Found {
  readonly row: number;
  readonly isAtBeginnings: boolean;
}

interface Question {
  /** Folded, at least one. */
  readonly words: readonly string[];
  readonly limit: number;
  readonly isShown: (row: number) => boolean;
}

/** When there are enough rows, it looks for better ones at so many places and not at all. */
const PLACES_MAX = 50_000;
const SPACE = 32;

/** At most `limit` rows; it stops looking when so many have all words at their beginnings. */
export function scan(searched: SearchText, { words, limit, isShown }: Question): Found[] {
  const { text, starts } = searched;
  // The longest word is in the fewest lines, as a rule.
  const [rarest = '', ...others] = words.toSorted((one, other) => other.length - one.length);
  const best: Found[] = [];
  const rest: Found[] = [];
  let places = 0;
  for (let at = text.indexOf(rarest); at !== -1 && best.length < limit;) {
    const isFull = rest.length === limit;
    if (isFull && places > PLACES_MAX) break;
    places += 1;
    // Most places are within a word: where enough such rows are there, they are passed by.
    const isBeginning = text.charCodeAt(at - 1) === SPACE;
    if (isFull && !isBeginning) {
      at = text.indexOf(rarest, at + 1);
      continue;
    }
    const row = lineAt(searched, at);
    const end = starts[row + 1] ?? text.length;
    if (isShown(row)) {
      const line = text.slice(starts[row], end);
      if (others.every((word) => line.includes(word))) {
        const isAtBeginnings = words.every((word) => line.includes(` ${word}`));
        if (isAtBeginnings) best.push({ row, isAtBeginnings });
        else if (!isFull) rest.push({ row, isAtBeginnings });
      }
    }
    at = text.indexOf(rarest, end);
  }
  return [...best, ...rest].slice(0, limit);
}
