/**
 * A phone number or an e-mail and a password become a pair of tokens.
 *
 * An unknown name takes the same steps as a wrong password. Which shops an account belongs to is
 * said only to somebody who knew the password.
 */
import type { Role, auth } from '@evertill/contract';
import { newId, refuse } from '@evertill/kernel';
import type { Database, UseCase } from '@evertill/kernel';
import type { AccessNeeds } from './access-token.ts';
import { signAccess } from './access-token.ts';
import { readLoginEntries, readUser } from './auth-store.ts';
import type { LoginEntry } from './auth-store.ts';
import { emailOf, identifierHash, phoneNumberOf } from './identifier.ts';
import type { LoginThrottle } from './login-throttle.ts';
import { isPassword, nobodysHash } from './password.ts';
import { insertFamily, insertToken } from './refresh-store.ts';
import { newRefreshToken, refreshTokenHash } from './refresh-token.ts';
import { REFRESH_MS } from './rotation.ts';

export interface LogInNeeds extends AccessNeeds {
  readonly database: Database;
  readonly throttle: LoginThrottle;
}

interface Account extends LoginEntry {
  readonly role: Role;
}

/** Nobody's: what is looked up when the name is unknown, so that the time is the same. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export function logIn(needs: LogInNeeds): UseCase<typeof auth.logIn> {
  return async (context, { phoneNumber, email, password, tenantId }) => {
    const identifier = identifierHash(identifierOf(phoneNumber, email));
    const accounts = await needs.throttle.attempt(identifier, async () => {
      const entries = await readLoginEntries(needs.database, identifier, tenantId);
      const found = await accountsOf(needs.database, entries, password);
      return found.length > 0 ? found : undefined;
    });
    const [account, ...others] = accounts ?? [];
    if (account === undefined) refuse('credentials_invalid');
    if (others.length > 0) refuse('tenant_required');
    return {
      access: await signAccess(needs, account),
      refresh: await startFamily(needs, account, context.traceparent),
    };
  };
}

function identifierOf(phoneNumber: string | undefined, email: string | undefined): string {
  if (phoneNumber !== undefined && email === undefined) return phoneNumberOf(phoneNumber);
  if (email !== undefined && phoneNumber === undefined) return emailOf(email);
  return refuse('input_invalid', {
    detail: 'Either phone_number or email is needed, and not both.',
    fields: [
      { field: 'phone_number', message: 'or email, one of the two' },
      { field: 'email', message: 'or phone_number, one of the two' },
    ],
  });
}

/** The active accounts that this password opens. */
async function accountsOf(
  database: Database,
  entries: readonly LoginEntry[],
  password: string,
): Promise<Account[]> {
  const accounts: Account[] = [];
  const asked = entries.length > 0 ? entries : [{ tenantId: NOBODY, userId: NOBODY }];
  for (const { tenantId, userId } of asked) {
    const user = await database.read({ tenantId }, (tx) => readUser(tx, userId));
    const isRight = await isPassword(user?.password_hash ?? nobodysHash, password);
    if (user?.is_active === true && isRight) accounts.push({ tenantId, userId, role: user.role });
  }
  return accounts;
}

async function startFamily(
  needs: LogInNeeds,
  { tenantId, userId }: Account,
  traceparent: string,
): Promise<string> {
  const token = newRefreshToken(needs, tenantId);
  const familyId = newId(needs);
  const now = needs.clock.now();
  await needs.database.inTransaction({ tenantId, traceparent }, async (tx) => {
    await insertFamily(tx, { familyId, userId, createdAt: now });
    await insertToken(tx, {
      tokenId: token.tokenId,
      familyId,
      userId,
      tokenHash: refreshTokenHash(token),
      issuedAt: now,
      expiresAt: new Date(now.getTime() + REFRESH_MS),
    });
  });
  return token.text;
}
