/**
 * Whatever really happened one after the other is lawful, however the times at which it was asked
 * and answered lie around it, and in whatever order it is written down; and damage to it is found.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkHistory } from './check-history.ts';
import type { Finding, History, Step, Transaction } from './history.ts';

const KINDS = [
  'append',
  'list',
  'look',
  'write',
  'read',
  'add',
  'later',
  'total',
  'rest',
  'fund',
  'take',
  'decide',
] as const;

const choice = fc.record({
  kind: fc.constantFrom(...KINDS),
  key: fc.constantFrom('a', 'b', 'c'),
  client: fc.constantFrom('one', 'two', 'three'),
  amount: fc.integer({ min: 1, max: 9 }),
  before: fc.nat(40),
  after: fc.nat(40),
  fate: fc.constantFrom('done', 'done', 'done', 'done', 'lost', 'never', 'refused'),
});
type Choice = typeof choice extends fc.Arbitrary<infer Value> ? Value : never;

/** A world in which one thing happens after the other. */
class World {
  readonly lists = new Map<string, string[]>();
  readonly cells = new Map<string, string>();
  readonly totals = new Map<string, number>();
  readonly pending = new Map<string, number>();
  readonly left = new Map<string, number>();
  readonly decisions = new Map<string, string>();
}

interface Happening {
  readonly steps: readonly Step[];
  readonly isWrite: boolean;
  /** The world says no. */
  readonly isRefused?: boolean;
  readonly apply: () => void;
}

const read = (...steps: readonly Step[]): Happening => {
  return { steps, isWrite: false, apply: () => undefined };
};
const change = (step: Step, apply: () => void, isRefused = false): Happening => {
  return { steps: [step], isWrite: true, isRefused, apply };
};

function happen(world: World, choice: Choice, name: string): Happening {
  const { kind } = choice;
  if (kind === 'append' || kind === 'list' || kind === 'look') return onList(world, choice, name);
  if (kind === 'write' || kind === 'read') return onCell(world, choice, name);
  if (kind === 'fund' || kind === 'take') return onBudget(world, choice, name);
  return kind === 'decide' ? onMatter(world, choice) : onCounter(world, choice, name);
}

function onList({ lists }: World, { kind, key, amount }: Choice, name: string): Happening {
  const list = lists.get(key) ?? [];
  if (kind === 'append') {
    const step = { kind, list: key, value: name, at: list.length + 1 } as const;
    return change(step, () => lists.set(key, [...list, name]));
  }
  if (kind === 'look') {
    const value = list[amount % Math.max(1, list.length)] ?? 'none';
    return read({ kind, list: key, value, isThere: list.includes(value) });
  }
  return read(
    { kind: 'list', list: key, values: list, isOrdered: true },
    { kind: 'numbers', list: key, numbers: list.map((_, index) => index + 1) },
    { kind: 'reached', list: key, number: list.length },
  );
}

function onCell({ cells }: World, { kind, key }: Choice, name: string): Happening {
  if (kind === 'read') return read({ kind, cell: key, value: cells.get(key) ?? null });
  return change({ kind: 'write', cell: key, value: name }, () => cells.set(key, name));
}

function onCounter(world: World, { kind, key, amount }: Choice, name: string): Happening {
  const { totals, pending } = world;
  const total = totals.get(key) ?? 0;
  const waiting = pending.get(key) ?? 0;
  const add = { kind: 'add', counter: key, effect: name } as const;
  if (kind === 'add') {
    return change({ ...add, by: amount, when: 'at once' }, () => totals.set(key, total + amount));
  }
  if (kind === 'later') {
    return change({ ...add, by: -amount, when: kind }, () => pending.set(key, waiting - amount));
  }
  const isAtRest = kind === 'rest';
  const value = total + (isAtRest ? waiting : 0);
  const reading = read({ kind: 'total', counter: key, value, isAtRest });
  return isAtRest ? { ...reading, apply: () => settle(world, key) } : reading;
}

function onBudget({ left }: World, { kind, key, amount }: Choice, name: string): Happening {
  const there = left.get(key) ?? 0;
  const step = { budget: key, effect: name, amount } as const;
  if (kind === 'fund') return change({ kind, ...step }, () => left.set(key, there + amount));
  const isRefused = there < amount;
  return change({ kind: 'take', ...step }, () => left.set(key, there - amount), isRefused);
}

function onMatter({ decisions }: World, { key, amount }: Choice): Happening {
  const decision = String(amount);
  const isOther = (decisions.get(key) ?? decision) !== decision;
  const step = { kind: 'decide', matter: key, decision } as const;
  return change(step, () => decisions.set(key, decision), isOther);
}

function settle(world: World, key: string): void {
  const { totals, pending } = world;
  totals.set(key, (totals.get(key) ?? 0) + (pending.get(key) ?? 0));
  pending.set(key, 0);
}

const STEP_MS = 10;

function historyOf(choices: readonly Choice[]): History {
  const world = new World();
  return choices.map((one, index): Transaction => {
    const { client, before, after, fate } = one;
    const name = `t${index}`;
    const moment = 1_000 + index * STEP_MS;
    const told = { name, client, begin: moment - before };
    const { steps, isWrite, isRefused = false, apply } = happen(world, one, name);
    const end = moment + after;
    if (isRefused || (isWrite && fate === 'refused')) {
      return { ...told, end, outcome: 'refused', steps };
    }
    if (!isWrite || fate === 'done' || fate === 'refused') {
      apply();
      return { ...told, end, outcome: 'done', steps };
    }
    // Nobody is told, whether it happened or not.
    if (fate === 'lost') apply();
    return { ...told, outcome: 'unknown', steps };
  });
}

const choices = fc.array(choice, { minLength: 15, maxLength: 60 });
const RUNS = { numRuns: 400 };

test('what happened one after the other is lawful', () => {
  fc.assert(
    fc.property(choices, (made) => {
      expect(checkHistory(historyOf(made))).toEqual([]);
    }),
    RUNS,
  );
});

/** Everything that is said of keys; rings may be told from another of their members. */
const told = (findings: readonly Finding[]): string[] =>
  findings.map(({ anomaly, key }) => `${anomaly} ${key}`).sort();

test('shuffled, and with longer waits, it says the same and stays lawful', () => {
  const waits = fc.array(fc.tuple(fc.nat(100), fc.nat(100)), { minLength: 60, maxLength: 60 });
  fc.assert(
    fc.property(choices, waits, fc.infiniteStream(fc.nat()), (made, longer, order) => {
      const history = historyOf(made).map((one, index): Transaction => {
        const [before = 0, after = 0] = longer[index] ?? [];
        const { end } = one;
        const begin = one.begin - before;
        return { ...one, begin, ...(end === undefined ? {} : { end: end + after }) };
      });
      const keyed = history.map((one) => ({ one, at: order.next().value ?? 0 }));
      const shuffled = keyed.sort((a, b) => a.at - b.at).map(({ one }) => one);
      expect(told(checkHistory(shuffled))).toEqual(told(checkHistory(history)));
      expect(checkHistory(shuffled)).toEqual([]);
    }),
    RUNS,
  );
});

/** One read, of everything that was written to one key, is changed. */
function damaged(history: History): History | undefined {
  const world = history.flatMap(({ outcome, steps, end = Infinity }) =>
    outcome === 'done' ? steps.map((step) => ({ step, end })) : [],
  );
  const found = world.find(({ step }) => step.kind === 'append' || step.kind === 'add');
  if (found === undefined) return undefined;
  const { step, end } = found;
  const at = { name: 'spoiled', client: 'four', begin: end + 1_000_000, end: end + 1_000_001 };
  const steps: readonly Step[] =
    step.kind === 'append'
      ? [{ kind: 'list', list: step.list, values: [], isOrdered: true }]
      : step.kind === 'add'
        ? [{ kind: 'total', counter: step.counter, value: 1_000_000, isAtRest: true }]
        : [];
  return [...history, { ...at, outcome: 'done', steps }];
}

test('a read that leaves out what was done is found', () => {
  let spoiled = 0;
  fc.assert(
    fc.property(choices, (made) => {
      const history = damaged(historyOf(made));
      if (history === undefined) return;
      spoiled += 1;
      expect(checkHistory(history)).not.toEqual([]);
    }),
    RUNS,
  );
  expect(spoiled).toBeGreaterThan(100);
});
