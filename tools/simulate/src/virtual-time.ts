/**
 * A clock that moves only when nothing is left to do: events in the order of their times, one after
 * the other, each with all that follows from it before the next. So a run can be run again.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';

export interface VirtualTime {
  readonly nowMs: () => number;
  /** What it answers is waited for before the clock moves on. */
  readonly after: (delayMs: number, work: () => void | Promise<void>) => () => void;
  /** Runs what is due until then, then stands there. */
  readonly runUntil: (untilMs: number) => Promise<void>;
  /** Forgets everything that is still to come. */
  readonly clear: () => void;
  readonly eventCount: () => number;
}

interface Event {
  readonly atMs: number;
  readonly order: number;
  readonly work: () => void | Promise<void>;
}

export function virtualTime(startMs: number): VirtualTime {
  let nowMs = startMs;
  let order = 0;
  let done = 0;
  const queue: Event[] = [];
  const comesBefore = (one: Event, other: Event): boolean =>
    one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
  const insert = (event: Event): void => {
    let [low, high] = [0, queue.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = queue[middle];
      if (there !== undefined && comesBefore(there, event)) low = middle + 1;
      else high = middle;
    }
    queue.splice(low, 0, event);
  };
  return {
    nowMs: () => nowMs,
    after: (delayMs, work) => {
      order += 1;
      const event = { atMs: nowMs + Math.max(0, Math.round(delayMs)), order, work };
      insert(event);
      return () => {
        const at = queue.indexOf(event);
        if (at !== -1) queue.splice(at, 1);
      };
    },
    runUntil: async (untilMs) => {
      await nextTurn();
      for (let next = queue[0]; next !== undefined && next.atMs <= untilMs; next = queue[0]) {
        queue.shift();
        nowMs = next.atMs;
        done += 1;
        await next.work();
        // Promises that were kept are heard before this comes back.
        await nextTurn();
      }
      nowMs = Math.max(nowMs, untilMs);
    },
    clear: () => {
      queue.length = 0;
    },
    eventCount: () => done,
  };
}
