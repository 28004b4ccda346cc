/** A clock that stands still until a test lets time go by, and the timers that hang on it. */
import type { World } from '../src/index.ts';

export interface VirtualWorld extends World {
  /** Lets that much time go by, timer after timer. */
  readonly pass: (ms: number) => Promise<void>;
  /** How many timers run. */
  readonly waiting: () => number;
}

interface Timer {
  readonly atMs: number;
  readonly work: () => void;
}

/** Starts at a million milliseconds; ids count up, chance is always a half. */
export function virtualWorld(): VirtualWorld {
  const timers = new Set<Timer>();
  let nowMs = 1_000_000;
  let ids = 0;
  return {
    nowMs: () => nowMs,
    chance: () => 0.5,
    newId: () => `00000000-0000-4000-9000-${String((ids += 1)).padStart(12, '0')}`,
    after: (delayMs, work) => {
      const timer = { atMs: nowMs + delayMs, work };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pass: async (ms) => {
      const untilMs = nowMs + ms;
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        const next = [...timers].sort((one, other) => one.atMs - other.atMs)[0];
        if (next === undefined || next.atMs > untilMs) break;
        timers.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.work();
      }
      nowMs = untilMs;
    },
    waiting: () => timers.size,
  };
}
