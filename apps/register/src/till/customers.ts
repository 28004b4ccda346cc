/** Customers at the counter: asked of the server while there is one, made here at any time. */
import type { CartCustomer } from './cart.ts';
import type { TillCore } from './core.ts';

export interface Customers {
  /** Those that were made at this till, by the beginnings of their names or by their phone. */
  readonly findHere: (text: string) => readonly CartCustomer[];
  /** Writes a new customer down, and puts them on the cart. */
  readonly create: (name: string, phone: string | null) => Promise<CartCustomer | undefined>;
}

export function customersOf(core: TillCore): Customers {
  const { journal, change, state, records } = core;
  return {
    findHere: (text) => {
      const wanted = text.trim().toLowerCase();
      const made = records().filter((record) => record.kind === 'customer');
      return made
        .filter(({ name, phone }) => {
          const words = name.toLowerCase().split(' ');
          return words.some((word) => word.startsWith(wanted)) || phone?.includes(wanted) === true;
        })
        .map(({ id, name, phone }) => ({ customerId: id, name, phone }));
    },
    create: async (name, phone) => {
      try {
        const head = core.head();
        await journal.record({ kind: 'customer', ...head, name, phone });
        const customer = { customerId: head.id, name, phone };
        change({ cart: { ...state().cart, customer }, notice: { kind: 'done', what: 'customer' } });
        return customer;
      } catch {
        change({ notice: { kind: 'not_saved' } });
        return undefined;
      }
    },
  };
}
