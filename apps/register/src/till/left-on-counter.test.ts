/** A till that starts again after its last words to the small store were lost. */
import { expect, test } from 'vitest';
import { pretendProducts } from '../pretend/pretend-shop.ts';
import { memoryKeeper, pretendTill } from '../pretend/pretend-till.ts';
import type { PretendTill } from '../pretend/pretend-till.ts';
import type { Keeper } from './till-state.ts';

const [product] = pretendProducts;

async function sellOne({ till }: PretendTill): Promise<void> {
  await till.selling.scan(product?.barcode ?? '');
  till.paying.startPaying();
  const amountMinor = till.paying.figures().openMinor;
  expect(await till.paying.takeTender({ method: 'CASH', amountMinor })).toBe('finished');
}

function startAgain(keeper: Keeper, { journal }: PretendTill): PretendTill {
  return pretendTill({ keeper, journal, idsFrom: 1_000 });
}

test('a cart that was sold is not there again, and the next one is sold', async () => {
  const keeper = memoryKeeper();
  const before = pretendTill({ keeper });
  await before.till.drawer.openSession(100_000);
  await before.till.selling.scan(product?.barcode ?? '');
  const stale = structuredClone(keeper.read('till'));
  const { cartId } = before.till.store.getState().cart;
  await sellOne(before);
  keeper.write('till', stale);
  const again = startAgain(keeper, before);
  const { cart, finished } = again.till.store.getState();
  expect(cart.lines).toEqual([]);
  expect(cart.cartId).not.toBe(cartId);
  // Whoever was paid just then sees what goes back to the customer.
  expect(finished?.id).toBe(cartId);
  await sellOne(again);
  expect(before.journal.kept().filter(({ record }) => record.kind === 'sale')).toHaveLength(2);
});

test('a parked cart that was sold is not parked any more', async () => {
  const keeper = memoryKeeper();
  const before = pretendTill({ keeper });
  await before.till.drawer.openSession(100_000);
  await before.till.selling.scan(product?.barcode ?? '');
  before.till.selling.park();
  const stale = structuredClone(keeper.read('till'));
  before.till.selling.resume(before.till.store.getState().parked[0]?.cart.cartId ?? '');
  await sellOne(before);
  keeper.write('till', stale);
  const again = startAgain(keeper, before);
  expect(again.till.store.getState().parked).toEqual([]);
});
