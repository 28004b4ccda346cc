/** Time, chance and waiting, as arguments: a seeded simulation can stand in for the world. */

export interface World {
  /** Milliseconds since 1970, as the device's clock has them. It may jump. */
  readonly nowMs: () => number;
  /** From 0 to below 1. */
  readonly chance: () => number;
  /** Runs `work` once, later; the returned function calls it off. */
  readonly after: (delayMs: number, work: () => void) => () => void;
  /** A UUID nobody has. */
  readonly newId: () => string;
}

/** The browser's world, or Node's. */
export function realWorld(): World {
  /* eslint-disable no-restricted-globals, no-restricted-properties -- here it comes in */
  return {
    nowMs: () => Date.now(),
    chance: () => Math.random(),
    after: (delayMs, work) => {
      const timer = setTimeout(work, delayMs);
      return () => {
        clearTimeout(timer);
      };
    },
    newId: () => crypto.randomUUID(),
  };
  /* eslint-enable no-restricted-globals, no-restricted-properties */
}
