/**
 * Writes a leader's approval and answers its token, which is shown once and kept as a hash. Asked
 * again under the same id, an approval that was not used gets a fresh token, and the earlier ends.
 */
import { limits } from '@evertill/contract';
import type { ApprovedAction } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Surroundings, Transaction } from '@evertill/kernel';
import { tellAudit } from '../drafts/tell-audit.ts';
import { approvalHash } from './approvals.ts';

const TOKEN_BYTES = 32;

export interface NewApproval {
  readonly approvalId: string;
  readonly fingerprint: string;
  readonly action: ApprovedAction;
  readonly subject: string;
  readonly amountMaxMinor: number | null;
  readonly reason: string;
  readonly givenBy: string | null;
  /** The till at which it was given by PIN, and where alone it is good. */
  readonly registerId: string | null;
}

export interface GivenApproval {
  readonly approvalId: string;
  readonly token: string;
  readonly expiresAt: string;
}

export async function writeApproval(
  tx: Transaction,
  { clock, randomness }: Pick<Surroundings, 'clock' | 'randomness'>,
  approval: NewApproval,
): Promise<GivenApproval> {
  const { approvalId, action, amountMaxMinor, reason, givenBy, registerId } = approval;
  const token = randomness.bytes(TOKEN_BYTES).toString('base64url');
  const now = clock.now();
  // At a till it is for what lies on the counter, which may be laid aside for an hour.
  const lastsMs = registerId === null ? limits.APPROVAL_MS : limits.DEVICE_APPROVAL_MS;
  const expiresAt = new Date(now.getTime() + lastsMs);
  const subject = approval.subject.toLowerCase();
  const rows = await tx.query(
    `INSERT INTO orders.approvals AS a (tenant_id, approval_id, body_hash, token_hash, action,
       subject_id, amount_max_minor, reason, given_by, given_at, expires_at, register_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (tenant_id, approval_id) DO UPDATE
       SET token_hash = excluded.token_hash, given_at = excluded.given_at,
           expires_at = excluded.expires_at
       WHERE a.body_hash = excluded.body_hash AND a.given_by = excluded.given_by
         AND a.register_id IS NOT DISTINCT FROM excluded.register_id AND a.used_at IS NULL
     RETURNING 1`,
    [
      tx.tenantId,
      approvalId,
      approval.fingerprint,
      approvalHash(token),
      action,
      subject,
      amountMaxMinor,
      reason,
      givenBy,
      now,
      expiresAt,
      registerId,
    ],
  );
  if (rows.length === 0) refuse('id_reused');
  tellAudit(tx, {
    action: 'APPROVAL_GIVEN',
    modelName: 'Approval',
    objectId: approvalId,
    userId: givenBy,
    reason,
    data: {
      action,
      subject,
      amountMaxMinor,
      ...(registerId === null ? {} : { registerId, way: 'PIN' }),
    },
  });
  return { approvalId, token, expiresAt: expiresAt.toISOString() };
}
