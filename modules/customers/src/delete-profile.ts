/** Takes a profile out of the lists; what it ties together stays. Again, it changes nothing. */
import type { customers } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { Needs } from './needs.ts';
import { markRemoved, readProfile } from './profile-store.ts';

export function deleteProfile({
  database,
  clock,
}: Pick<Needs, 'database' | 'clock'>): TenantUseCase<typeof customers.deleteProfile> {
  return (context, { anonymousCustomerId }) =>
    database.inTransaction(context, async (tx) => {
      const row = await readProfile(tx, anonymousCustomerId, 'FOR UPDATE');
      if (row === undefined) refuse('not_found');
      if (row.removed_at === null) await markRemoved(tx, anonymousCustomerId, clock.now());
      return {};
    });
}
