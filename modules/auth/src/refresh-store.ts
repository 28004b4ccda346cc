/** All SQL about refresh tokens and their families. */
import type { Role, TenantView } from '@evertill/contract';
import type { Row, Transaction } from '@evertill/kernel';

export interface RefreshRow extends Row {
  readonly family_id: string;
  readonly user_id: string;
  readonly token_hash: string;
  readonly expires_at: Date;
  readonly used_at: Date | null;
  readonly replaced_by: string | null;
  readonly revoked_at: Date | null;
  readonly role: Role;
  readonly is_active: boolean;
  readonly token_version: number;
  readonly tenant_status: TenantView['status'];
}

/** A clean-up takes no more at once, so that it is over soon. */
const FAMILIES_MAX = 500;

export interface NewToken {
  readonly tokenId: string;
  readonly familyId: string;
  readonly userId: string;
  readonly tokenHash: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

export async function insertFamily(
  tx: Transaction,
  family: { readonly familyId: string; readonly userId: string; readonly createdAt: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO auth.refresh_families (tenant_id, family_id, user_id, created_at)
     VALUES ($1, $2, $3, $4)`,
    [tx.tenantId, family.familyId, family.userId, family.createdAt],
  );
}

export async function insertToken(tx: Transaction, token: NewToken): Promise<void> {
  const { tokenId, familyId, userId, tokenHash, issuedAt, expiresAt } = token;
  await tx.query(
    `INSERT INTO auth.refresh_tokens
       (tenant_id, token_id, family_id, user_id, token_hash, issued_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [tx.tenantId, tokenId, familyId, userId, tokenHash, issuedAt, expiresAt],
  );
}

/**
 * Takes the family of a token for this transaction. Every step of a family is taken under this
 * one lock, so what is read afterwards stays true, and no two of its tokens can wait in a ring.
 */
export async function lockFamily(tx: Transaction, tokenId: string): Promise<void> {
  await tx.query(
    `SELECT f.family_id
     FROM auth.refresh_families f
     JOIN auth.refresh_tokens t ON t.tenant_id = f.tenant_id AND t.family_id = f.family_id
     WHERE t.tenant_id = $1 AND t.token_id = $2
     FOR UPDATE OF f`,
    [tx.tenantId, tokenId],
  );
}

/** The token with its family and its user. */
export async function readToken(tx: Transaction, tokenId: string): Promise<RefreshRow | undefined> {
  const rows = await tx.query<RefreshRow>(
    `SELECT t.family_id, t.user_id, t.token_hash, t.expires_at, t.used_at, t.replaced_by,
            f.revoked_at, u.role, u.is_active, u.token_version, s.status AS tenant_status
     FROM auth.refresh_tokens t
     JOIN auth.refresh_families f ON f.tenant_id = t.tenant_id AND f.family_id = t.family_id
     JOIN auth.users u ON u.tenant_id = t.tenant_id AND u.user_id = t.user_id
     JOIN auth.tenants s ON s.tenant_id = t.tenant_id
     WHERE t.tenant_id = $1 AND t.token_id = $2`,
    [tx.tenantId, tokenId],
  );
  return rows[0];
}

export async function isTokenUnused(tx: Transaction, tokenId: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT token_id FROM auth.refresh_tokens
     WHERE tenant_id = $1 AND token_id = $2 AND used_at IS NULL`,
    [tx.tenantId, tokenId],
  );
  return rows.length > 0;
}

/** From now on the token is used up; when it was used first stays. */
export async function spendToken(
  tx: Transaction,
  { tokenId, usedAt }: { readonly tokenId: string; readonly usedAt: Date },
): Promise<void> {
  await tx.query(
    `UPDATE auth.refresh_tokens SET used_at = coalesce(used_at, $3)
     WHERE tenant_id = $1 AND token_id = $2`,
    [tx.tenantId, tokenId, usedAt],
  );
}

export async function linkToken(
  tx: Transaction,
  { tokenId, replacedBy }: { readonly tokenId: string; readonly replacedBy: string },
): Promise<void> {
  await tx.query(
    'UPDATE auth.refresh_tokens SET replaced_by = $3 WHERE tenant_id = $1 AND token_id = $2',
    [tx.tenantId, tokenId, replacedBy],
  );
}

export async function revokeFamily(
  tx: Transaction,
  { familyId, revokedAt }: { readonly familyId: string; readonly revokedAt: Date },
): Promise<void> {
  await tx.query(
    `UPDATE auth.refresh_families SET revoked_at = coalesce(revoked_at, $3)
     WHERE tenant_id = $1 AND family_id = $2`,
    [tx.tenantId, familyId, revokedAt],
  );
}

/** Every log-in of somebody, at once. */
export async function revokeFamiliesOf(
  tx: Transaction,
  { userId, revokedAt }: { readonly userId: string; readonly revokedAt: Date },
): Promise<void> {
  await tx.query(
    `UPDATE auth.refresh_families SET revoked_at = $3
     WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL`,
    [tx.tenantId, userId, revokedAt],
  );
}

/** Families whose every token expired before, and their tokens; a bounded number at once. */
export async function deleteExpiredFamilies(tx: Transaction, before: Date): Promise<void> {
  const families = await tx.query<{ family_id: string }>(
    `SELECT f.family_id FROM auth.refresh_families f
     WHERE f.tenant_id = $1 AND f.created_at < $2 AND NOT EXISTS (
       SELECT FROM auth.refresh_tokens t
       WHERE t.tenant_id = f.tenant_id AND t.family_id = f.family_id AND t.expires_at >= $2)
     LIMIT $3 FOR UPDATE OF f SKIP LOCKED`,
    [tx.tenantId, before, FAMILIES_MAX],
  );
  if (families.length === 0) return;
  const ids = families.map((row) => row.family_id);
  await tx.query('DELETE FROM auth.refresh_tokens WHERE tenant_id = $1 AND family_id = ANY ($2)', [
    tx.tenantId,
    ids,
  ]);
  await tx.query(
    'DELETE FROM auth.refresh_families WHERE tenant_id = $1 AND family_id = ANY ($2)',
    [tx.tenantId, ids],
  );
}
