/** A log-in: a new family of refresh tokens with its first one. */
import { limits } from '@evertill/contract';
import { newId } from '@evertill/kernel';
import type { Database, TenantRef, World } from '@evertill/kernel';
import { noteLogin } from './account-store.ts';
import type { AccountRow } from './account-store.ts';
import { insertFamily, insertToken } from './refresh-store.ts';
import { newRefreshToken, refreshTokenHash } from './refresh-token.ts';
import { tellSecurity } from './tell-security.ts';

export interface StartFamilyNeeds extends Pick<World, 'clock' | 'randomness'> {
  readonly database: Database;
}

/** Undefined when the account changed since its password was looked at: nothing is started. */
export async function startFamily(
  needs: StartFamilyNeeds,
  tenant: TenantRef,
  account: AccountRow,
): Promise<string | undefined> {
  const { user_id: userId } = account;
  const token = newRefreshToken(needs, tenant.tenantId);
  const familyId = newId(needs);
  const now = needs.clock.now();
  return needs.database.inTransaction(tenant, async (tx) => {
    if (!(await noteLogin(tx, account, now))) return undefined;
    await insertFamily(tx, { familyId, userId, createdAt: now });
    await insertToken(tx, {
      tokenId: token.tokenId,
      familyId,
      userId,
      tokenHash: refreshTokenHash(token),
      issuedAt: now,
      expiresAt: new Date(now.getTime() + limits.REFRESH_MS),
    });
    tellSecurity(tx, 'LOGIN', userId);
    return token.text;
  });
}
