/** What is sealed opens in its own place, under its own key, unchanged; and nowhere else. */
import { chmod, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  KEY_BYTES,
  KeyLost,
  SealBroken,
  localSealer,
  openBytes,
  realWorld,
  rotateLocalSealingKeys,
  sealBytes,
  sealingKeyId,
  sealingKeyIds,
} from '../src/index.ts';

const world = realWorld();
const secret = Buffer.from('a secret');
let folder: string;
let file: string;
let made = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evertill-sealer-'));
});
beforeEach(() => {
  file = path.join(folder, `${(made += 1)}-keys.json`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('bytes', () => {
  const key = world.randomness.bytes(KEY_BYTES);
  const sealed = sealBytes(key, secret, 'here', world);

  test('open where they were sealed', () => {
    expect(openBytes(key, sealed, 'here')).toEqual(secret);
    expect(sealed.length).toBe(secret.length + 28);
    expect(sealBytes(key, secret, 'here', world)).not.toEqual(sealed);
    expect(openBytes(key, sealBytes(key, Buffer.alloc(0), '', world), '')).toHaveLength(0);
  });

  test('and nowhere else, under no other key, with no bit changed, not cut short', () => {
    expect(() => openBytes(key, sealed, 'there')).toThrow(SealBroken);
    expect(() => openBytes(world.randomness.bytes(KEY_BYTES), sealed, 'here')).toThrow(SealBroken);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = changed.readUInt8(at) ^ 1;
      expect(() => openBytes(key, changed, 'here'), `byte ${at}`).toThrow(SealBroken);
      expect(() => openBytes(key, sealed.subarray(0, at), 'here')).toThrow(SealBroken);
    }
  });
});

describe('a sealer of one machine', () => {
  test('makes its key at the first use, for its owner alone', async () => {
    const sealer = localSealer(file, world);
    const text = await sealer.seal(secret, 'row 1');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await sealer.open(text, 'row 1')).toEqual(secret);
    expect(await localSealer(file, world).open(text, 'row 1')).toEqual(secret);
    expect(await sealingKeyIds(file)).toEqual([sealingKeyId(text)]);
    await expect(sealer.open(text, 'row 2')).rejects.toThrow(SealBroken);
    await expect(sealer.open('hello', 'row 1')).rejects.toThrow(SealBroken);
  });

  test('of several that start at once, all have one key', async () => {
    const sealers = Array.from({ length: 5 }, () => localSealer(file, world));
    const texts = await Promise.all(sealers.map((sealer) => sealer.seal(secret, 'x')));
    expect(new Set(texts.map(sealingKeyId)).size).toBe(1);
    expect((await readdir(folder)).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  test('that is turned round opens what it sealed, and seals it anew on demand', async () => {
    const sealer = localSealer(file, world);
    const old = await sealer.seal(secret, 'x');
    expect(await sealer.reseal(old, 'x')).toBe(old);
    const kid = await rotateLocalSealingKeys(file, world);
    // The one that runs notices.
    const anew = await sealer.reseal(old, 'x');
    expect(sealingKeyId(anew)).toBe(kid);
    expect(await sealer.open(old, 'x')).toEqual(secret);
    expect(await localSealer(file, world).open(anew, 'x')).toEqual(secret);
    await expect(sealer.reseal(old, 'y')).rejects.toThrow(SealBroken);
  });

  test('whose file is lost opens nothing, and makes no other key by opening', async () => {
    const text = await localSealer(file, world).seal(secret, 'x');
    await rename(file, `${file}.away`);
    const sealer = localSealer(file, world);
    await expect(sealer.open(text, 'x')).rejects.toThrow(KeyLost);
    await expect(sealer.reseal(text, 'x')).rejects.toThrow(KeyLost);
    expect(await sealingKeyIds(file)).toEqual([]);
    await writeFile(file, '{"keys":[]}');
    await expect(sealer.open(text, 'x')).rejects.toThrow('no keys');
    await writeFile(file, 'not JSON');
    await expect(sealer.seal(secret, 'x')).rejects.toThrow();
    // What a person put there is left for a person.
    expect(await readFile(file, 'utf8')).toBe('not JSON');
    await rename(`${file}.away`, file);
    expect(await sealer.open(text, 'x')).toEqual(secret);
    await chmod(file, 0o600);
  });
});
