/** The worker's world in a browser. */
import type { CatalogueWorld } from './world.ts';

/** So long a piece of background work may take before whoever asks is answered. */
const PIECE_MS = 6;

/** `self` of a dedicated worker, as far as it is used here. */
interface WorkerScope {
  readonly fetch: typeof globalThis.fetch;
  readonly crypto: Crypto;
  readonly performance: Performance;
  readonly MessageChannel: typeof MessageChannel;
  readonly Date: DateConstructor;
}

export function browserWorld(scope: WorkerScope): CatalogueWorld {
  const { port1, port2 } = new scope.MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  let since = scope.performance.now();
  return {
    fetch: (input, init) => scope.fetch(input, init),
    nowMs: () => scope.Date.now(),
    hash: async (bytes) => {
      const digest = new Uint8Array(await scope.crypto.subtle.digest('SHA-256', bytes));
      return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    },
    breathe: async () => {
      if (scope.performance.now() - since < PIECE_MS) return;
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        // Behind the questions that wait already, and not a tick later.
        port2.postMessage(null);
      });
      since = scope.performance.now();
    },
  };
}
