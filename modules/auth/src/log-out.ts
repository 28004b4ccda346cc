/**
 * Ends the log-in that a refresh token belongs to. What is no token of ours, or ended before, gets
 * the same answer: there is nothing left to end.
 */
import type { auth } from '@evertill/contract';
import type { Database, UseCase, World } from '@evertill/kernel';
import { lockFamily, readToken, revokeFamily } from './refresh-store.ts';
import { isSameHash, readRefreshToken, refreshTokenHash } from './refresh-token.ts';
import { tellSecurity } from './tell-security.ts';

export interface LogOutNeeds extends Pick<World, 'clock'> {
  readonly database: Database;
}

export function logOut(needs: LogOutNeeds): UseCase<typeof auth.logOut> {
  return async ({ traceparent }, input) => {
    const token = readRefreshToken(input.refresh ?? '');
    if (token === undefined) return {};
    const { tenantId, tokenId } = token;
    await needs.database.inTransaction({ tenantId, traceparent }, async (tx) => {
      await lockFamily(tx, tokenId);
      const row = await readToken(tx, tokenId);
      if (row?.revoked_at !== null) return;
      if (!isSameHash(row.token_hash, refreshTokenHash(token))) return;
      await revokeFamily(tx, { familyId: row.family_id, revokedAt: needs.clock.now() });
      tellSecurity(tx, 'LOGOUT', row.user_id);
    });
    return {};
  };
}
