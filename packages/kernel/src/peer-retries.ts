/**
 * How often, how soon and how much in all a neighbour is asked again. A budget bounds it: while
 * all goes well it is never felt, and when one is down, retries add a tenth to what it is asked.
 */
import type { Randomness } from './surroundings.ts';

/** Of one question, the first included. */
export const ATTEMPTS_MAX = 3;
/** What each question puts aside for retries, of which one costs 1. */
const EARNED = 0.1;
/** Enough for a neighbour that is started anew, and the most that can be put aside. */
const SAVED_MAX = 10;
const FIRST_MS = 50;

export interface RetryBudget {
  /** A question is asked for the first time. */
  readonly earn: () => void;
  /** Whether one may be asked again; if so, it is paid. */
  readonly spend: () => boolean;
}

export function retryBudget(): RetryBudget {
  let saved = SAVED_MAX;
  return {
    earn: () => {
      saved = Math.min(SAVED_MAX, saved + EARNED);
    },
    spend: () => {
      if (saved < 1) return false;
      saved -= 1;
      return true;
    },
  };
}

/** Milliseconds to wait behind this attempt, the first being 1: doubling, half of it chance. */
export function pauseMs(attempt: number, { bytes }: Randomness): number {
  const wholeMs = FIRST_MS * 2 ** (attempt - 1);
  return wholeMs / 2 + (wholeMs / 2) * (bytes(1).readUInt8(0) / 255);
}
