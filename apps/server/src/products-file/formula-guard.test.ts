import fc from 'fast-check';
import { expect, it } from 'vitest';
import { guardedCell, plainCell } from './formula-guard.ts';

/** S18: what a spreadsheet would run begins with one of these, spaces and newlines aside. */
const startsFormula = /^[\s\u00a0]*[=+\-@\t\r]/u;

const nasty = fc
  .array(
    fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', ' ', '\u00a0', '"', ',', 'a', '1'),
  )
  .map((parts) => parts.join(''));

it('lets no text begin like a formula, and gives every text back', () => {
  fc.assert(
    fc.property(fc.oneof(nasty, fc.string()), (text) => {
      const cell = guardedCell(text);
      expect(cell).not.toMatch(startsFormula);
      expect(plainCell(cell)).toBe(text);
    }),
    { numRuns: 5_000 },
  );
});

it('leaves alone what is no formula', () => {
  for (const text of ['Milk', '12.50', "'quoted'", '', 'a=b']) expect(guardedCell(text)).toBe(text);
});
