/**
 * One allowance for all processes while the store that they share answers, and each process's own
 * while it does not. Nobody waits for it, and nobody is turned away for its trouble.
 */
import type { Circuit } from './circuit.ts';
import type { RateLimiter } from './rate-limit.ts';

export interface SharedRateLimit {
  readonly shared: RateLimiter;
  readonly local: RateLimiter;
  readonly circuit: Circuit;
}

export function sharedRateLimiter({ shared, local, circuit }: SharedRateLimit): RateLimiter {
  return {
    // The circuit says in the log and to Prometheus that it is away.
    take: (...asked) => circuit.run(() => shared.take(...asked)).catch(() => local.take(...asked)),
  };
}
