/** One code path: the same story in one process, and with orders in a process of its own. */
import { expect, test } from 'vitest';
import { tellToOne, tellToTwo } from './deployments.ts';

test('orders alone and the rest together tell the same story as one process', async () => {
  // Most of a story is waiting for those who are slow in it, so both are told at once.
  const [one, two] = await Promise.all([tellToOne(), tellToTwo()]);
  expect(one).toMatchSnapshot();
  expect(two).toEqual(one);
}, 240_000);
