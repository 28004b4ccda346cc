/** A number as a cashier may see it: whole, or its end. */
import type { CartCustomer } from './cart.ts';

export function phoneShown({
  phone,
  phoneEnd = '',
}: Pick<CartCustomer, 'phone' | 'phoneEnd'>): string {
  return phone ?? (phoneEnd === '' ? '' : `•••• ${phoneEnd}`);
}
