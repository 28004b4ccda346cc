/**
 * A phone number or an e-mail, a password, and where the account has one a code of its second
 * factor, become a pair of tokens.
 *
 * An unknown name takes the same steps as a wrong password, and is locked as soon. What an account
 * needs besides is said only to somebody who knew the password.
 */
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Context, Database, Sealer, UseCase } from '@evertill/kernel';
import type { AccessNeeds } from './access-token.ts';
import { signAccess } from './access-token.ts';
import { readAccount, readLoginEntries } from './account-store.ts';
import type { LoginEntry } from './account-store.ts';
import { identifierHash, identifierOf } from './identifier.ts';
import { countFailure, forgetFailures, refuseLocked } from './login-attempts.ts';
import type { LoginTurns } from './login-turns.ts';
import { NOBODY } from './nobody.ts';
import { isPassword, nobodysHash } from './password.ts';
import type { Account } from './pass-second-factor.ts';
import { passSecondFactor } from './pass-second-factor.ts';
import { startFamily } from './start-family.ts';
import { readTenant } from './tenant-store.ts';

export interface LogInNeeds extends AccessNeeds {
  readonly database: Database;
  readonly turns: LoginTurns;
  readonly sealer: Sealer;
}

const SUSPENDED_RETRY_SECONDS = 60;

export function logIn(needs: LogInNeeds): UseCase<typeof auth.logIn> {
  return (context, input) => {
    const nameHash = identifierHash(identifierOf(input));
    return needs.turns.take(nameHash, async () => {
      await refuseLocked(needs, nameHash);
      const entries = await readLoginEntries(needs.database, nameHash, input.tenantId);
      const [account, ...others] = await accountsOf(needs.database, entries, input.password);
      if (account === undefined) {
        await countFailure(needs, nameHash);
        refuse('credentials_invalid');
      }
      if (others.length > 0) refuse('tenant_required');
      return enter(needs, context, { account, nameHash, otp: input.otp });
    });
  };
}

interface Entering {
  readonly account: Account;
  readonly nameHash: string;
  readonly otp: string | undefined;
}

/** The password was right. */
async function enter(needs: LogInNeeds, context: Context, entering: Entering) {
  const { account, nameHash } = entering;
  const { tenantId, row } = account;
  const tenant = await readTenant(needs.database, tenantId);
  if (tenant?.status !== 'ACTIVE') {
    refuse('tenant_suspended', { retryAfterSeconds: SUSPENDED_RETRY_SECONDS });
  }
  await passSecondFactor(needs, { ...entering, policy: tenant.mfa_policy });
  const { traceparent } = context;
  const refresh = await startFamily(needs, { tenantId, traceparent }, row);
  if (refresh === undefined) refuse('credentials_invalid');
  await forgetFailures(needs, nameHash);
  const { user_id: userId, role, token_version: tokenVersion } = row;
  return { access: await signAccess(needs, { tenantId, userId, role, tokenVersion }), refresh };
}

/** The active accounts that this password opens. */
async function accountsOf(
  database: Database,
  entries: readonly LoginEntry[],
  password: string,
): Promise<Account[]> {
  const accounts: Account[] = [];
  // Nobody is looked up when the name is unknown, so that it takes as long.
  const asked = entries.length > 0 ? entries : [{ tenantId: NOBODY, userId: NOBODY }];
  for (const { tenantId, userId } of asked) {
    const row = await database.read({ tenantId }, (tx) => readAccount(tx, userId));
    const isRight = await isPassword(row?.password_hash ?? nobodysHash, password);
    if (row?.is_active === true && isRight) accounts.push({ tenantId, row });
  }
  return accounts;
}
