/** Where the keys come from that sign access tokens: a port, and the adapter for one machine. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JSONWebKeySet, JWK } from 'jose';
import { readOrMakeKeys } from './key-file.ts';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
}

export interface SigningKeys {
  readonly current: () => Promise<SigningKey>;
  /** The public halves of all keys whose tokens may still be out there. */
  readonly jwks: () => Promise<JSONWebKeySet>;
}

const ALGORITHM = 'RS256';
const MODULUS_BITS = 2048;
/** Only these leave the process; every other member of an RSA key is secret. */
const publicMembers = ['kty', 'n', 'e', 'kid', 'alg', 'use'] as const;

/** Keys in a file that only its owner may read; made at the first use. The first one signs. */
export function localSigningKeys(file: string): SigningKeys {
  let kept: Promise<readonly JWK[]> | undefined;
  const keys = (): Promise<readonly JWK[]> => {
    kept ??= readOrMakeKeys({ file, make: makeKey }).catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
  let signing: Promise<SigningKey> | undefined;
  return {
    current: () => {
      signing ??= keys().then(signingKeyOf);
      signing.catch(() => {
        signing = undefined;
      });
      return signing;
    },
    jwks: async () => ({ keys: (await keys()).map(publicHalf) }),
  };
}

async function signingKeyOf([first]: readonly JWK[]): Promise<SigningKey> {
  if (first?.kid === undefined) throw new Error('the first signing key has no kid');
  const privateKey = await importJWK(first, ALGORITHM);
  if (privateKey instanceof Uint8Array) throw new Error('the first signing key is no RSA key');
  return { kid: first.kid, privateKey };
}

function publicHalf(key: JWK): JWK {
  return Object.fromEntries(publicMembers.map((name) => [name, key[name]]));
}

async function makeKey(): Promise<{ id: string; key: JWK }> {
  const pair = await generateKeyPair(ALGORITHM, { modulusLength: MODULUS_BITS, extractable: true });
  const key = await exportJWK(pair.privateKey);
  const kid = await calculateJwkThumbprint(key);
  return { id: kid, key: { ...key, kid, alg: ALGORITHM, use: 'sig' } };
}
