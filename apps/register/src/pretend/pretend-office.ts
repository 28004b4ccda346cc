/** A server that says yes, for tests of the screens and for pictures of them. */
import type { CartCustomer } from '../till/cart.ts';
import type { Office, ParkedElsewhere, Standing } from '../app/office.ts';

export interface PretendOffice extends Office {
  readonly set: (standing: Partial<Standing>) => void;
}

const elsewhere: readonly ParkedElsewhere[] = [
  {
    id: '30000000-0000-4000-8000-0000000000aa',
    registerName: 'Till 1',
    kind: 'refund',
    code: 'sale_not_found',
    detail: '',
    atMs: Date.UTC(2026, 0, 31, 9, 12),
  },
];

export function pretendOffice(
  start: Standing,
  customers: readonly CartCustomer[] = [],
): PretendOffice {
  let standing = start;
  const listeners = new Set<() => void>();
  const set = (change: Partial<Standing>): void => {
    standing = { ...standing, ...change };
    for (const listener of listeners) listener();
  };
  return {
    set,
    standing: () => standing,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    enrol: async () => {
      set({ registerName: 'Till 1' });
      return { kind: 'ok', value: { registerName: 'Till 1' } };
    },
    logIn: async () => {
      set({ isSignedIn: true });
      return { kind: 'ok', value: { personId: 'cashier' } };
    },
    logOut: async () => set({ isSignedIn: false }),
    lastPurchases: async () => ({ kind: 'ok', value: [] }),
    parkedElsewhere: async () => ({ kind: 'ok', value: elsewhere }),
    publishRates: async () => ({ kind: 'silent' }),
    giveWord: async () => ({ kind: 'silent' }),
    findCustomers: async (text) => ({
      kind: 'ok',
      value: customers.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase())),
    }),
  };
}
