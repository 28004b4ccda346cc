/** Who buys at the pretend shop. Invented. */
import type { CartCustomer } from '../till/cart.ts';

export const customers: readonly CartCustomer[] = [
  {
    customerId: '30000000-0000-4000-8000-000000000001',
    name: 'Wanjiku Kamau',
    phone: '+254722555418',
  },
  {
    customerId: '30000000-0000-4000-8000-000000000002',
    name: 'Wanjala Barasa',
    phone: '+254722555102',
  },
];
