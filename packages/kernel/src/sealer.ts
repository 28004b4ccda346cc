/**
 * Seals small secrets under a key that the database never has: a port, and the adapter for one
 * machine, whose keys stand in a file that only its owner may read.
 *
 * One sealer is one named key with its versions, as a key of Vault's transit engine is: `seal`,
 * `open` and `reseal` are its encrypt, decrypt and rewrap, and no caller sees the key itself. They
 * are asked rarely and may go over a network, so never within a transaction.
 */
import { keyFile } from './key-file.ts';
import { readOrMakeKeys } from './key-shelf.ts';
import type { KeyShelf } from './key-shelf.ts';
import { KEY_BYTES, SealBroken, openBytes, sealBytes } from './sealing.ts';
import type { World } from './surroundings.ts';

export interface Sealer {
  /** Under the newest version of the key, bound to a place. */
  readonly seal: (secret: Buffer, place: string) => Promise<string>;
  /** Throws when it was sealed for another place, under a lost key, or was changed. */
  readonly open: (sealed: string, place: string) => Promise<Buffer>;
  /** The same secret under the newest version; the very text again where it is that already. */
  readonly reseal: (sealed: string, place: string) => Promise<string>;
}

/**
 * What an old sealer sealed still opens, and whatever is sealed from now on is the new one's: so
 * that what is kept can be moved piece by piece, while shops sell.
 */
export function movedSealer({ to, from, isFrom }: MovedSealer): Sealer {
  return {
    seal: to.seal,
    open: (text, place) => (isFrom(text) ? from : to).open(text, place),
    reseal: async (text, place) =>
      isFrom(text) ? to.seal(await from.open(text, place), place) : to.reseal(text, place),
  };
}

export interface MovedSealer {
  readonly to: Sealer;
  readonly from: Sealer;
  readonly isFrom: (text: string) => boolean;
}

/** The key that something was sealed with is not here: its file is lost, or is another one. */
export class KeyLost extends Error {
  override readonly name = 'KeyLost';
}

interface SealingKey {
  readonly kid: string;
  /** 32 bytes, base64url. */
  readonly key: string;
}

/** `v1.<key id>.<nonce>.<tag>.<sealed>`, each in base64url. The first key of the file seals. */
export function localSealer(file: string, world: Pick<World, 'randomness'>): Sealer {
  return shelfSealer(keyFile(file), world);
}

/** As `localSealer`, with keys that are kept anywhere and used here. */
export function shelfSealer(shelf: KeyShelf, world: Pick<World, 'randomness'>): Sealer {
  const keys = keysOn(shelf, world);
  const open: Sealer['open'] = async (text, place) => {
    const { kid, sealed } = partsOf(text);
    const key = await keys.find(kid);
    if (key === undefined) throw new KeyLost(`there is no key ${kid} in ${shelf.name}`);
    return openBytes(keyBytes(key), sealed, place);
  };
  const seal: Sealer['seal'] = async (secret, place) => {
    const key = await keys.first();
    return textOf(key.kid, sealBytes(keyBytes(key), secret, place, world));
  };
  return {
    seal,
    open,
    reseal: async (text, place) => {
      const secret = await open(text, place);
      const { kid } = await keys.first();
      return partsOf(text).kid === kid ? text : seal(secret, place);
    },
  };
}

/** Whether a key at hand sealed it, and not a service that keeps its keys to itself. */
export function isSealedHere(text: string): boolean {
  return text.startsWith('v1.');
}

/** The id of the key that something was sealed with, for whoever looks whether it is there. */
export function sealingKeyId(text: string): string {
  return partsOf(text).kid;
}

/** The ids of the keys in a file; none where there is no file. */
export async function sealingKeyIds(file: string): Promise<readonly string[]> {
  const keys = (await keyFile(file).read()) ?? [];
  return keys.map((key) => (key as SealingKey).kid);
}

/** From now on another key seals. Those before it stay in the file: they open what they sealed. */
export async function rotateLocalSealingKeys(
  file: string,
  world: Pick<World, 'randomness'>,
): Promise<string> {
  const make = makerOf(world);
  const shelf = keyFile(file);
  const keys = await readOrMakeKeys<SealingKey>({ shelf, make });
  const { id, key } = await make();
  await shelf.replace(id, [key, ...keys]);
  return id;
}

type Make = () => Promise<{ readonly id: string; readonly key: SealingKey }>;

function makerOf({ randomness }: Pick<World, 'randomness'>): Make {
  return () => {
    const kid = randomness.bytes(8).toString('base64url');
    const key = { kid, key: randomness.bytes(KEY_BYTES).toString('base64url') };
    return Promise.resolve({ id: kid, key });
  };
}

interface Keys {
  /** The one that seals; made at the first use. */
  readonly first: () => Promise<SealingKey>;
  /** Whoever only opens makes no key: the one it needs would not be it. */
  readonly find: (kid: string) => Promise<SealingKey | undefined>;
}

/** Remembered, and read again for a key that is not known: somebody may have rotated. */
function keysOn(shelf: KeyShelf, world: Pick<World, 'randomness'>): Keys {
  let kept: readonly SealingKey[] = [];
  let making: Promise<readonly SealingKey[]> | undefined;
  return {
    first: async () => {
      making ??= readOrMakeKeys<SealingKey>({ shelf, make: makerOf(world) }).finally(() => {
        making = undefined;
      });
      kept = await making;
      const [first] = kept;
      if (first === undefined) throw new Error('there is no key to seal with');
      return first;
    },
    find: async (kid) => {
      const known = kept.find((one) => one.kid === kid);
      if (known !== undefined) return known;
      kept = ((await shelf.read()) ?? []) as readonly SealingKey[];
      return kept.find((one) => one.kid === kid);
    },
  };
}

const NONCE_END = 12;
const TAG_END = 28;

function textOf(kid: string, sealed: Buffer): string {
  const parts = [
    sealed.subarray(0, NONCE_END),
    sealed.subarray(NONCE_END, TAG_END),
    sealed.subarray(TAG_END),
  ];
  return ['v1', kid, ...parts.map((part) => part.toString('base64url'))].join('.');
}

function partsOf(text: string): { readonly kid: string; readonly sealed: Buffer } {
  const [version, kid = '', ...parts] = text.split('.');
  if (version !== 'v1' || parts.length !== 3) throw new SealBroken('not sealed by us');
  return { kid, sealed: Buffer.concat(parts.map((part) => Buffer.from(part, 'base64url'))) };
}

function keyBytes({ key }: SealingKey): Buffer {
  return Buffer.from(key, 'base64url');
}
