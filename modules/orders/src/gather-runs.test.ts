/** What goes together, what does not, and that nobody pays for a neighbour's trouble. */
import { refuse } from '@evertill/kernel';
import { expect, test } from 'vitest';
import { gatherRuns } from './gather-runs.ts';
import type { WriteRuns } from './gather-runs.ts';
import type { Recording, SalesAnswer } from './sale-batch.ts';

const answer: SalesAnswer = { status: 'ok', lastSeq: 0, outcomes: [], codes: [], flags: [] };

interface Written {
  readonly tenantId: string;
  readonly registers: readonly string[];
  readonly done: () => void;
  readonly fail: (error: Error) => void;
}

/** A writer that finishes when it is told to. */
function slowWriter(): { readonly calls: Written[]; readonly write: WriteRuns } {
  const calls: Written[] = [];
  const write: WriteRuns = (tenantId, runs) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly SalesAnswer[]>();
    const registers = runs.map(({ pen }) => pen.registerId);
    const answers = runs.map(({ sales }) => ({ ...answer, lastSeq: sales.length }));
    calls.push({ tenantId, registers, done: () => resolve(answers), fail: reject });
    return promise;
  };
  return { calls, write };
}

function run(registerId: string, tenantId = 'shop', sales = 1): Recording {
  const pen = { registerId, epoch: 1, fencing: 1, keyHash: null };
  return { context: { tenantId }, pen, sales: Array(sales).fill({}) } as unknown as Recording;
}

/** Lets everything run that can. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('who is alone waits for nobody; who comes meanwhile goes together, and gets an own answer', async () => {
  const { calls, write } = slowWriter();
  const record = gatherRuns(write);
  const answers = [record(run('a')), record(run('b', 'shop', 2)), record(run('c', 'shop', 3))];
  expect(calls.map(({ registers }) => registers)).toEqual([['a']]);
  calls[0]?.done();
  await settled();
  expect(calls.map(({ registers }) => registers)).toEqual([['a'], ['b', 'c']]);
  calls[1]?.done();
  expect((await Promise.all(answers)).map(({ lastSeq }) => lastSeq)).toEqual([1, 2, 3]);
  void record(run('d'));
  expect(calls).toHaveLength(3);
});

test('a register goes once in a call, in the order in which it sent', async () => {
  const { calls, write } = slowWriter();
  const record = gatherRuns(write);
  for (const register of ['a', 'b', 'a', 'c', 'a']) void record(run(register));
  for (let call = 0; call < 4; call += 1) {
    calls[call]?.done();
    await settled();
  }
  expect(calls.map(({ registers }) => registers)).toEqual([['a'], ['b', 'a', 'c'], ['a']]);
});

test('shops do not wait for each other, and long runs for nobody', () => {
  const { calls, write } = slowWriter();
  const record = gatherRuns(write);
  void record(run('a', 'one'));
  void record(run('b', 'other'));
  void record(run('c', 'one', 100));
  expect(calls.map(({ tenantId, registers }) => [tenantId, ...registers])).toEqual([
    ['one', 'a'],
    ['other', 'b'],
    ['one', 'c'],
  ]);
});

test('what breaks a call is found by itself; the others are written', async () => {
  const { calls, write } = slowWriter();
  const record = gatherRuns(write);
  const all = Promise.allSettled(['a', 'b', 'c'].map((register) => record(run(register))));
  calls[0]?.done();
  await settled();
  calls[1]?.fail(new Error('poison'));
  await settled();
  calls[2]?.fail(new Error('it is b'));
  await settled();
  calls[3]?.done();
  const outcomes = await all;
  await settled();
  expect(calls.slice(1).map(({ registers }) => registers)).toEqual([['b', 'c'], ['b'], ['c']]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  void record(run('d'));
  expect(calls).toHaveLength(5);
});

test('a database that does not answer is asked once for all of them', async () => {
  const { calls, write } = slowWriter();
  const record = gatherRuns(write);
  const all = Promise.allSettled(['a', 'b', 'c'].map((register) => record(run(register))));
  calls[0]?.done();
  await settled();
  calls[1]?.fail(unavailable());
  const outcomes = await all;
  expect(calls).toHaveLength(2);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
});

function unavailable(): Error {
  try {
    return refuse('unavailable', { retryAfterSeconds: 1 });
  } catch (error) {
    return error as Error;
  }
}
