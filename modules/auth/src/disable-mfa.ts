/** Ends one's second factor. Where the shop asks for one, the next log-in asks to enrol again. */
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { confirmationName, countFailure, forgetFailures, refuseLocked } from './login-attempts.ts';
import type { LoginTurns } from './login-turns.ts';
import { takeCode } from './second-factor.ts';
import type { FactorNeeds } from './second-factor.ts';
import { tellSecurity } from './tell-security.ts';
import { deleteTotp, readTotp } from './totp-store.ts';

export interface DisableMfaNeeds extends FactorNeeds {
  readonly turns: LoginTurns;
}

export function disableMfa(needs: DisableMfaNeeds): TenantUseCase<typeof auth.disableMfa> {
  return async (context, { otp }) => {
    const userId = context.userId ?? refuse('mfa_not_enrolled');
    const name = confirmationName(context.tenantId, userId);
    await needs.turns.take(name, async () => {
      await refuseLocked(needs, name);
      const totp = await needs.database.read(context, (tx) => readTotp(tx, userId));
      if (totp === undefined || totp.verified_at === null) refuse('mfa_not_enrolled');
      if (!(await takeCode(needs, context.tenantId, totp, otp))) {
        await countFailure(needs, name);
        refuse('mfa_code_invalid');
      }
      await forgetFailures(needs, name);
    });
    await needs.database.inTransaction(context, async (tx) => {
      if (await deleteTotp(tx, userId)) tellSecurity(tx, 'MFA_DISABLED', userId);
    });
    return {};
  };
}
