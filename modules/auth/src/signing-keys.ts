/** Where the keys come from that sign access tokens: a port, and keys that stand on a shelf. */
import { keyFile, readOrMakeKeys } from '@evertill/kernel';
import type { KeyShelf, World } from '@evertill/kernel';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JSONWebKeySet, JWK } from 'jose';

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

/** When a key signs from and until; without either it signs from the start, and for ever. */
interface KeptKey extends JWK {
  readonly signs_from?: string;
  readonly retired_at?: string;
}

/**
 * A new key is known before it signs: whoever verifies asks again for a key that is unknown, but
 * not more often than every five seconds.
 */
const HEAD_START_MS = 10_000;
/** The life of an access token, and room for clocks that differ. */
const RETIRED_MS = 16 * 60_000;

/** Keys in a file that only its owner may read. */
export function localSigningKeys(file: string, world: Pick<World, 'clock'>): SigningKeys {
  return shelfSigningKeys(keyFile(file), world);
}

/** Made at first, read again when they changed. */
export function shelfSigningKeys(shelf: KeyShelf, { clock }: Pick<World, 'clock'>): SigningKeys {
  const keysNow = keysOf(shelf);
  const imported = new Map<string, Promise<SigningKey>>();
  const nowMs = (): number => clock.now().getTime();
  return {
    current: async () => {
      const key = signingKeyAt(await keysNow(), nowMs());
      const { kid = '' } = key;
      const known = imported.get(kid) ?? signingKeyOf(key);
      imported.set(kid, known);
      known.catch(() => imported.delete(kid));
      return known;
    },
    jwks: async () => {
      const keys = await keysNow();
      return { keys: keys.filter((key) => isPublished(key, nowMs())).map(publicHalf) };
    },
  };
}

/** A new key joins the file, and the one that signed until now is retired. Answers its id. */
export function rotateLocalSigningKeys(file: string, world: Pick<World, 'clock'>): Promise<string> {
  return rotateSigningKeys(keyFile(file), world);
}

/** As `rotateLocalSigningKeys`, wherever they stand. */
export async function rotateSigningKeys(
  shelf: KeyShelf,
  { clock }: Pick<World, 'clock'>,
): Promise<string> {
  const nowMs = clock.now().getTime();
  const keys = await readOrMakeKeys<KeptKey>({ shelf, make: makeKey });
  const { id, key } = await makeKey();
  const signsFrom = new Date(nowMs + HEAD_START_MS).toISOString();
  const kept = keys
    .filter((one) => isPublished(one, nowMs))
    .map((one) => ({ ...one, retired_at: one.retired_at ?? signsFrom }));
  await shelf.replace(id, [{ ...key, signs_from: signsFrom }, ...kept]);
  return id;
}

/** Read again whenever somebody put others in their place. */
function keysOf(shelf: KeyShelf): () => Promise<readonly KeptKey[]> {
  let kept: { readonly mark: string; readonly keys: readonly KeptKey[] } | undefined;
  let making: Promise<readonly KeptKey[]> | undefined;
  return async () => {
    const mark = await shelf.mark();
    if (kept?.mark === mark) return kept.keys;
    making ??= readOrMakeKeys<KeptKey>({ shelf, make: makeKey }).finally(() => {
      making = undefined;
    });
    kept = { mark, keys: await making };
    return kept.keys;
  };
}

function signingKeyAt(keys: readonly KeptKey[], nowMs: number): KeptKey {
  const started = keys.find(
    ({ signs_from: from }) => from === undefined || Date.parse(from) <= nowMs,
  );
  const [first] = keys;
  if (first === undefined) throw new Error('there is no signing key');
  return started ?? first;
}

function isPublished({ retired_at: retiredAt }: KeptKey, nowMs: number): boolean {
  return retiredAt === undefined || Date.parse(retiredAt) + RETIRED_MS > nowMs;
}

async function signingKeyOf(key: KeptKey): Promise<SigningKey> {
  if (key.kid === undefined) throw new Error('a signing key has no kid');
  const privateKey = await importJWK(key, ALGORITHM);
  if (privateKey instanceof Uint8Array) throw new Error('a signing key is no RSA key');
  return { kid: key.kid, privateKey };
}

function publicHalf(key: KeptKey): JWK {
  return Object.fromEntries(publicMembers.map((name) => [name, key[name]]));
}

async function makeKey(): Promise<{ id: string; key: JWK }> {
  const pair = await generateKeyPair(ALGORITHM, { modulusLength: MODULUS_BITS, extractable: true });
  const key = await exportJWK(pair.privateKey);
  const kid = await calculateJwkThumbprint(key);
  return { id: kid, key: { ...key, kid, alg: ALGORITHM, use: 'sig' } };
}
