/** The sealer of one machine, asked what every sealer is asked; and shelves that keys stand on. */
import { sealerSuite } from '@evertill/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  isSealedHere,
  keyFile,
  localSealer,
  movedSealer,
  movedShelf,
  readOrMakeKeys,
  realWorld,
  rememberedShelf,
  rotateLocalSealingKeys,
} from '../src/index.ts';
import type { KeyShelf } from '../src/index.ts';

const world = realWorld();
let folder: string;
let made = 0;
const freshFile = (): string => path.join(folder, `${(made += 1)}.json`);
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evertill-shelves-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('of one machine', () => {
  sealerSuite(() => {
    const file = freshFile();
    // A process that starts anew: one that runs remembers what it read.
    const sealer = (): ReturnType<typeof localSealer> => localSealer(file, world);
    return {
      sealer: {
        seal: (...words) => sealer().seal(...words),
        open: (...words) => sealer().open(...words),
        reseal: (...words) => sealer().reseal(...words),
      },
      rotate: () => rotateLocalSealingKeys(file, world),
      lose: () => rm(file),
      other: () => localSealer(freshFile(), world),
    };
  });
});

test('on its way from one to another, what either sealed opens, and the new one seals', async () => {
  const [from, other] = [localSealer(freshFile(), world), localSealer(freshFile(), world)];
  const to = {
    ...other,
    seal: async (secret: Buffer, place: string) => `new:${await other.seal(secret, place)}`,
    open: (text: string, place: string) => other.open(text.slice(4), place),
    reseal: (text: string) => Promise.resolve(text),
  };
  const moved = movedSealer({ to, from, isFrom: isSealedHere });
  const old = await from.seal(Buffer.from('a'), 'x');
  expect((await moved.open(old, 'x')).toString()).toBe('a');
  const anew = await moved.reseal(old, 'x');
  expect(anew).toMatch(/^new:/);
  expect((await moved.open(anew, 'x')).toString()).toBe('a');
  expect(await moved.reseal(anew, 'x')).toBe(anew);
  await expect(moved.reseal(old, 'y')).rejects.toThrow();
});

/** In memory, and away when it is told to be. */
function someShelf(): KeyShelf & { isAway: boolean; reads: number } {
  let keys: readonly unknown[] | undefined;
  const shelf = {
    isAway: false,
    reads: 0,
    name: 'some',
    read: async () => {
      shelf.reads += 1;
      if (shelf.isAway) throw new Error('away');
      return keys;
    },
    writeOnce: async (_: string, made: readonly unknown[]) => {
      keys ??= made;
    },
    replace: async (_: string, made: readonly unknown[]) => {
      keys = made;
    },
    mark: () => Promise.resolve('never asked'),
  };
  return shelf;
}

test('keys that are on their way are brought along, not made anew', async () => {
  const [from, to] = [keyFile(freshFile()), someShelf()];
  const make = (id: string) => () => Promise.resolve({ id, key: { kid: id } });
  await readOrMakeKeys({ shelf: from, make: make('old') });
  const shelf = movedShelf(to, from);
  expect(await readOrMakeKeys({ shelf, make: make('new') })).toEqual([{ kid: 'old' }]);
  expect(await to.read()).toEqual([{ kid: 'old' }]);
  await from.replace('later', [{ kid: 'later' }]);
  expect(await shelf.read()).toEqual([{ kid: 'old' }]);
  // Away, it makes no keys, and takes none from where they were.
  to.isAway = true;
  await expect(readOrMakeKeys({ shelf, make: make('new') })).rejects.toThrow('away');
});

test('a shelf behind a network is asked every two seconds, and done without while away', async () => {
  let nowMs = 0;
  const far = someShelf();
  const shelf = rememberedShelf(far, { ...world, clock: { now: () => new Date(nowMs) } });
  await shelf.writeOnce('a', [1]);
  const first = await shelf.mark();
  expect([await shelf.read(), await shelf.read(), far.reads]).toEqual([[1], [1], 1]);
  await far.replace('b', [2]);
  expect(await shelf.mark()).toBe(first);
  nowMs = 2_000;
  expect(await shelf.mark()).not.toBe(first);
  far.isAway = true;
  nowMs = 9_999_999;
  expect(await shelf.read()).toEqual([2]);
  await expect(rememberedShelf(far, world).read()).rejects.toThrow('away');
});

test('whoever has keys is not held up by a shelf that does not answer', async () => {
  let nowMs = 0;
  const far = someShelf();
  let isSilent = false;
  const silent = new Promise<never>(() => undefined);
  const read = () => (isSilent ? silent : far.read());
  const clock = { now: () => new Date(nowMs) };
  const shelf = rememberedShelf({ ...far, read }, { ...world, clock });
  await shelf.writeOnce('a', [1]);
  expect(await shelf.read()).toEqual([1]);
  isSilent = true;
  nowMs = 5_000;
  expect(await shelf.read()).toEqual([1]);
});
