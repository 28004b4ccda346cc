/**
 * A flaw is something wrong so far that may still be mended: a code, and where it sits.
 *
 * Functions named `check…` return a list of them, the first one first, and never throw.
 */
export interface Flaw<Code extends string = string> {
  readonly code: Code;
  /** Where in what was checked, as `lines.3.quantityMilli`; absent when the whole is meant. */
  readonly path?: string;
}

/** True for a safe whole number within both bounds, whatever came in. */
export function isWholeWithin(value: number, bounds: { min: number; max: number }): boolean {
  return Number.isSafeInteger(value) && value >= bounds.min && value <= bounds.max;
}
