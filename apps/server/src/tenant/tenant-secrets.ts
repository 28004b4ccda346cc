/**
 * What a shop has under keys of its installation: the secret of its customers' keys, and the second
 * factors of its people. They travel opened, within a file that is locked as a whole, and are
 * sealed under the keys of the installation they come to.
 */
import { localSealer } from '@evertill/kernel';
import type { Sealer, World } from '@evertill/kernel';
import { accountKeysFile, customerKeysFile } from '../modules.ts';

/** A column that is sealed by the installation, in the tables of a shop. */
interface Sealed {
  readonly table: string;
  readonly column: string;
  readonly file: (home: string) => string;
  /** What it is bound to, from the tenant and the rest of the row's key. */
  readonly place: (tenantId: string, key: string) => string;
  readonly key: string | undefined;
}

const sealed: readonly Sealed[] = [
  {
    table: 'customers.tenant_keys',
    column: 'sealed_key',
    file: customerKeysFile,
    place: (tenantId) => `customers ${tenantId}`,
    key: undefined,
  },
  {
    table: 'auth.totp_secrets',
    column: 'sealed_secret',
    file: accountKeysFile,
    place: (tenantId, userId) => `totp ${tenantId} ${userId}`,
    key: 'user_id',
  },
];

export interface Secrets {
  /** The sealed text of a row, opened; and an opened one, sealed for this installation. */
  readonly open: (text: string, key: string) => Promise<string>;
  readonly seal: (text: string, key: string) => Promise<string>;
  readonly column: string;
  readonly key: string | undefined;
}

/** How the secrets of a table are handled; undefined for a table that has none. */
export function secretsOf(
  table: string,
  tenantId: string,
  { home, world }: { readonly home: string; readonly world: World },
): Secrets | undefined {
  const found = sealed.find((one) => one.table === table);
  if (found === undefined) return undefined;
  const sealer: Sealer = localSealer(found.file(home), world);
  const place = (key: string): string => found.place(tenantId, key);
  return {
    column: found.column,
    key: found.key,
    open: async (text, key) => (await sealer.open(text, place(key))).toString('base64url'),
    seal: (text, key) => sealer.seal(Buffer.from(text, 'base64url'), place(key)),
  };
}
