/** What is remembered for seconds: not longer, not after it was forgotten, and asked once. */
import { expect, test } from 'vitest';
import { Refusal } from '../src/index.ts';
import { shortMemory } from '../src/short-memory.ts';
import { turnedWorld } from './bench.ts';

function makeMemory(patienceMs?: number) {
  const world = turnedWorld();
  const asked: string[] = [];
  let answer: (key: string) => Promise<number> = () => Promise.resolve(asked.length);
  const memory = shortMemory<number>({
    clock: world.clock,
    ageMsMax: 5_000,
    staleMsMax: 60_000,
    ...(patienceMs === undefined
      ? {}
      : { patience: { scheduler: world.scheduler, msMax: patienceMs } }),
    ask: (key) => {
      asked.push(key);
      return answer(key);
    },
  });
  const answerWith = (next: typeof answer): void => {
    answer = next;
  };
  return { world, asked, memory, answerWith };
}

test('an answer is good for its age and no longer, each under its key', async () => {
  const { world, asked, memory } = makeMemory();
  expect([await memory.find('a'), await memory.find('a'), await memory.find('b')]).toEqual([
    1, 1, 2,
  ]);
  world.turn(5_100);
  expect(await memory.find('a')).toBe(3);
  expect(asked).toEqual(['a', 'b', 'a']);
});

test('those who ask at once ask once', async () => {
  const { asked, memory } = makeMemory();
  expect(await Promise.all(['a', 'a', 'a'].map(memory.find))).toEqual([1, 1, 1]);
  expect(asked).toHaveLength(1);
});

test('what was asked before it was forgotten is not remembered after it', async () => {
  const { asked, memory, answerWith } = makeMemory();
  let tell: (value: number) => void = () => undefined;
  answerWith(() => new Promise((resolve) => (tell = resolve)));
  const early = memory.find('a');
  memory.forget();
  answerWith(() => Promise.resolve(7));
  expect(await memory.find('a')).toBe(7);
  tell(1);
  expect(await early).toBe(1);
  expect(await memory.find('a')).toBe(7);
  expect(asked).toHaveLength(2);
});

test('while nobody can be asked, what is known goes on for a minute, and a no at once', async () => {
  const { world, memory, answerWith } = makeMemory();
  await memory.find('a');
  answerWith(() => Promise.reject(new Refusal('unavailable')));
  world.turn(30_000);
  expect(await memory.find('a')).toBe(1);
  await expect(memory.find('b')).rejects.toMatchObject({ code: 'unavailable' });
  world.turn(31_000);
  await expect(memory.find('a')).rejects.toMatchObject({ code: 'unavailable' });
  answerWith(() => Promise.resolve(5));
  expect(await memory.find('a')).toBe(5);
  answerWith(() => Promise.reject(new Refusal('token_invalid')));
  world.turn(6_000);
  await expect(memory.find('a')).rejects.toMatchObject({ code: 'token_invalid' });
});

test('with patience, what is known will do while the answer is long in coming, and no longer', async () => {
  const { world, memory, answerWith } = makeMemory(10);
  await memory.find('a');
  world.turn(30_000);
  let tell: (value: number) => void = () => undefined;
  answerWith(() => new Promise((resolve) => (tell = resolve)));
  expect(await memory.find('a')).toBe(1);
  tell(7);
  await expect.poll(() => memory.find('a')).toBe(7);
  world.turn(61_000);
  const late = memory.find('a');
  tell(8);
  expect(await late).toBe(8);
});
