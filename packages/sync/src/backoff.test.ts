import { expect, it } from 'vitest';
import { BACKOFF_LONGEST_MS, BACKOFF_SHORTEST_MS, backoffMs } from './backoff.ts';

it('waits longer after each failure, up to a limit, and is spread by chance', () => {
  const at = (failures: number, chance: number): number =>
    backoffMs({ failures, retryAfterMs: null, chance });
  expect([1, 2, 3, 7, 99].map((failures) => at(failures, 0.5))).toEqual([
    500, 1000, 2000, 30_000, 30_000,
  ]);
  expect(at(99, 0.999999)).toBe(BACKOFF_LONGEST_MS);
  expect(at(1, 0)).toBe(BACKOFF_SHORTEST_MS);
});

it('never comes sooner than it was asked to, nor waits for a week because a proxy says so', () => {
  const asked = (retryAfterMs: number): number =>
    backoffMs({ failures: 1, retryAfterMs, chance: 0.5 });
  expect(asked(120_000)).toBeGreaterThanOrEqual(120_000);
  expect(asked(604_800_000)).toBeLessThan(1_000_000);
});
