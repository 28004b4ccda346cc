/** Ends somebody else's second factor, whose device is lost; their log-ins end with it. */
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Database, TenantUseCase, World } from '@evertill/kernel';
import { lockAccount, updateAccount } from './account-store.ts';
import { isOwner } from './rank.ts';
import { revokeFamiliesOf } from './refresh-store.ts';
import { tellSecurity } from './tell-security.ts';
import { deleteTotp } from './totp-store.ts';

export interface ResetMfaNeeds extends Pick<World, 'clock'> {
  readonly database: Database;
}

export function resetMfa(needs: ResetMfaNeeds): TenantUseCase<typeof auth.resetMfa> {
  return async (context, { userClientId: userId }) => {
    // One's own ends by a code: who has only a token must not get past the second factor.
    if (!isOwner(context) || userId.toLowerCase() === context.userId) refuse('rank_too_low');
    return needs.database.inTransaction(context, async (tx) => {
      const account = (await lockAccount(tx, userId)) ?? refuse('not_found');
      if (!(await deleteTotp(tx, userId))) return {};
      await updateAccount(tx, { ...account, token_version: account.token_version + 1 });
      await revokeFamiliesOf(tx, { userId, revokedAt: needs.clock.now() });
      tellSecurity(tx, 'MFA_RESET', userId, { by: context.userId });
      return {};
    });
  };
}
