/** Which keys there are, where, and how much of what is sealed is sealed by the newest. */
import { isSealedHere, keyFile, sealingKeyId, sealingKeyIds } from '@evertill/kernel';
import { versionOf } from '@evertill/vault';
import type { Vault } from '@evertill/vault';
import {
  accountKeysFile,
  customerKeysFile,
  signingKeysFile,
  vaultShelves,
} from '../key-keeping.ts';
import type { KeptShopKey } from './kept-shop-keys.ts';

export interface KeyStatus {
  readonly sealing_with: 'vault' | 'file';
  readonly signing_keys: { readonly file: number; readonly vault: number };
  readonly account_keys: { readonly file: number; readonly vault: number };
  /** Shops whose customers' key is sealed by the one or the other; by its newest, or an older. */
  readonly shops: {
    readonly file_newest: number;
    readonly file_older: number;
    readonly vault_newest: number;
    readonly vault_older: number;
  };
}

export interface Statusing {
  readonly home: string;
  readonly keysIn: 'vault' | 'file';
  readonly vault: Vault | undefined;
  readonly kept: readonly KeptShopKey[];
}

/** Fails where Vault is used and cannot be reached. */
export async function keyStatus({ home, keysIn, vault, kept }: Statusing): Promise<KeyStatus> {
  const count = async (file: string, name: string) => ({
    file: (await keyFile(file).read())?.length ?? 0,
    vault: (await vault?.shelf(name).read())?.length ?? 0,
  });
  const [newest] = await sealingKeyIds(customerKeysFile(home));
  const shops = { file_newest: 0, file_older: 0, vault_newest: 0, vault_older: 0 };
  for (const { tenantId, sealed } of kept) {
    if (isSealedHere(sealed)) {
      shops[sealingKeyId(sealed) === newest ? 'file_newest' : 'file_older'] += 1;
    } else {
      const latest = await vault?.latestVersion(tenantId);
      shops[versionOf(sealed) === latest ? 'vault_newest' : 'vault_older'] += 1;
    }
  }
  return {
    sealing_with: keysIn,
    signing_keys: await count(signingKeysFile(home), vaultShelves.signing),
    account_keys: await count(accountKeysFile(home), vaultShelves.accounts),
    shops,
  };
}
