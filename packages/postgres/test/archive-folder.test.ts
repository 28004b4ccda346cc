/** What is thrown away of an archive, and what can still be put back afterwards. */
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { pruneArchive, windowsOf } from '../src/index.ts';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const day = (number: number): string => `2026-11-${String(number).padStart(2, '0')}T00:00:00.000Z`;
const piece = (number: number): string =>
  `0000000100000000${number.toString(16).toUpperCase().padStart(8, '0')}`;

let archive: string;
/** A copy on the 1st, the 8th and the 15th, and a piece of the log each day until the 20th. */
beforeEach(async () => {
  archive = await mkdtemp(path.join(tmpdir(), 'evertill-archive-'));
  folders.push(archive);
  for (const number of [1, 8, 15]) {
    const folder = path.join(archive, 'base', day(number).replace(/[:.]/g, '-'));
    await mkdir(folder, { recursive: true });
    const note = { endedAt: day(number), firstSegment: piece(number) };
    await writeFile(path.join(folder, 'base.json'), JSON.stringify(note));
  }
  await mkdir(path.join(archive, 'log'));
  for (let number = 1; number <= 20; number += 1) {
    const file = path.join(archive, 'log', `${piece(number)}.gz`);
    await writeFile(file, '');
    const written = new Date(Date.parse(day(number)) + 3_600_000);
    await utimes(file, written, written);
  }
});

const stretches = () => windowsOf(archive).map(({ from, hasGap }) => [from, hasGap]);
const piecesLeft = async () => (await readdir(path.join(archive, 'log'))).length;

test('of what is older, the copy that the first kept day is reached from stays', async () => {
  expect(stretches()).toEqual([day(1), day(8), day(15)].map((from) => [from, false]));
  expect(pruneArchive(archive, new Date(day(10)))).toEqual({ bases: 1, segments: 7 });
  expect(stretches()).toEqual([day(8), day(15)].map((from) => [from, false]));
  expect(await piecesLeft()).toBe(13);
});

test('nothing goes twice, and nothing that is still needed', async () => {
  pruneArchive(archive, new Date(day(15)));
  expect(stretches()).toEqual([[day(15), false]]);
  expect(pruneArchive(archive, new Date(day(15)))).toEqual({ bases: 0, segments: 0 });
  expect(pruneArchive(archive, new Date(day(30)))).toEqual({ bases: 0, segments: 0 });
  expect(stretches()).toEqual([[day(15), false]]);
  expect(await piecesLeft()).toBe(6);
});

test('where every copy is newer, all of them stay', async () => {
  expect(pruneArchive(archive, new Date('2026-10-01T00:00:00Z'))).toEqual({
    bases: 0,
    segments: 0,
  });
  expect(stretches()).toHaveLength(3);
});

test('an archive without a copy, or none at all, loses nothing', async () => {
  await rm(path.join(archive, 'base'), { recursive: true });
  expect(pruneArchive(archive, new Date(day(30)))).toEqual({ bases: 0, segments: 0 });
  expect(await piecesLeft()).toBe(20);
  const nowhere = path.join(archive, 'nowhere');
  expect(pruneArchive(nowhere, new Date(day(30)))).toEqual({ bases: 0, segments: 0 });
});

test('a copy that is being made is not counted, and stays', async () => {
  const making = path.join(archive, 'base', 'making-2026-11-19');
  await mkdir(making);
  pruneArchive(archive, new Date(day(30)));
  expect(await readdir(path.join(archive, 'base'))).toContain('making-2026-11-19');
});
