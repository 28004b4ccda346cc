/** Where the keys come from that sign access tokens: a port, and the adapter for one machine. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JSONWebKeySet, JWK } from 'jose';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

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
    kept ??= readOrMake(file).catch((error: unknown) => {
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

async function readOrMake(file: string): Promise<readonly JWK[]> {
  const found = await readKeys(file);
  if (found !== undefined) return found;
  await writeOnce(file, await makeKey());
  const made = await readKeys(file);
  if (made === undefined) throw new Error(`the signing keys vanished: ${file}`);
  return made;
}

/** A file that cannot be read is left for a person: replacing it would end every session. */
async function readKeys(file: string): Promise<readonly JWK[] | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const { keys } = JSON.parse(text) as { keys?: unknown };
  if (!Array.isArray(keys) || keys.length === 0) throw new Error(`no signing keys in ${file}`);
  return keys as readonly JWK[];
}

async function makeKey(): Promise<JWK> {
  const pair = await generateKeyPair(ALGORITHM, { modulusLength: MODULUS_BITS, extractable: true });
  const key = await exportJWK(pair.privateKey);
  return { ...key, kid: await calculateJwkThumbprint(key), alg: ALGORITHM, use: 'sig' };
}

/**
 * The whole file appears at once or not at all, and an existing one is never replaced: of two
 * processes that start together both end up with the keys of the quicker one.
 */
async function writeOnce(file: string, key: JWK): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // Named after the key, so that no two writers share it.
  const draft = `${file}.${key.kid ?? ''}.new`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify({ keys: [key] }, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
    await unlink(draft);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Some file systems know no links. There, two processes that start together are on their own.
    if (code === 'EEXIST') await unlink(draft);
    else await rename(draft, file);
  }
}
