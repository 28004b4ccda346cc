/** A world whose clock moves only when it is told to, with waiting that ends as it moves. */
import { realWorld } from '../src/index.ts';
import type { World } from '../src/index.ts';

export interface VirtualWorld extends World {
  /** Lets so much time pass, and everything happen that was to happen in it, in its order. */
  readonly pass: (ms: number) => Promise<void>;
}

interface Waiting {
  readonly atMs: number;
  readonly work: () => void;
}

export function virtualWorld(fetch: typeof globalThis.fetch): VirtualWorld {
  let nowMs = Date.parse('2026-01-02T03:04:05.000Z');
  let waiting: readonly Waiting[] = [];
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    ...realWorld(),
    network: { fetch },
    clock: { now: () => new Date(nowMs) },
    scheduler: {
      after: (delayMs, work) => {
        const one = { atMs: nowMs + delayMs, work };
        waiting = [...waiting, one];
        return () => {
          waiting = waiting.filter((other) => other !== one);
        };
      },
    },
    pass: async (ms) => {
      const untilMs = nowMs + ms;
      for (;;) {
        await settle();
        const [next] = waiting.toSorted((one, other) => one.atMs - other.atMs);
        if (next === undefined || next.atMs > untilMs) break;
        waiting = waiting.filter((one) => one !== next);
        nowMs = Math.max(nowMs, next.atMs);
        next.work();
      }
      nowMs = untilMs;
      await settle();
    },
  };
}
