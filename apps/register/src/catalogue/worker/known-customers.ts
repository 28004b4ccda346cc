/**
 * Who buys here, as far as this device may keep it. They lie in a store of their own, one row each,
 * so that whoever is to be forgotten is gone from the disk. Nothing of them is read at the start:
 * the first who looks for somebody waits for a moment, and nobody else does.
 */
import { folded } from './fold.ts';

export interface KnownCustomer {
  readonly customerId: string;
  readonly name: string;
  /** Whole, where the shop lets its tills keep that. */
  readonly phone: string | null;
  /** Its last digits; empty without a number. */
  readonly phoneEnd: string;
}

export interface CustomersPage {
  /** Everybody who was known before is forgotten first. */
  readonly isReset: boolean;
  readonly customers: readonly KnownCustomer[];
  readonly gone: readonly string[];
}

export interface KnownCustomers {
  /** By beginnings of the words of a name, or by digits of the number. */
  readonly find: (text: string, limit: number) => readonly KnownCustomer[];
}

interface Findable {
  readonly customer: KnownCustomer;
  /** With a space before each word. */
  readonly name: string;
  readonly digits: string;
}

const END_DIGITS = 4;

export function openCustomers(customers: readonly KnownCustomer[]): KnownCustomers {
  const all: Findable[] = customers.map((customer) => ({
    customer,
    name: ` ${folded(customer.name)}`,
    digits: digitsOf(customer.phone ?? '') || customer.phoneEnd,
  }));
  return {
    find: (text, limit) => {
      const isFound = matcherOf(text);
      const found: KnownCustomer[] = [];
      for (const one of all) {
        if (found.length === limit) break;
        if (isFound(one)) found.push(one.customer);
      }
      return found;
    },
  };
}

function matcherOf(text: string): (one: Findable) => boolean {
  if (/^[\d\s+()-]+$/.test(text)) return byDigits(digitsOf(text));
  const words = folded(text).split(' ').filter(Boolean);
  if (words.length === 0) return () => false;
  return ({ name }) => words.every((word) => name.includes(` ${word}`));
}

/** Of a number of which only the end is known, only the end is compared. */
function byDigits(typed: string): (one: Findable) => boolean {
  if (typed === '') return () => false;
  const local = typed.replace(/^0+/, '');
  const end = typed.slice(-END_DIGITS);
  return ({ digits }) => {
    if (digits === '') return false;
    return digits.length > END_DIGITS ? digits.includes(local) : digits.endsWith(end);
  };
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
