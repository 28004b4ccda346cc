/**
 * What lay on the counter when this till last ran. A sale is on the disk before the screen says so,
 * the cart only a while later: after a power cut a cart may be there that was sold. It is not sold
 * twice, and what its buyer still has to be given is shown.
 */
import { emptyCart } from './cart.ts';
import type { Journal } from './journal.ts';
import type { KeptState, TillState, TillWorld } from './till-state.ts';

export type LeftOnCounter = Pick<TillState, 'cart' | 'parked' | 'payment' | 'finished'>;

export function leftOnCounter(
  kept: KeptState | undefined,
  { journal, world }: { readonly journal: Journal; readonly world: TillWorld },
): LeftOnCounter {
  const records = journal.kept().map(({ record }) => record);
  const taken = new Set(records.map(({ id }) => id));
  const parked = (kept?.parked ?? []).filter(({ cart }) => !taken.has(cart.cartId));
  if (kept === undefined || !taken.has(kept.cart.cartId)) {
    const cart = kept?.cart ?? emptyCart(world.newId());
    return { cart, parked, payment: kept?.payment ?? null, finished: null };
  }
  const last = records.at(-1);
  const finished = last?.kind === 'sale' ? last : null;
  return { cart: emptyCart(world.newId()), parked, payment: null, finished };
}
