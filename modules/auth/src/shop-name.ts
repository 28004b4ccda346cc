/** AsiriaPOS sends the shop's name with every account: here it may only be the right one. */
import { refuse } from '@evertill/kernel';
import type { Database, TenantContext } from '@evertill/kernel';
import { readTenant } from './tenant-store.ts';

/** Answers the shop's name. */
export async function refuseOtherName(
  { database }: { readonly database: Database },
  { tenantId }: TenantContext,
  storename: string | undefined,
): Promise<string> {
  const { name } = (await readTenant(database, tenantId)) ?? refuse('not_found');
  if (storename !== undefined && storename !== name) {
    const message = 'is not the name of this shop';
    refuse('tenant_mismatch', { fields: [{ field: 'storename', message }] });
  }
  return name;
}
