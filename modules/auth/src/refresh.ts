/** A refresh token becomes a new pair, once. `rotation.ts` says what a second time means. */
import { limits } from '@evertill/contract';
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Database, Log, Transaction, UseCase } from '@evertill/kernel';
import type { AccessNeeds, AccessSubject } from './access-token.ts';
import { signAccess } from './access-token.ts';
import {
  insertToken,
  isTokenUnused,
  linkToken,
  lockFamily,
  readToken,
  revokeFamily,
  spendToken,
} from './refresh-store.ts';
import type { RefreshRow } from './refresh-store.ts';
import {
  isSameHash,
  newRefreshToken,
  readRefreshToken,
  refreshTokenHash,
} from './refresh-token.ts';
import type { RefreshToken } from './refresh-token.ts';
import { rotationOf } from './rotation.ts';
import { tellSecurity } from './tell-security.ts';

export interface RefreshNeeds extends AccessNeeds {
  readonly database: Database;
  readonly log: Log;
}

const SUSPENDED_RETRY_SECONDS = 60;

interface Renewed {
  readonly subject: AccessSubject;
  readonly refresh: string;
}

export function refresh(needs: RefreshNeeds): UseCase<typeof auth.refresh> {
  return async (context, input) => {
    const token = readRefreshToken(input.refresh ?? '');
    if (token === undefined) refuse('refresh_invalid');
    const { tenantId } = token;
    const { traceparent } = context;
    // The no is said outside: inside, it would roll back the very revocation it is about.
    const renewed = await needs.database.inTransaction({ tenantId, traceparent }, (tx) =>
      renew(needs, tx, token),
    );
    if (renewed === undefined) refuse('refresh_invalid');
    if (renewed === 'suspended') {
      refuse('tenant_suspended', { retryAfterSeconds: SUSPENDED_RETRY_SECONDS });
    }
    return { access: await signAccess(needs, renewed.subject), refresh: renewed.refresh };
  };
}

async function renew(
  needs: RefreshNeeds,
  tx: Transaction,
  token: RefreshToken,
): Promise<Renewed | 'suspended' | undefined> {
  await lockFamily(tx, token.tokenId);
  const row = await readToken(tx, token.tokenId);
  if (row === undefined) return undefined;
  const now = needs.clock.now();
  const rotation = rotationOf(
    {
      isRightSecret: isSameHash(row.token_hash, refreshTokenHash(token)),
      isFamilyRevoked: row.revoked_at !== null,
      isUserActive: row.is_active,
      expiresAt: row.expires_at,
      usedAt: row.used_at,
      isNextUnused: row.replaced_by === null ? null : await isTokenUnused(tx, row.replaced_by),
    },
    now,
  );
  if (rotation === 'refuse') return undefined;
  if (rotation === 'revoke') {
    await revokeFamily(tx, { familyId: row.family_id, revokedAt: now });
    tellSecurity(tx, 'REFRESH_REUSED', row.user_id, { familyId: row.family_id });
    needs.log.warn(
      { tenant_id: tx.tenantId, user_id: row.user_id, family_id: row.family_id },
      'a used refresh token came back: its family was revoked',
    );
    return undefined;
  }
  // Nothing is spent: the same token opens the shop when it is open again.
  if (row.tenant_status === 'SUSPENDED') return 'suspended';
  if (row.replaced_by !== null) await spendToken(tx, { tokenId: row.replaced_by, usedAt: now });
  return {
    subject: {
      tenantId: tx.tenantId,
      userId: row.user_id,
      role: row.role,
      tokenVersion: row.token_version,
    },
    refresh: await issueNext(needs, tx, { token, row, now }),
  };
}

interface Issuing {
  readonly token: RefreshToken;
  readonly row: RefreshRow;
  readonly now: Date;
}

async function issueNext(
  needs: RefreshNeeds,
  tx: Transaction,
  { token, row, now }: Issuing,
): Promise<string> {
  const next = newRefreshToken(needs, tx.tenantId);
  await spendToken(tx, { tokenId: token.tokenId, usedAt: now });
  await insertToken(tx, {
    tokenId: next.tokenId,
    familyId: row.family_id,
    userId: row.user_id,
    tokenHash: refreshTokenHash(next),
    issuedAt: now,
    expiresAt: new Date(now.getTime() + limits.REFRESH_MS),
  });
  await linkToken(tx, { tokenId: token.tokenId, replacedBy: next.tokenId });
  return next.text;
}
