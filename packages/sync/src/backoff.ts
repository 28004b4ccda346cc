/**
 * How long to wait before the next attempt: exponential with full jitter, so that a hundred
 * registers that lost the same server do not come back at once; never sooner than the server asks.
 */

const BACKOFF_FIRST_MS = 1_000;
export const BACKOFF_LONGEST_MS = 60_000;
/** However unlucky the die: an attempt is never followed by the next one at once. */
export const BACKOFF_SHORTEST_MS = 250;
/** A proxy that asks for a week is not obeyed for a week. */
const RETRY_AFTER_LONGEST_MS = 900_000;

export interface Failure {
  /** How many attempts failed in a row, this one included. */
  readonly failures: number;
  readonly retryAfterMs: number | null;
  /** From 0 to below 1. */
  readonly chance: number;
}

export function backoffMs({ failures, retryAfterMs, chance }: Failure): number {
  const doublings = Math.min(Math.max(failures, 1) - 1, 20);
  const ceilingMs = Math.min(BACKOFF_LONGEST_MS, BACKOFF_FIRST_MS * 2 ** doublings);
  const jitteredMs = Math.max(BACKOFF_SHORTEST_MS, Math.round(ceilingMs * chance));
  if (retryAfterMs === null) return jitteredMs;
  const askedMs = Math.min(retryAfterMs, RETRY_AFTER_LONGEST_MS);
  // Those who were told the same time do not all come at its end either.
  return askedMs + Math.round(jitteredMs / 10);
}
