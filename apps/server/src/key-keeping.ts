/**
 * Where the keys of this installation are kept: in files of its home, or in Vault. What the one
 * sealed is still opened while the other seals, so that moving from one to the other stops nobody.
 */
import {
  isSealedHere,
  keyFile,
  localSealer,
  movedSealer,
  movedShelf,
  refuse,
  rememberedShelf,
} from '@evertill/kernel';
import type { KeyShelf, Log, Metrics, Sealer, World } from '@evertill/kernel';
import { openVault } from '@evertill/vault';
import type { Vault } from '@evertill/vault';
import path from 'node:path';
import type { Config } from './config.ts';

export interface KeyKeeping {
  /** What signs access tokens. */
  readonly signing: KeyShelf;
  /** What seals the second factors of accounts. */
  readonly accounts: KeyShelf;
  /** What seals the key of a shop's customers. */
  readonly customers: (tenantId: string) => Sealer;
  /** How long a shop's key serves on while what seals it is away. */
  readonly staleMsMax: number;
  readonly vault: Vault | undefined;
  readonly stop: () => void;
}

export interface KeyKeepingOptions {
  readonly config: Pick<Config, 'home' | 'vault' | 'keysIn' | 'keyCacheMs'>;
  readonly world: World;
  readonly log: Log;
  readonly metrics: Metrics;
}

export function signingKeysFile(home: string): string {
  return path.join(home, 'signing-keys.json');
}

/** What seals the second factors of accounts. */
export function accountKeysFile(home: string): string {
  return path.join(home, 'sealing-keys.json');
}

/** What wraps the keys of the shops' customers. */
export function customerKeysFile(home: string): string {
  return path.join(home, 'customer-keys.json');
}

/** The names under which Vault has them. */
export const vaultShelves = { signing: 'signing-keys', accounts: 'account-keys' } as const;

/** Asks nobody: whatever keeps them may come later. */
export async function openKeyKeeping(options: KeyKeepingOptions): Promise<KeyKeeping> {
  const { config, ...surroundings } = options;
  const { home, keyCacheMs: staleMsMax } = config;
  const files = {
    signing: keyFile(signingKeysFile(home)),
    accounts: keyFile(accountKeysFile(home)),
  };
  const local = localSealer(customerKeysFile(home), surroundings.world);
  if (config.vault === undefined) {
    const stop = (): void => undefined;
    return { ...files, customers: () => local, staleMsMax, vault: undefined, stop };
  }
  const vault = await openVault({ ...surroundings, settings: config.vault });
  const { stop } = vault;
  if (config.keysIn === 'file') {
    const back = (tenantId: string): Sealer =>
      movedSealer({
        to: local,
        from: vault.sealerOf(tenantId),
        isFrom: (text) => !isSealedHere(text),
      });
    return { ...files, customers: back, staleMsMax, vault, stop };
  }
  const shelfOf = (name: keyof typeof vaultShelves): KeyShelf => {
    const shelf = rememberedShelf(vault.shelf(vaultShelves[name]), surroundings.world);
    return refusingShelf(movedShelf(shelf, files[name]), surroundings.log);
  };
  return {
    signing: shelfOf('signing'),
    accounts: shelfOf('accounts'),
    customers: (tenantId) =>
      movedSealer({ to: vault.sealerOf(tenantId), from: local, isFrom: isSealedHere }),
    staleMsMax,
    vault,
    stop,
  };
}

const RETRY_SECONDS = 5;

/** Whoever asks for what needs the keys hears that it may do later, and the log hears why. */
function refusingShelf(shelf: KeyShelf, log: Log): KeyShelf {
  const orRefuse = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      log.error({ err: error, shelf: shelf.name }, 'keys of this installation cannot be read');
      return refuse('keys_unavailable', { retryAfterSeconds: RETRY_SECONDS });
    }
  };
  return {
    ...shelf,
    read: () => orRefuse(shelf.read()),
    writeOnce: (id, keys) => orRefuse(shelf.writeOnce(id, keys)),
    mark: () => orRefuse(shelf.mark()),
  };
}
