/** A code of the new secret: from now on log-ins ask for one. The recovery codes are shown once. */
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantContext, TenantUseCase, World } from '@evertill/kernel';
import { confirmationName, countFailure, forgetFailures, refuseLocked } from './login-attempts.ts';
import type { LoginTurns } from './login-turns.ts';
import { newRecoveryCodes, recoveryCodeHash } from './one-time-code.ts';
import { takeCode } from './second-factor.ts';
import type { FactorNeeds } from './second-factor.ts';
import { tellSecurity } from './tell-security.ts';
import { insertRecoveryCodes, readTotp, verifyTotp } from './totp-store.ts';

export interface VerifyMfaNeeds extends FactorNeeds, Pick<World, 'randomness'> {
  readonly turns: LoginTurns;
}

export function verifyMfa(needs: VerifyMfaNeeds): TenantUseCase<typeof auth.verifyMfa> {
  return async (context, { code }) => {
    const userId = context.userId ?? refuse('mfa_not_enrolled');
    const name = confirmationName(context.tenantId, userId);
    await needs.turns.take(name, async () => {
      await refuseLocked(needs, name);
      const totp = await needs.database.read(context, (tx) => readTotp(tx, userId));
      if (totp === undefined) refuse('mfa_not_enrolled');
      if (totp.verified_at !== null) refuse('mfa_enrolled');
      if (!(await takeCode(needs, context.tenantId, totp, code))) {
        await countFailure(needs, name);
        refuse('mfa_code_invalid');
      }
      await forgetFailures(needs, name);
    });
    return { recoveryCodes: await finish(needs, context, userId) };
  };
}

async function finish(
  needs: VerifyMfaNeeds,
  context: TenantContext,
  userId: string,
): Promise<string[]> {
  const codes = newRecoveryCodes(needs);
  await needs.database.inTransaction(context, async (tx) => {
    await verifyTotp(tx, userId, needs.clock.now());
    await insertRecoveryCodes(tx, userId, codes.map(recoveryCodeHash));
    tellSecurity(tx, 'MFA_ENROLLED', userId);
  });
  return codes;
}
