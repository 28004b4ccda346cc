/** What Vault's transit engine answers when it sealed: text that says which version did. */
import { SealBroken } from '@evertill/kernel';

/** `vault:v3:…`, of the same form in OpenBao. */
export function isSealedByVault(text: string): boolean {
  return text.startsWith('vault:v');
}

/** Which version of its key sealed it; throws `SealBroken` for what Vault did not seal. */
export function versionOf(text: string): number {
  const [, version] = /^vault:v(\d+):/.exec(text) ?? [];
  if (version === undefined) throw new SealBroken('not sealed by Vault');
  return Number(version);
}
