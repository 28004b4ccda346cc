/** Which tab drains the queue: beats, silence, theft, and what stops when a tab stops. */
import { expect, test } from 'vitest';
import { holdTabLease } from '../src/tab-lease.ts';
import type { LeaseWish, TabNews } from '../src/index.ts';
import { virtualWorld } from './virtual-world.ts';

function bench() {
  const world = virtualWorld();
  const wishes: LeaseWish[] = [];
  const told: TabNews[] = [];
  const said: string[] = [];
  let isLetGo = 0;
  const held = holdTabLease({
    world,
    lease: {
      request: (wish) => {
        wishes.push(wish);
        return () => {
          isLetGo += 1;
        };
      },
    },
    channel: { tell: (news) => void told.push(news), listen: () => () => undefined },
    onWon: () => said.push('won'),
    onLost: () => said.push('lost'),
  });
  return { world, wishes, told, said, held, lettingsGo: () => isLetGo };
}

test('waits at first, and beats at once and every five seconds while it holds', async () => {
  const { world, wishes, told, said, held } = bench();
  expect(wishes.map(({ isStealing }) => isStealing)).toEqual([false]);
  await world.pass(6_000);
  expect([held.isHeld(), told]).toEqual([false, []]);
  wishes[0]?.onWon();
  expect([held.isHeld(), told.length, said]).toEqual([true, 1, ['won']]);
  await world.pass(10_000);
  expect(told).toEqual([{ kind: 'beat' }, { kind: 'beat' }, { kind: 'beat' }]);
  // Whoever holds it steals from nobody, however silent the others are.
  await world.pass(60_000);
  expect(wishes).toHaveLength(1);
});

test('steals from a holder that was silent for fifteen seconds, and from no other', async () => {
  const { world, wishes, held, lettingsGo } = bench();
  await world.pass(14_999);
  held.heard();
  await world.pass(1);
  expect(wishes).toHaveLength(1);
  await world.pass(14_999);
  expect(wishes).toHaveLength(1);
  await world.pass(1);
  expect(wishes.map(({ isStealing }) => isStealing)).toEqual([false, true]);
  // It no longer waits in the other way.
  expect(lettingsGo()).toBe(1);
});

test('waits again once it was stolen', () => {
  const { wishes, said, held } = bench();
  wishes[0]?.onWon();
  wishes[0]?.onLost();
  expect([held.isHeld(), said]).toEqual([false, ['won', 'lost']]);
  expect(wishes.map(({ isStealing }) => isStealing)).toEqual([false, false]);
});

test('a tab that stopped lets go, beats no more, and hears of nothing', async () => {
  const { world, wishes, told, said, held, lettingsGo } = bench();
  held.stop();
  wishes[0]?.onWon();
  wishes[0]?.onLost();
  await world.pass(60_000);
  expect([held.isHeld(), said, told, wishes.length]).toEqual([false, [], [], 1]);
  expect([lettingsGo(), world.waiting()]).toEqual([1, 0]);
});
