/** Room kept for the day on which there is none. */
import { expect, test } from 'vitest';
import { StorageFull } from '../src/index.ts';
import type { BallastPort } from '../src/index.ts';
import { takeBallast, withBallast } from '../src/ballast.ts';

interface Disk extends BallastPort {
  room: number;
  taken: number;
}

function diskWith(room: number, taken = 0): Disk {
  const disk: Disk = {
    room,
    taken,
    bytes: async () => disk.taken,
    take: async (bytes) => {
      if (bytes > disk.room) throw new Error('no room');
      disk.taken = bytes;
      disk.room -= bytes;
    },
    drop: async () => {
      disk.room += disk.taken;
      disk.taken = 0;
    },
  };
  return disk;
}

const pause = async (): Promise<void> => undefined;

const writing =
  (disk: Disk, bytes = 10) =>
  async (): Promise<string> => {
    if (disk.room < bytes) throw new StorageFull();
    disk.room -= bytes;
    return 'written';
  };

test('is left alone while there is room', async () => {
  const disk = diskWith(100, 50);
  expect(await withBallast(disk, writing(disk), pause)).toEqual({
    value: 'written',
    usedBallast: false,
  });
  expect(disk.taken).toBe(50);
});

test('is given back when there is none, and the write is made again', async () => {
  const disk = diskWith(0, 50);
  expect(await withBallast(disk, writing(disk), pause)).toEqual({
    value: 'written',
    usedBallast: true,
  });
  expect([disk.taken, disk.room]).toEqual([0, 40]);
});

test('is waited for where the room is there a moment later only, and not without end', async () => {
  const disk = diskWith(0, 50);
  let pauses = 0;
  const later = { ...disk, drop: async () => undefined, bytes: async () => 50 };
  const give = async (): Promise<void> => {
    pauses += 1;
    if (pauses === 3) disk.room = 50;
  };
  const written = await withBallast(later, writing(disk), give);
  expect([written.usedBallast, pauses]).toEqual([true, 3]);
  disk.room = 0;
  await expect(withBallast(later, writing(disk), give)).rejects.toThrow(StorageFull);
  expect(pauses).toBe(3 + 99);
});

test('without it a full disk is a full disk', async () => {
  const disk = diskWith(0);
  await expect(withBallast(disk, writing(disk), pause)).rejects.toThrow(StorageFull);
  await expect(withBallast(undefined, writing(disk), pause)).rejects.toThrow(StorageFull);
});

test('is of no use against anything else, and stays', async () => {
  const disk = diskWith(100, 50);
  const broken = () => Promise.reject(new TypeError('broken'));
  await expect(withBallast(disk, broken, pause)).rejects.toThrow(TypeError);
  expect(disk.taken).toBe(50);
});

test('is taken once, where there is room for it', async () => {
  const disk = diskWith(100);
  expect(await takeBallast(disk, 60)).toBe(true);
  expect([disk.taken, disk.room]).toEqual([60, 40]);
  // It has it: nothing is taken again.
  expect(await takeBallast(disk, 60)).toBe(true);
  expect(disk.room).toBe(40);
  expect(await takeBallast(disk, 61)).toBe(false);
  expect(await takeBallast(diskWith(10), 60)).toBe(false);
  expect(await takeBallast(undefined, 60)).toBe(true);
});
