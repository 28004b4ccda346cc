/**
 * The world, as arguments: time, chance, waiting. Nothing else in the server reads a clock, rolls a
 * die or sets a timer, so that a seeded simulation can stand in for the world.
 */
import { randomBytes, randomFillSync } from 'node:crypto';
import type { Reached } from './points.ts';

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
  readonly reached: Reached;
}

/** The real world, made in one place: the process's entry. */
export function realWorld(): World {
  return {
    clock: { now: () => new Date() },
    randomness: { bytes: pooledBytes() },
    scheduler: {
      after: (delayMs, work) => {
        const timer = setTimeout(work, delayMs);
        return () => {
          clearTimeout(timer);
        };
      },
    },
    network: { fetch: (input, init) => globalThis.fetch(input, init) },
    reached: () => undefined,
  };
}

/** What an id takes, and many of them at a time. */
const SMALL = 16;
const POOL = 256 * SMALL;

/**
 * Chance in small pieces, drawn from the system in large ones: a call of its own for every id was
 * a thirtieth of a sale. No byte is given out twice; what is larger than an id, as keys are, never
 * comes from the pool and shares its memory with nobody.
 */
function pooledBytes(): (count: number) => Buffer {
  let pool = Buffer.alloc(0);
  let used = 0;
  return (count) => {
    if (count > SMALL) return randomBytes(count);
    if (used + count > pool.length) {
      pool = randomFillSync(Buffer.alloc(POOL));
      used = 0;
    }
    used += count;
    return pool.subarray(used - count, used);
  };
}

export function sleep(scheduler: Scheduler, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    scheduler.after(delayMs, resolve);
  });
}
