/** Takes customers who are to be forgotten off the tickets: the one on the counter, and parked. */
import type { Cart } from './cart.ts';
import type { TillCore } from './core.ts';

export function forgetCustomers({ catalogue, state, change }: TillCore): void {
  const gone = new Set(catalogue.facts().goneCustomers ?? []);
  if (gone.size === 0) return;
  const { cart, parked } = state();
  const isGone = ({ customer }: Cart): boolean =>
    customer !== null && gone.has(customer.customerId);
  if (isGone(cart)) change({ cart: { ...cart, customer: null } });
  if (!parked.some((one) => isGone(one.cart))) return;
  const kept = parked.map((one) =>
    isGone(one.cart) ? { ...one, cart: { ...one.cart, customer: null } } : one,
  );
  change({ parked: kept });
}
