/** What a walk through random baskets hands back, whichever engine it went through. */
import type { Walk } from './compare-baskets.ts';

export interface WalkRun extends Walk {
  readonly from: number;
  /** Called every so often with how many baskets agree by now. */
  readonly onProgress: (compared: number) => void;
}

export interface WalkResult {
  readonly compared: number;
  /** What else was seen, in words. */
  readonly note?: string;
  readonly found?: WalkFinding;
}

export interface WalkFinding {
  /** The basket's place in the seed: `--only` takes it. */
  readonly index: number;
  /** The basket, what was asked, what the oracle expects, and what came. */
  readonly difference: unknown;
}
