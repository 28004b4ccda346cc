/** Chance from a seed: what is thrown, and when, can be thrown again. */

export interface Dice {
  /** From 0 up to, and without, 1. */
  readonly chance: () => number;
  /** A whole number, both ends included. */
  readonly between: (min: number, max: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly shuffle: <T>(from: readonly T[]) => T[];
}

/** mulberry32: 32 bits of state are plenty to decide when to kill whom. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const chance = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (min: number, max: number): number =>
    min + Math.floor(chance() * (max - min + 1));
  return {
    chance,
    between,
    pick: (from) => {
      const found = from[between(0, from.length - 1)];
      if (found === undefined) throw new Error('nothing to pick from');
      return found;
    },
    shuffle: (from) => {
      const keyed = from.map((value) => ({ value, key: chance() }));
      return keyed.sort((one, other) => one.key - other.key).map(({ value }) => value);
    },
  };
}
