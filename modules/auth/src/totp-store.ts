/** All SQL about second factors: the sealed secret of an account, and its recovery codes. */
import type { Row, Transaction } from '@evertill/kernel';

export interface TotpRow extends Row {
  readonly user_id: string;
  readonly sealed_secret: string;
  readonly verified_at: Date | null;
  readonly last_step: number;
}

export async function readTotp(tx: Transaction, userId: string): Promise<TotpRow | undefined> {
  const rows = await tx.query<TotpRow>(
    `SELECT user_id, sealed_secret, verified_at, last_step FROM auth.totp_secrets
     WHERE tenant_id = $1 AND user_id = $2`,
    [tx.tenantId, userId],
  );
  return rows[0];
}

export interface NewTotp {
  readonly userId: string;
  readonly sealedSecret: string;
  readonly createdAt: Date;
}

/** Puts a secret in the place of one that was never verified. False when one was. */
export async function beginTotp(tx: Transaction, totp: NewTotp): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO auth.totp_secrets AS t (tenant_id, user_id, sealed_secret, created_at, last_step)
     VALUES ($1, $2, $3, $4, 0)
     ON CONFLICT (tenant_id, user_id) DO UPDATE SET
       sealed_secret = excluded.sealed_secret, created_at = excluded.created_at, last_step = 0
     WHERE t.verified_at IS NULL RETURNING user_id`,
    [tx.tenantId, totp.userId, totp.sealedSecret, totp.createdAt],
  );
  return rows.length > 0;
}

/** Takes the code of a half minute. False when it, or a later one, was taken before. */
export async function takeStep(
  tx: Transaction,
  { userId, sealedSecret, step }: { userId: string; sealedSecret: string; step: number },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE auth.totp_secrets SET last_step = $4
     WHERE tenant_id = $1 AND user_id = $2 AND sealed_secret = $3 AND last_step < $4
     RETURNING user_id`,
    [tx.tenantId, userId, sealedSecret, step],
  );
  return rows.length > 0;
}

export async function verifyTotp(tx: Transaction, userId: string, now: Date): Promise<void> {
  await tx.query(
    `UPDATE auth.totp_secrets SET verified_at = $3
     WHERE tenant_id = $1 AND user_id = $2 AND verified_at IS NULL`,
    [tx.tenantId, userId, now],
  );
}

export async function insertRecoveryCodes(
  tx: Transaction,
  userId: string,
  hashes: readonly string[],
): Promise<void> {
  await tx.query(
    `INSERT INTO auth.recovery_codes (tenant_id, user_id, code_hash)
     SELECT $1, $2, code_hash FROM unnest($3::text[]) AS code_hash`,
    [tx.tenantId, userId, hashes],
  );
}

/** False when there is no such code, or it was used before. */
export async function takeRecoveryCode(
  tx: Transaction,
  { userId, codeHash, usedAt }: { userId: string; codeHash: string; usedAt: Date },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE auth.recovery_codes SET used_at = $4
     WHERE tenant_id = $1 AND user_id = $2 AND code_hash = $3 AND used_at IS NULL
     RETURNING user_id`,
    [tx.tenantId, userId, codeHash, usedAt],
  );
  return rows.length > 0;
}

/** False when there was none. */
export async function deleteTotp(tx: Transaction, userId: string): Promise<boolean> {
  await tx.query('DELETE FROM auth.recovery_codes WHERE tenant_id = $1 AND user_id = $2', [
    tx.tenantId,
    userId,
  ]);
  const rows = await tx.query(
    'DELETE FROM auth.totp_secrets WHERE tenant_id = $1 AND user_id = $2 RETURNING user_id',
    [tx.tenantId, userId],
  );
  return rows.length > 0;
}
