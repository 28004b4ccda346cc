/** One code path: the same story in one process, and with orders in a process of its own. */
import { expect, test } from 'vitest';
import { tellToOne, tellToTwo } from './deployments.ts';

test('orders alone and the rest together tell the same story as one process', async () => {
  const one = await tellToOne();
  expect(one).toMatchSnapshot();
  expect(await tellToTwo()).toEqual(one);
}, 240_000);
