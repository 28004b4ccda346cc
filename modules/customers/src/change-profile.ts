/** Somebody we do not know was seen again. */
import type { customers } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import type { Needs } from './needs.ts';
import { lockProfile, profileView, updateSeen } from './profile-store.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { refuseUnseen } from './seen.ts';

export function changeProfile({
  database,
}: Pick<Needs, 'database'>): TenantUseCase<typeof customers.changeProfile> {
  return (context, { anonymousCustomerId, userClient, lastSeen, visitCount }) => {
    refuseForeign(context, userClient);
    return database.inTransaction(context, async (tx) => {
      const row = await lockProfile(tx, anonymousCustomerId);
      const seen = {
        lastSeen: lastSeen === undefined ? row.last_seen : new Date(lastSeen),
        visitCount: visitCount ?? row.visit_count,
      };
      refuseUnseen(row.first_seen, seen.lastSeen);
      const profileId = row.anonymous_customer_id;
      await updateSeen(tx, { ...seen, profileId, lastVisitId: row.last_visit_id });
      return profileView({ ...row, last_seen: seen.lastSeen, visit_count: seen.visitCount });
    });
  };
}
