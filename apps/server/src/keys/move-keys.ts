/** Brings the keys of the installation from their files into Vault, or back. */
import { keyFile } from '@evertill/kernel';
import type { KeyShelf } from '@evertill/kernel';
import type { Vault } from '@evertill/vault';
import { isDeepStrictEqual } from 'node:util';
import { accountKeysFile, signingKeysFile, vaultShelves } from '../key-keeping.ts';

export interface Moving {
  readonly home: string;
  readonly vault: Vault;
  readonly to: 'vault' | 'file';
}

/**
 * Those of both places, the newest of where they come from first: a key that is left behind would
 * take with it what it sealed. Repeatable. Nothing is taken away from where they were.
 */
export async function moveKeys({ home, vault, to }: Moving): Promise<number> {
  const pairs = [
    [keyFile(signingKeysFile(home)), vault.shelf(vaultShelves.signing)],
    [keyFile(accountKeysFile(home)), vault.shelf(vaultShelves.accounts)],
  ] as const;
  let moved = 0;
  for (const [file, shelf] of pairs) {
    moved += to === 'vault' ? await carry(file, shelf) : await carry(shelf, file);
  }
  return moved;
}

async function carry(from: KeyShelf, to: KeyShelf): Promise<number> {
  const coming = (await from.read()) ?? [];
  const there = (await to.read()) ?? [];
  const known = new Set(coming.map(idOf));
  const wanted = [...coming, ...there.filter((key) => !known.has(idOf(key)))];
  // Not by their text: Vault gives back what it was given with its members in another order.
  if (wanted.length > 0 && !isDeepStrictEqual(wanted, there)) {
    await to.replace('moved', wanted);
    const now = (await to.read()) ?? [];
    if (!isDeepStrictEqual(now, wanted)) {
      throw new Error(`other keys came out of ${to.name} than went in: nothing may be removed`);
    }
  }
  return coming.length;
}

function idOf(key: unknown): string {
  const { kid } = key as { kid?: unknown };
  if (typeof kid !== 'string') throw new Error('a key has no id');
  return kid;
}
