/** Short words to write a history down by hand. */
import type { Step, Transaction } from './history.ts';

type Told = Pick<Transaction, 'name' | 'client' | 'begin'>;

/** `at` is from when to when, in milliseconds. */
export function done(
  name: string,
  client: string,
  [begin, end]: readonly [number, number],
  ...steps: readonly Step[]
): Transaction {
  return { name, client, begin, end, outcome: 'done', steps };
}

export function refused(
  name: string,
  client: string,
  [begin, end]: readonly [number, number],
  ...steps: readonly Step[]
): Transaction {
  return { name, client, begin, end, outcome: 'refused', steps };
}

/** No answer came: it may have happened, may happen later, or never. */
export function unknown({ name, client, begin }: Told, ...steps: readonly Step[]): Transaction {
  return { name, client, begin, outcome: 'unknown', steps };
}

export const append = (list: string, value: string, at?: number): Step => {
  return { kind: 'append', list, value, ...(at === undefined ? {} : { at }) };
};
export const sees = (list: string, ...values: readonly string[]): Step => {
  return { kind: 'list', list, values, isOrdered: true };
};
export const seesSome = (list: string, ...values: readonly string[]): Step => {
  return { kind: 'list', list, values, isOrdered: false };
};
export const looks = (list: string, value: string, isThere: boolean): Step => {
  return { kind: 'look', list, value, isThere };
};
export const numbers = (list: string, ...found: readonly number[]): Step => {
  return { kind: 'numbers', list, numbers: found };
};
export const reached = (list: string, number: number): Step => ({ kind: 'reached', list, number });
export const write = (cell: string, value: string): Step => ({ kind: 'write', cell, value });
export const reads = (cell: string, value: string | null): Step => ({ kind: 'read', cell, value });
export const add = (counter: string, effect: string, by: number): Step => {
  return { kind: 'add', counter, effect, by, when: 'at once' };
};
export const addLater = (counter: string, effect: string, by: number): Step => {
  return { kind: 'add', counter, effect, by, when: 'later' };
};
export const counts = (counter: string, value: number): Step => {
  return { kind: 'total', counter, value, isAtRest: false };
};
export const countsAtRest = (counter: string, value: number): Step => {
  return { kind: 'total', counter, value, isAtRest: true };
};
export const fund = (budget: string, effect: string, amount: number): Step => {
  return { kind: 'fund', budget, effect, amount };
};
export const take = (budget: string, effect: string, amount: number): Step => {
  return { kind: 'take', budget, effect, amount };
};
export const decide = (matter: string, decision: string): Step => {
  return { kind: 'decide', matter, decision };
};
