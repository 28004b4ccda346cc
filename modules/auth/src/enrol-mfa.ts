/**
 * A new secret for somebody's authenticator app. Until a code of it was seen, it is asked of
 * nobody: who begins and does not finish logs in as before, and may begin again.
 */
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Database, Sealer, TenantUseCase, World } from '@evertill/kernel';
import { readAccount } from './account-store.ts';
import { newSecret, shownSecret } from './one-time-code.ts';
import { sealingPlace } from './second-factor.ts';
import { beginTotp } from './totp-store.ts';

export interface EnrolMfaNeeds extends Pick<World, 'clock' | 'randomness'> {
  readonly database: Database;
  readonly sealer: Sealer;
}

const ISSUER = 'Evertill';

export function enrolMfa(needs: EnrolMfaNeeds): TenantUseCase<typeof auth.enrolMfa> {
  return async (context) => {
    const { tenantId } = context;
    const userId = context.userId ?? refuse('not_found');
    const secret = newSecret(needs);
    const sealedSecret = await needs.sealer.seal(secret, sealingPlace(tenantId, userId));
    return needs.database.inTransaction(context, async (tx) => {
      const account = (await readAccount(tx, userId)) ?? refuse('not_found');
      const createdAt = needs.clock.now();
      if (!(await beginTotp(tx, { userId, sealedSecret, createdAt }))) refuse('mfa_enrolled');
      const label = account.email ?? account.phone_number;
      return shownSecret(secret, { issuer: ISSUER, label });
    });
  };
}
