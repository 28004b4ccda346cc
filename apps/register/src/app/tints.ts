/** A steady colour for each category: a new one takes the next that is least used, for good. */
import type { Keeper } from '../till/till-state.ts';

export interface Tints {
  /** 0 to 8; without a category, a colour of its own kind. */
  readonly of: (categoryId: string | null) => number;
}

const NAME = 'tints';
const TINTS = 9;

export function tintsOf(keeper: Keeper): Tints {
  const given = { ...(keeper.read(NAME) as Record<string, number> | undefined) };
  return {
    of: (categoryId) => {
      if (categoryId === null) return 6;
      const known = Object.hasOwn(given, categoryId) ? given[categoryId] : undefined;
      if (known !== undefined) return known;
      const next = Object.keys(given).length % TINTS;
      given[categoryId] = next;
      keeper.write(NAME, given);
      return next;
    },
  };
}
