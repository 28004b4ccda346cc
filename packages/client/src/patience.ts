/**
 * Tries again what may go well the next time: exponential back-off with jitter, honouring
 * Retry-After, up to a limit. Only for requests that may be sent twice, which all of ours may that
 * carry their own id.
 */
import { ApiProblem, NoAnswer, StrangeAnswer } from './answers.ts';

export interface Patience {
  readonly nowMs: () => number;
  readonly sleep: (delayMs: number) => Promise<void>;
  /** From 0 to below 1. */
  readonly chance: () => number;
  /** How long it goes on in all; then the last error is thrown. */
  readonly giveUpAfterMs: number;
  readonly onWait?: (error: unknown, delayMs: number) => void;
}

const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 10_000;

/** Whether the same request may go well later, with nothing changed about it. */
export function isTransient(error: unknown): boolean {
  if (error instanceof NoAnswer || error instanceof StrangeAnswer) return true;
  if (!(error instanceof ApiProblem)) return false;
  const { status, code } = error;
  return status === 408 || status === 429 || status >= 500 || code === 'in_progress';
}

/** Doubles from try to try; half of it is chance, so that many who failed do not come at once. */
export function retryDelayMs(triesBefore: number, chance: number): number {
  const wholeMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(triesBefore, 20));
  return Math.round(wholeMs / 2 + (wholeMs / 2) * chance);
}

export async function withPatience<T>(patience: Patience, attempt: () => Promise<T>): Promise<T> {
  const startedMs = patience.nowMs();
  for (let triesBefore = 0; ; triesBefore += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isTransient(error)) throw error;
      const askedMs = (retryAfterSecondsOf(error) ?? 0) * 1000;
      const delayMs = Math.max(askedMs, retryDelayMs(triesBefore, patience.chance()));
      const elapsedMs = patience.nowMs() - startedMs;
      if (elapsedMs + delayMs > patience.giveUpAfterMs) throw error;
      patience.onWait?.(error, delayMs);
      await patience.sleep(delayMs);
    }
  }
}

function retryAfterSecondsOf(error: unknown): number | undefined {
  const isFromServer = error instanceof ApiProblem || error instanceof StrangeAnswer;
  return isFromServer ? error.retryAfterSeconds : undefined;
}
