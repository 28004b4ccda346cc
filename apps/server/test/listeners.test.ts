/** Who hears what, and who answers what: the contract's tables, held against the modules. */
import { listeners } from '@evertill/contract';
import { moduleNames, moduleOf } from '@evertill/kernel';
import type { Module, Surroundings } from '@evertill/kernel';
import { describe, expect, it } from 'vitest';
import type { KeyKeeping } from '../src/key-keeping.ts';
import { allOperations, modules } from '../src/modules.ts';

/** Making a module asks nothing of the world: it only ties together. */
const nothing = {} as Surroundings;
const settings = { keeping: {} as KeyKeeping, isPaymentSimulated: true };
const made: readonly Module[] = moduleNames.map((name) => modules[name].make(nothing, settings));

describe('every module', () => {
  it.each(made)('$name reacts to what the contract says it hears', ({ name, reactions }) => {
    const heard = Object.entries(listeners).filter(([, names]) => names.includes(name));
    const told = heard.map(([type]) => type);
    expect(reactions.map(({ type }) => type).toSorted()).toEqual(told.toSorted());
  });

  it.each(made)('$name answers what bears its name, each once', ({ name, answers }) => {
    const own = allOperations.filter((operation) => moduleOf(operation.name) === name);
    const answered = answers.map(({ operation }) => operation.name);
    expect(answered.toSorted()).toEqual(own.map((operation) => operation.name).toSorted());
  });
});

it('nobody is listed as a listener who is no module', () => {
  const listed = new Set(Object.values(listeners).flat());
  expect([...listed].filter((name) => !moduleNames.some((known) => known === name))).toEqual([]);
});
