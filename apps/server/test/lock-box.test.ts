/** A locked file of several pieces: changed, cut off, put together otherwise, it does not open. */
import { realWorld } from '@evertill/kernel';
import { expect, test } from 'vitest';
import { lock, unlock } from '../src/tenant/lock-box.ts';

const PIECE = 65_536 + 16;
const secret = Buffer.alloc(200_000, 'what a shop has ');
const passphrase = 'eleven green bottles and one';

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const opened = (bytes: Buffer, chunk = 10_000) => all(unlock(inChunks(bytes, chunk), passphrase));

test('it opens as it was, however it arrives; and not when it was touched', async () => {
  const locked = await all(lock(inChunks(secret, 70_000), passphrase, realWorld()));
  const head = locked.indexOf(10) + 1;
  expect((await opened(locked)).equals(secret)).toBe(true);
  expect((await opened(locked, 997)).equals(secret)).toBe(true);
  const piece = (number: number): Buffer =>
    locked.subarray(head + number * PIECE, head + (number + 1) * PIECE);
  const line = locked.subarray(0, head);
  const wrong: Readonly<Record<string, Buffer>> = {
    'cut off after a piece': locked.subarray(0, head + 2 * PIECE),
    'cut off after the head': line,
    'without a piece': Buffer.concat([line, piece(0), piece(2), piece(3)]),
    'pieces in another order': Buffer.concat([line, piece(1), piece(0), piece(2), piece(3)]),
    'something behind it': Buffer.concat([locked, Buffer.from('x')]),
    'another head': Buffer.concat([
      Buffer.from(line.toString().replace('{', '{ ')),
      locked.subarray(head),
    ]),
  };
  for (const [name, bytes] of Object.entries(wrong)) {
    await expect(opened(bytes), name).rejects.toThrow(/does not open|cut short/);
  }
}, 60_000);

test('the same shop twice is two files that have nothing in common', async () => {
  const [one, other] = await Promise.all(
    [1, 2].map(() => all(lock(inChunks(secret, 70_000), passphrase, realWorld()))),
  );
  expect(one?.length).toBe(other?.length);
  expect(one?.subarray(-1_000).equals(other?.subarray(-1_000) ?? Buffer.alloc(0))).toBe(false);
});
