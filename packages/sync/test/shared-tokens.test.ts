/** One token for all tabs of a device, renewed by one of them. */
import { NoAnswer } from '@evertill/client';
import { expect, test } from 'vitest';
import { sharedTokens } from '../src/index.ts';
import { virtualWorld } from './virtual-world.ts';

function bench(renew: () => Promise<string>) {
  const world = virtualWorld();
  let token: string | undefined = 'old';
  const board = {
    read: () => token,
    write: (next: string | undefined) => {
      token = next;
    },
  };
  let turn = Promise.resolve();
  const alone = (work: () => Promise<void>): Promise<void> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const tab = () => sharedTokens({ board, alone, renew, world });
  return { world, board, tab };
}

test('two tabs that find it spent renew it once', async () => {
  let renewals = 0;
  const { tab, board } = bench(async () => `new ${(renewals += 1)}`);
  const [one, other] = [tab(), tab()];
  await Promise.all([one.refresh(), other.refresh()]);
  expect([renewals, board.read(), one.access(), other.access()]).toEqual([
    1,
    'new 1',
    'new 1',
    'new 1',
  ]);
  await one.refresh();
  expect(renewals).toBe(2);
});

test('what the server says to a renewal is said to whoever asked, and the token stays', async () => {
  const { tab, board, world } = bench(() => Promise.reject(new Error('logged out')));
  await expect(tab().refresh()).rejects.toThrow('logged out');
  expect(board.read()).toBe('old');
  expect(world.waiting()).toBe(0);
});

test('a renewal without an answer holds nobody up for longer than fifteen seconds', async () => {
  const answers = [new Promise<string>(() => undefined), Promise.resolve('new')];
  const { tab, board, world } = bench(() => answers.shift() ?? Promise.reject(new Error('no')));
  const first = tab().refresh();
  const second = tab().refresh();
  const failed = expect(first).rejects.toThrow(NoAnswer);
  await world.pass(14_999);
  expect(board.read()).toBe('old');
  await world.pass(1);
  await failed;
  await second;
  expect(board.read()).toBe('new');
});
