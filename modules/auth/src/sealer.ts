/**
 * Seals small secrets that the database keeps and must not be able to read: a port, and the adapter
 * for one machine, AES-256-GCM under a key in a file.
 *
 * What is sealed is bound to a place, so that nobody can move it from one row to another.
 */
import type { World } from '@evertill/kernel';
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { readOrMakeKeys } from './key-file.ts';

export interface Sealer {
  readonly seal: (secret: Buffer, place: string) => Promise<string>;
  /** Throws when it was sealed for another place, under a lost key, or was changed. */
  readonly open: (sealed: string, place: string) => Promise<Buffer>;
}

interface SealingKey {
  readonly kid: string;
  /** 32 bytes, base64url. */
  readonly key: string;
}

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `v1.<key id>.<nonce>.<tag>.<sealed>`, each in base64url. The first key of the file seals. */
export function localSealer(file: string, { randomness }: Pick<World, 'randomness'>): Sealer {
  const make = async () => {
    const kid = randomness.bytes(8).toString('base64url');
    return { id: kid, key: { kid, key: randomness.bytes(KEY_BYTES).toString('base64url') } };
  };
  let kept: Promise<readonly SealingKey[]> | undefined;
  const keys = (): Promise<readonly SealingKey[]> => {
    kept ??= readOrMakeKeys<SealingKey>({ file, make }).catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
  return {
    seal: async (secret, place) => {
      const [first] = await keys();
      if (first === undefined) throw new Error('there is no key to seal with');
      const nonce = randomness.bytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, keyBytes(first), nonce).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
      const parts = [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'));
      return ['v1', first.kid, ...parts].join('.');
    },
    open: async (text, place) => {
      const [version, kid, nonce = '', tag = '', sealed = ''] = text.split('.');
      const key = (await keys()).find((one) => one.kid === kid);
      if (version !== 'v1' || key === undefined) throw new Error('sealed with a key we lack');
      const decipher = createDecipheriv(CIPHER, keyBytes(key), Buffer.from(nonce, 'base64url'), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(place))
        .setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(sealed, 'base64url'), decipher.final()]);
    },
  };
}

function keyBytes({ key }: SealingKey): Buffer {
  return Buffer.from(key, 'base64url');
}
