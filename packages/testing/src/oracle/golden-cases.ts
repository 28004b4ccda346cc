/**
 * All golden receipts, as cases. `write-golden.ts` writes what is missing, with the numbers of the
 * oracle, and never changes what has landed.
 */
import { shopSketches } from './golden-shop-cases.ts';
import { caseOf } from './golden-sketch.ts';
import type { GoldenCase } from './golden-sketch.ts';
import { taxSketches } from './golden-tax-cases.ts';

export const goldenCases: readonly GoldenCase[] = [...taxSketches, ...shopSketches].map(caseOf);
