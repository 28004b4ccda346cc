/**
 * What a shop has under keys of its installation: the secret of its customers' keys, and the second
 * factors of its people. They travel opened, within a file that is locked as a whole, and are
 * sealed under the keys of the installation they come to.
 */
import { shelfSealer } from '@evertill/kernel';
import type { Sealer, World } from '@evertill/kernel';
import { keysInFiles } from '../key-keeping.ts';
import type { KeyKeeping } from '../key-keeping.ts';

/** A column that is sealed by the installation, in the tables of a shop. */
interface Sealed {
  readonly table: string;
  readonly column: string;
  readonly sealerFor: (tenantId: string, where: Where) => Sealer;
  /** What it is bound to, from the tenant and the rest of the row's key. */
  readonly place: (tenantId: string, key: string) => string;
  readonly key: string | undefined;
}

export interface Where {
  readonly home: string;
  readonly world: World;
  /** Where the keys of this installation are; in files of its home, where nobody says. */
  readonly keeping?: Pick<KeyKeeping, 'accounts' | 'customers'>;
}

const kept = ({ home, world, keeping }: Where): Pick<KeyKeeping, 'accounts' | 'customers'> =>
  keeping ?? keysInFiles(home, world);

const sealed: readonly Sealed[] = [
  {
    table: 'customers.tenant_keys',
    column: 'sealed_key',
    sealerFor: (tenantId, where) => kept(where).customers(tenantId),
    place: (tenantId) => `customers ${tenantId}`,
    key: undefined,
  },
  {
    table: 'auth.totp_secrets',
    column: 'sealed_secret',
    sealerFor: (_, where) => shelfSealer(kept(where).accounts, where.world),
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
export function secretsOf(table: string, tenantId: string, where: Where): Secrets | undefined {
  const found = sealed.find((one) => one.table === table);
  if (found === undefined) return undefined;
  const sealer = found.sealerFor(tenantId, where);
  const place = (key: string): string => found.place(tenantId, key);
  return {
    column: found.column,
    key: found.key,
    open: async (text, key) => (await sealer.open(text, place(key))).toString('base64url'),
    seal: (text, key) => sealer.seal(Buffer.from(text, 'base64url'), place(key)),
  };
}
