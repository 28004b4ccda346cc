/** What every sealer has to do, whatever its key is kept in. */
import { KeyLost, SealBroken } from '@evertill/kernel';
import type { Sealer } from '@evertill/kernel';
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';

export interface SealerUnderTest {
  readonly sealer: Sealer;
  /** From now on another key, or another version of it, seals. */
  readonly rotate: () => Promise<unknown>;
  /** For ever. */
  readonly lose: () => Promise<unknown>;
  /** Another one, with keys of its own. */
  readonly other: () => Sealer;
}

/** `open` makes a sealer that has not sealed anything yet. */
export function sealerSuite(open: () => SealerUnderTest): void {
  const secret = randomBytes(32);

  test('what is sealed opens in its place, and in no other', async () => {
    const { sealer } = open();
    const text = await sealer.seal(secret, 'row 1');
    expect(text).not.toContain(secret.toString('base64').slice(0, 20));
    expect(await sealer.open(text, 'row 1')).toEqual(secret);
    await expect(sealer.open(text, 'row 2')).rejects.toThrow(SealBroken);
    await expect(sealer.open(text, '')).rejects.toThrow(SealBroken);
    expect(await sealer.seal(secret, 'row 1')).not.toBe(text);
  });

  test('what was changed, or sealed by nobody, does not open', async () => {
    const { sealer } = open();
    const text = await sealer.seal(secret, 'x');
    const [last = ''] = text.slice(-8);
    const changed = `${text.slice(0, -8)}${last === 'A' ? 'B' : 'A'}${text.slice(-7)}`;
    await expect(sealer.open(changed, 'x')).rejects.toThrow(SealBroken);
    await expect(sealer.open('hello', 'x')).rejects.toThrow(SealBroken);
    await expect(sealer.open('', 'x')).rejects.toThrow(SealBroken);
  });

  test('what another sealed does not open', async () => {
    const { sealer, other } = open();
    const strange = await other().seal(secret, 'x');
    // One knows that it lacks the key, another only that it does not open.
    await expect(sealer.seal(secret, 'x')).resolves.toBeTypeOf('string');
    const error: unknown = await sealer.open(strange, 'x').catch((reason: unknown) => reason);
    expect(error instanceof KeyLost || error instanceof SealBroken).toBe(true);
  });

  test('turned round, it opens what was, and seals it anew on demand, once', async () => {
    const { sealer, rotate } = open();
    const old = await sealer.seal(secret, 'x');
    expect(await sealer.reseal(old, 'x')).toBe(old);
    await rotate();
    const anew = await sealer.reseal(old, 'x');
    expect(anew).not.toBe(old);
    expect(await sealer.reseal(anew, 'x')).toBe(anew);
    expect(await sealer.open(old, 'x')).toEqual(secret);
    expect(await sealer.open(anew, 'x')).toEqual(secret);
    await expect(sealer.reseal(old, 'y')).rejects.toThrow(SealBroken);
  });

  lossCases(open, secret);
}

function lossCases(open: () => SealerUnderTest, secret: Buffer): void {
  test('whose key is lost opens nothing, and makes no other key by opening', async () => {
    const { sealer, lose } = open();
    const text = await sealer.seal(secret, 'x');
    await lose();
    await expect(sealer.open(text, 'x')).rejects.toThrow(KeyLost);
    await expect(sealer.reseal(text, 'x')).rejects.toThrow(KeyLost);
    await expect(sealer.open(text, 'x')).rejects.toThrow(KeyLost);
  });

  test('secrets of any length, from none to a page', async () => {
    const { sealer } = open();
    for (const length of [0, 1, 16, 4_096]) {
      const one = randomBytes(length);
      expect(await sealer.open(await sealer.seal(one, 'x'), 'x')).toEqual(one);
    }
  });
}
