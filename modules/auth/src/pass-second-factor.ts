/**
 * The second step of a log-in, after a right password: a code where the account has a second
 * factor, an enrolment where the shop asks for one and there is none.
 */
import type { MfaPolicy, Role } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Database, Sealer } from '@evertill/kernel';
import type { AccessNeeds } from './access-token.ts';
import { signEnrolment } from './access-token.ts';
import type { AccountRow } from './account-store.ts';
import { countFailure } from './login-attempts.ts';
import { takeCode } from './second-factor.ts';
import { readTotp } from './totp-store.ts';

export interface Account {
  readonly tenantId: string;
  readonly row: AccountRow;
}

export interface SecondStep {
  readonly account: Account;
  readonly policy: MfaPolicy;
  readonly nameHash: string;
  readonly otp: string | undefined;
}

export interface SecondFactorNeeds extends AccessNeeds {
  readonly database: Database;
  readonly sealer: Sealer;
}

/** Returns when the account may come in. A wrong code counts as a wrong password does. */
export async function passSecondFactor(
  needs: SecondFactorNeeds,
  { account, policy, nameHash, otp }: SecondStep,
): Promise<void> {
  const { tenantId, row } = account;
  const { user_id: userId, role, token_version: tokenVersion } = row;
  const totp = await needs.database.read({ tenantId }, (tx) => readTotp(tx, userId));
  if (totp === undefined || totp.verified_at === null) {
    if (!mustEnrol(policy, role)) return;
    const token = await signEnrolment(needs, { tenantId, userId, role, tokenVersion });
    refuse('mfa_enrolment_required', { members: { enrolment_token: token } });
  }
  // Whoever has one is asked for it, also where the shop has stopped asking others.
  if (otp === undefined) refuse('mfa_required');
  if (await takeCode(needs, tenantId, totp, otp)) return;
  await countFailure(needs, nameHash);
  refuse('mfa_code_invalid');
}

function mustEnrol(policy: MfaPolicy, role: Role): boolean {
  return policy === 'MANAGERS' && role !== 'cashier';
}
