/**
 * The world, as arguments: time, chance, waiting. Nothing else in the server reads a clock, rolls a
 * die or sets a timer, so that a seeded simulation can stand in for the world.
 */
import { randomBytes } from 'node:crypto';

export interface Clock {
  readonly now: () => Date;
}

export interface Randomness {
  readonly bytes: (count: number) => Buffer;
}

export interface Scheduler {
  /** Runs `work` once, later; the returned function calls it off. */
  readonly after: (delayMs: number, work: () => void) => () => void;
}

export interface Network {
  readonly fetch: typeof globalThis.fetch;
}

/** What every use case may lean on. */
export interface World {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly scheduler: Scheduler;
  readonly network: Network;
}

/** The real world, made in one place: the process's entry. */
export function realWorld(): World {
  return {
    clock: { now: () => new Date() },
    randomness: { bytes: (count) => randomBytes(count) },
    scheduler: {
      after: (delayMs, work) => {
        const timer = setTimeout(work, delayMs);
        return () => {
          clearTimeout(timer);
        };
      },
    },
    network: { fetch: (input, init) => globalThis.fetch(input, init) },
  };
}

export function sleep(scheduler: Scheduler, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    scheduler.after(delayMs, resolve);
  });
}
