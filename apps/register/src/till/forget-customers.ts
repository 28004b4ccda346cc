/**
 * Takes customers who are to be forgotten off the tickets (the one on the counter, and parked) and
 * out of what this till wrote down.
 */
import type { Cart } from './cart.ts';
import type { TillCore } from './core.ts';
import { withoutPeople } from './without-person.ts';

export function forgetCustomers({ catalogue, journal, state, change }: TillCore): void {
  const gone = new Set(catalogue.facts().goneCustomers ?? []);
  if (gone.size === 0) return;
  journal.forgetPeople(gone);
  const { cart, parked, finished } = state();
  const isGone = ({ customer }: Cart): boolean =>
    customer !== null && gone.has(customer.customerId);
  const isOfSomebodyGone = finished !== null && withoutPeople(finished, gone) !== undefined;
  if (isOfSomebodyGone) change({ finished: { ...finished, customer: null } });
  if (isGone(cart)) change({ cart: { ...cart, customer: null } });
  if (!parked.some((one) => isGone(one.cart))) return;
  const kept = parked.map((one) =>
    isGone(one.cart) ? { ...one, cart: { ...one.cart, customer: null } } : one,
  );
  change({ parked: kept });
}
