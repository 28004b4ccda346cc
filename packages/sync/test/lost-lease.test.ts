/** A lock that is stolen while something is under way: what was begun ends, and nothing begins. */
import { expect, it } from 'vitest';
import { memoryDisk, memoryJournal } from '../src/index.ts';
import type { EngineParts, LeaseGiven, LeaseWish, Reply } from '../src/index.ts';
import { knowDisk, openScripted, registration } from './scripted.ts';

const movement = (id: string) => ({
  id: `00000000-0000-4000-8000-${id.padStart(12, '0')}`,
  kind: 'cash_movement' as const,
  occurredAt: '2026-01-31T09:00:00Z',
  body: { session: registration.registerId, kind: 'PAY_IN', amount: '5.00', reason: 'change' },
});

const given = (fencing: number): Reply<LeaseGiven> => ({
  kind: 'ok',
  value: { epoch: 1, fencing, lastSeq: 0 },
});

/** The lock is in the hands of the test: who was told what, it says. */
async function openAt(disk = memoryDisk(), more: Partial<EngineParts> = {}) {
  knowDisk(disk);
  const wishes: LeaseWish[] = [];
  const lease = {
    request: (wish: LeaseWish) => {
      wishes.push(wish);
      return () => undefined;
    },
  };
  const till = await openScripted(disk, { lease, ...more });
  await till.engine.enrol('CODE');
  return { till, wish: () => wishes.at(-1) };
}

it('a fencing number that comes after the lock has gone is not kept', async () => {
  const { till, wish } = await openAt();
  const late = Promise.withResolvers<Reply<LeaseGiven>>();
  till.lease = late.promise;
  wish()?.onWon();
  await till.pass(1);
  wish()?.onLost();
  late.resolve(given(7));
  await till.pass(1);
  till.lease = given(8);
  wish()?.onWon();
  await till.engine.record(movement('1'));
  await till.pass(10);
  expect(till.pushed.map(({ fencing }) => fencing)).toEqual([8]);
});

it('pushes nothing when the lock is stolen while it reads what to push', async () => {
  const disk = memoryDisk();
  const reading = Promise.withResolvers<undefined>();
  let stateNow = (): string => '';
  const onStep = (step: string) =>
    step === 'list' && stateNow() === 'pushing' ? reading.promise : undefined;
  const { till, wish } = await openAt(disk, { journal: memoryJournal({ disk, onStep }) });
  stateNow = () => till.engine.status().state;
  await till.engine.record(movement('2'));
  wish()?.onWon();
  await till.pass(1);
  expect(stateNow()).toBe('pushing');
  wish()?.onLost();
  reading.resolve(undefined);
  await till.pass(10);
  expect([till.pushed.length, stateNow()]).toEqual([0, 'following']);
  wish()?.onWon();
  await till.pass(10);
  expect(till.pushed).toHaveLength(1);
});

it('asks for no lease when the lock is stolen before it has read how far it stands', async () => {
  const disk = memoryDisk();
  const reading = Promise.withResolvers<undefined>();
  let [isSlow, asked] = [false, 0];
  const onStep = (step: string) => (isSlow && step === 'head' ? reading.promise : undefined);
  const journal = memoryJournal({ disk, onStep });
  const { till, wish } = await openAt(disk, { journal });
  Object.defineProperty(till, 'lease', {
    get: () => {
      asked += 1;
      return given(1);
    },
  });
  isSlow = true;
  wish()?.onWon();
  await till.pass(1);
  wish()?.onLost();
  reading.resolve(undefined);
  await till.pass(10);
  expect([asked, till.engine.status().state]).toEqual([0, 'following']);
});
