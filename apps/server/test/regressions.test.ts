/**
 * What went wrong in the systems before us, each by its number: every one has a test whose title
 * starts with `regression N:`, or stands below with the reason why it has none yet.
 */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);

const regressions = [
  'anonymous checkout works',
  'short stock, a second close, a second approval and a bad split are 4xx',
  'split payments: methods checked, at most the balance, all or nothing',
  'what a closed session expected; one open session a register; nothing after the close',
  'a cashier may not void; a manager’s void says who',
  'a price override needs leave and says who',
  'an alert comes again after it was resolved',
  'cancel gives stock back; confirm does not take it twice',
  'a transfer is applied once',
  'no more goes back than was sold; stock moves on approval',
  'who made an adjustment does not approve it; approved ones are frozen',
  'two sales of the last unit: one wins',
  'every list and every id of another shop is missing',
  'a lost answer and the same again: one order',
  'an id with another body is a conflict',
  'a poison item does not block those behind it',
  'a suspended shop: 503, and nothing is parked',
  'two tabs: each item is sent by one',
  'a hundred events are processed; a duplicate once',
  'a reservation that runs out gives back once; on hand stays',
  'a refund takes points back and tells order.refunded',
  'a deactivated user cannot refresh',
  'who must have a second factor can enrol it',
  'forged roles are ignored',
  'a webhook of a bad signature, of another time, or again is refused',
  'an override token is good once, for a time, for one order',
  'the vectors of discounts and taxes',
] as const;

/** By number. Whoever is tested after all has to leave. */
const untested: Readonly<Record<number, string>> = {
  18: 'There is no register in a browser yet.',
  25: 'No webhook comes in or goes out yet.',
};

function titled(): ReadonlySet<number> {
  const places = '{packages,modules,apps,tools}/*/{src,test}/**/*.test.ts';
  const numbers = globSync(places, { cwd: root })
    .filter((file) => !file.endsWith('regressions.test.ts'))
    .flatMap((file) => [
      ...readFileSync(new URL(file, root), 'utf8').matchAll(/['"`]regression (\d+):/g),
    ])
    .map(([, number]) => Number(number));
  return new Set(numbers);
}

const tested = titled();
const rows = regressions.map((words, index) => [index + 1, words] as const);

test.each(rows)('%i, %s: has a test by its number', (number) => {
  const reason = untested[number];
  expect(tested.has(number), reason ?? 'no test is called so').toBe(reason === undefined);
});

test('no test has a number that there is not', () => {
  expect([...tested].filter((number) => number < 1 || number > regressions.length)).toEqual([]);
});
