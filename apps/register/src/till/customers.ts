/** Customers at the counter: asked of the server while there is one, made here at any time. */
import type { CartCustomer } from './cart.ts';
import type { TillCore } from './core.ts';

export interface Customers {
  /** Whom this device knows: those made at this till, and those it copied from the server. */
  readonly findHere: (text: string) => Promise<readonly CartCustomer[]>;
  /** Writes a new customer down, and puts them on the cart. */
  readonly create: (name: string, phone: string | null) => Promise<CartCustomer | undefined>;
}

const FOUND_MAX = 20;

export function customersOf(core: TillCore): Customers {
  const { journal, change, state } = core;
  return {
    findHere: async (text) => {
      const made = findMade(core, text.trim().toLowerCase());
      const copied = await core.catalogue.findCustomers(text, FOUND_MAX);
      const known = new Set(copied.map(({ customerId }) => customerId));
      return [...made.filter(({ customerId }) => !known.has(customerId)), ...copied];
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

/** Somebody who was forgotten since is not found by what was written when they were made. */
function findMade({ records, catalogue }: TillCore, wanted: string): readonly CartCustomer[] {
  const gone = new Set(catalogue.facts().goneCustomers ?? []);
  const made = records().filter((record) => record.kind === 'customer');
  return made
    .filter(({ id, name, phone }) => {
      const words = name.toLowerCase().split(' ');
      const isMeant =
        words.some((word) => word.startsWith(wanted)) || phone?.includes(wanted) === true;
      return isMeant && !gone.has(id);
    })
    .map(({ id, name, phone }) => ({ customerId: id, name, phone }));
}
