/** Somebody we do not know. Sent again under its id, it is the same one. */
import type { customers } from '@evertill/contract';
import { newId, refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { Needs } from './needs.ts';
import { insertProfile, profileView, readProfile } from './profile-store.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { refuseUnseen } from './seen.ts';

export function createProfile(
  needs: Pick<Needs, 'database' | 'clock' | 'randomness'>,
): TenantUseCase<typeof customers.createProfile> {
  return (context, input) => {
    refuseForeign(context, input.userClient);
    const profileId = input.anonymousCustomerId?.toLowerCase() ?? newId(needs);
    const now = needs.clock.now();
    const lastSeen = input.lastSeen === undefined ? now : new Date(input.lastSeen);
    const firstSeen = input.firstSeen === undefined ? lastSeen : new Date(input.firstSeen);
    refuseUnseen(firstSeen, lastSeen);
    const visitCount = input.visitCount ?? 1;
    const bodyHash = context.fingerprint();
    return needs.database.inTransaction(context, async (tx) => {
      const seen = { firstSeen, lastSeen, visitCount, lastVisitId: null };
      await insertProfile(tx, { profileId, ...seen, bodyHash });
      const row = await readProfile(tx, profileId);
      if (row === undefined) throw new Error('the profile is not there after its insert');
      if (row.body_hash !== bodyHash || row.removed_at !== null) refuse('id_reused');
      return profileView(row);
    });
  };
}
