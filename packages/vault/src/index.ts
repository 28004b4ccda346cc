/** Vault's door. Only whoever uses Vault loads what speaks with it. */
import type { Vault } from './vault.ts';
import type { VaultOptions } from './vault-client.ts';

export type { DatabaseLogins } from './database-logins.ts';
export type { LendLogins, Vault } from './vault.ts';
export { versionOf } from './sealed-text.ts';
export type { VaultLogin, VaultSettings } from './settings.ts';

/** Never fails for Vault: it may come later. */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const { vaultOf } = await import('./vault.ts');
  return vaultOf(options);
}
