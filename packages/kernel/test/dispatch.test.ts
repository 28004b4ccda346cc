/** The one way in: who may ask what, what fits, how long it may take, and nothing is shared. */
import { operation, uuid } from '@evertill/contract';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answerAnyone, makeDispatch, realWorld, sleep, traceparentFrom } from '../src/index.ts';
import type { Context, Module } from '../src/index.ts';
import { newUuid, silentLog } from './bench.ts';

const input = z.strictObject({ id: uuid(), list: z.array(z.int()).optional() });
const output = z.strictObject({ list: z.array(z.int()) });
const base = { summary: '', input, output, refusals: [] };
const open = operation({ ...base, name: 'catalog.open', access: { kind: 'public' } });
const own = operation({ ...base, name: 'catalog.own', access: { kind: 'peer' } });
const managed = operation({
  ...base,
  name: 'catalog.managed',
  access: { kind: 'user', capability: 'catalog_manage' },
});
const enrolling = operation({
  ...base,
  name: 'catalog.enrolling',
  access: { kind: 'user', capability: 'own_account', isForEnrolment: true },
});
const platform = operation({ ...base, name: 'catalog.platform', access: { kind: 'operator' } });
const slow = operation({
  ...base,
  name: 'catalog.slow',
  access: { kind: 'public' },
  timeoutMs: 40,
});
const wrong = operation({ ...base, name: 'catalog.wrong', access: { kind: 'public' } });

const marked = operation({
  name: 'catalog.marked',
  summary: '',
  access: { kind: 'public' },
  input: input.extend({ password: z.string().meta({ writeOnly: true }).optional() }),
  output: z.strictObject({ fingerprint: z.string() }),
  refusals: [],
});

const world = realWorld();
const shared: number[] = [1];
const module: Module = {
  name: 'catalog',
  reactions: [],
  answers: [
    ...[open, own, managed, enrolling, platform].map((one) =>
      answerAnyone(one, (_, { list = [] }) => {
        list.push(7);
        return Promise.resolve({ list: shared });
      }),
    ),
    answerAnyone(marked, (context, { list = [] }) => {
      list.push(7);
      return Promise.resolve({ fingerprint: context.fingerprint() });
    }),
    answerAnyone(slow, async () => {
      await sleep(world.scheduler, 400);
      return { list: [] };
    }),
    answerAnyone(wrong, () => Promise.resolve({ list: ['x'] as never })),
  ],
};
const dispatch = makeDispatch([module], { world, log: silentLog, isOutputChecked: true });
const right = { id: newUuid() };

function contextOf(change: Partial<Context> = {}): Context {
  return {
    tenantId: newUuid(),
    userId: newUuid(),
    roles: [],
    caller: 'user',
    traceparent: traceparentFrom(undefined, world.randomness.bytes),
    registerKey: null,
    deadlineMs: world.clock.now().getTime() + 5_000,
    ...change,
  };
}

describe('who may ask', () => {
  // operation, caller, roles, the no it gets
  const rows = [
    ['catalog.open', 'public', [], undefined],
    ['catalog.managed', 'public', [], 'token_missing'],
    ['catalog.managed', 'public', ['owner'], 'token_missing'],
    ['catalog.managed', 'user', [], 'capability_missing'],
    ['catalog.managed', 'user', ['cashier'], 'capability_missing'],
    ['catalog.managed', 'user', ['toString', 'OWNER'], 'capability_missing'],
    ['catalog.managed', 'user', ['cashier', 'manager'], undefined],
    ['catalog.managed', 'peer', [], undefined],
    ['catalog.own', 'public', ['owner'], 'route_unknown'],
    ['catalog.own', 'user', ['owner'], 'route_unknown'],
    ['catalog.own', 'peer', [], undefined],
    ['catalog.managed', 'enrolment', ['owner'], 'token_invalid'],
    ['catalog.managed', 'operator', ['owner'], 'token_invalid'],
    ['catalog.enrolling', 'enrolment', [], undefined],
    ['catalog.enrolling', 'user', ['cashier'], undefined],
    ['catalog.enrolling', 'operator', [], 'token_invalid'],
    ['catalog.platform', 'operator', [], undefined],
    ['catalog.platform', 'user', ['owner'], 'token_invalid'],
    ['catalog.platform', 'enrolment', [], 'token_invalid'],
    ['catalog.platform', 'public', [], 'token_missing'],
    ['catalog.platform', 'peer', [], undefined],
  ] as const;

  test.each(rows)('%s by %s with %j: %s', async (name, caller, roles, code) => {
    const asked = dispatch(name, contextOf({ caller, roles }), right);
    if (code === undefined) await expect(asked).resolves.toEqual({ list: [1] });
    else await expect(asked).rejects.toMatchObject({ code });
  });
});

test('an API key may do what it was made for alone, and no more than its role', async () => {
  const asked = (onlyCapabilities: readonly string[], roles: readonly string[]) =>
    dispatch('catalog.managed', contextOf({ roles, onlyCapabilities }), right);
  await expect(asked(['catalog_manage'], ['owner'])).resolves.toEqual({ list: [1] });
  for (const [only, roles] of [
    [['catalog_view'], ['owner']],
    [[], ['owner']],
    [['catalog_manage'], ['cashier']],
  ] as const) {
    await expect(asked(only, roles)).rejects.toMatchObject({ code: 'capability_missing' });
  }
});

test('access is looked at before the input: an outsider learns nothing of the schema', async () => {
  const asked = dispatch('catalog.managed', contextOf({ caller: 'public' }), { nonsense: 1 });
  await expect(asked).rejects.toMatchObject({ code: 'token_missing' });
});

test('who changed rights makes what was remembered of them forgotten, also when it failed', async () => {
  let forgotten = 0;
  const change = operation({
    ...base,
    name: 'catalog.change',
    access: { kind: 'public' },
    changesRights: true,
  });
  const failing = { ...change, name: 'catalog.failing' };
  const changing: Module = {
    name: 'catalog',
    reactions: [],
    answers: [
      answerAnyone(change, () => Promise.resolve({ list: [] })),
      answerAnyone(failing, () => Promise.reject(new Error('after the commit'))),
      answerAnyone(open, () => Promise.resolve({ list: [] })),
    ],
  };
  const onRightsChanged = () => void (forgotten += 1);
  const options = { world, log: silentLog, isOutputChecked: true, onRightsChanged };
  const here = makeDispatch([changing], options);
  await here('catalog.open', contextOf(), right);
  expect(forgotten).toBe(0);
  await here('catalog.change', contextOf(), right);
  await expect(here('catalog.failing', contextOf(), right)).rejects.toThrow('after');
  expect(forgotten).toBe(2);
});

test('what does not fit is told by field, in the names of the wire', async () => {
  const asked = dispatch('catalog.open', contextOf(), { id: 'x' });
  await expect(asked).rejects.toMatchObject({ code: 'input_invalid', fields: [{ field: 'id' }] });
});

test('what takes too long is told so, and when to come again', async () => {
  const asked = dispatch('catalog.slow', contextOf(), right);
  await expect(asked).rejects.toMatchObject({ code: 'deadline_exceeded', retryAfterSeconds: 1 });
  const late = contextOf({ deadlineMs: world.clock.now().getTime() - 1 });
  await expect(dispatch('catalog.slow', late, right)).rejects.toMatchObject({
    code: 'deadline_exceeded',
  });
});

test('between modules input and output are copies: none leans on the memory of another', async () => {
  const list = [1, 2];
  const peer = contextOf({ caller: 'peer' });
  const answer = (await dispatch('catalog.open', peer, { ...right, list })) as typeof list;
  expect(list).toEqual([1, 2]);
  expect((answer as unknown as { list: number[] }).list).not.toBe(shared);
});

test('a request is marked by what it says: not by the order it says it in, nor by a secret', async () => {
  const mark = async (body: object) => {
    const answer = await dispatch('catalog.marked', contextOf(), body);
    return (answer as { fingerprint: string }).fingerprint;
  };
  const first = await mark({ ...right, list: [1, 2] });
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(await mark({ list: [1, 2], ...right })).toBe(first);
  expect(await mark({ ...right, list: [1, 2], password: 'x' })).toBe(first);
  expect(await mark({ ...right, list: [2, 1] })).not.toBe(first);
});

test('an answer that breaks the contract is a fault', async () => {
  await expect(dispatch('catalog.wrong', contextOf(), right)).rejects.toThrow('broke its contract');
  await expect(dispatch('catalog.gone', contextOf(), right)).rejects.toThrow('nothing here');
});

test('two answers to one operation do not start', () => {
  const twice = [module, module];
  const options = { world, log: silentLog, isOutputChecked: false };
  expect(() => makeDispatch(twice, options)).toThrow('two answers');
});
