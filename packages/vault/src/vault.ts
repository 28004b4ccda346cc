/** What we have of Vault: a key for each shop, its own keys, log-ins at the database. */
import type { KeyShelf, Sealer } from '@evertill/kernel';
import { databaseLogins } from './database-logins.ts';
import type { DatabaseLoginOptions, DatabaseLogins } from './database-logins.ts';
import { vaultShelf } from './key-shelf.ts';
import {
  latestVersion,
  rotateTransitKey,
  shredTransitKey,
  transitSealer,
} from './transit-sealer.ts';
import { openClient } from './vault-client.ts';
import type { VaultOptions } from './vault-client.ts';

export interface Vault {
  /** One key a shop, named after it. */
  readonly sealerOf: (tenantId: string) => Sealer;
  readonly shelf: (name: string) => KeyShelf;
  /** From now on a new version of the shop's key seals; answers which. */
  readonly rotate: (tenantId: string) => Promise<number>;
  readonly latestVersion: (tenantId: string) => Promise<number>;
  /** For ever: nothing that the shop's key sealed can be read again, in no copy. */
  readonly shred: (tenantId: string) => Promise<void>;
  /** Undefined where Vault lends none. */
  readonly databaseLogins: LendLogins | undefined;
  readonly stop: () => void;
}

export type LendLogins = (asked: Pick<DatabaseLoginOptions, 'module' | 'check'>) => DatabaseLogins;

/** Never fails and asks nothing: Vault may come later. */
export function vaultOf(options: VaultOptions): Vault {
  const { prefix, transitMount: mount, keyValueMount, databaseMount } = options.settings;
  const client = openClient(options);
  const keyOf = (tenantId: string) => ({ mount, name: `${prefix}-shop-${tenantId}` });
  return {
    sealerOf: (tenantId) => transitSealer(client, keyOf(tenantId)),
    shelf: (name) => vaultShelf(client, { mount: keyValueMount, path: `${prefix}/${name}` }),
    rotate: (tenantId) => rotateTransitKey(client, keyOf(tenantId)),
    latestVersion: (tenantId) => latestVersion(client, keyOf(tenantId)),
    shred: (tenantId) => shredTransitKey(client, keyOf(tenantId)),
    databaseLogins:
      databaseMount === undefined
        ? undefined
        : (asked) =>
            databaseLogins(
              { ...options, client },
              { ...asked, mount: databaseMount, role: `${prefix}-${asked.module}` },
            ),
    stop: client.close,
  };
}
