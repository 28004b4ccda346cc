/** A server that says yes, for tests of the screens and for pictures of them. */
import type { CartCustomer } from '../till/cart.ts';
import type { Office, Standing } from '../app/office.ts';

export interface PretendOffice extends Office {
  readonly set: (standing: Partial<Standing>) => void;
}

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
    giveWord: async () => ({ kind: 'silent' }),
    findCustomers: async (text) => ({
      kind: 'ok',
      value: customers.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase())),
    }),
  };
}
