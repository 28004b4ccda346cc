/**
 * A leader lets one thing pass. The token is shown in this answer and nowhere else; asked again
 * under the same id, an approval that was not used gets a fresh token, and the earlier one ends.
 */
import { limits } from '@evertill/contract';
import type { orders } from '@evertill/contract';
import { newId, refuse, tenantOf } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { approvalHash } from './approvals.ts';
import { amountOf } from './return-input.ts';
import { tellAudit } from '../drafts/tell-audit.ts';

const TOKEN_BYTES = 32;

export function giveApproval(
  surroundings: Surroundings,
): TenantUseCase<typeof orders.giveApproval> {
  const { database, clock, randomness } = surroundings;
  return async (context, input) => {
    const { currency } = await tenantOf(surroundings, context);
    const { action, reason, amountMax } = input;
    const amountMaxMinor =
      amountMax === undefined ? null : amountOf(amountMax, currency, 'amount_max');
    const approvalId = input.approvalId?.toLowerCase() ?? newId(surroundings);
    const token = randomness.bytes(TOKEN_BYTES).toString('base64url');
    const now = clock.now();
    const expiresAt = new Date(now.getTime() + limits.APPROVAL_MS);
    return database.inTransaction(context, async (tx) => {
      const rows = await tx.query(
        `INSERT INTO orders.approvals AS a (tenant_id, approval_id, body_hash, token_hash, action,
           subject_id, amount_max_minor, reason, given_by, given_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (tenant_id, approval_id) DO UPDATE
           SET token_hash = excluded.token_hash, given_at = excluded.given_at,
               expires_at = excluded.expires_at
           WHERE a.body_hash = excluded.body_hash AND a.given_by = excluded.given_by
             AND a.used_at IS NULL
         RETURNING 1`,
        [
          tx.tenantId,
          approvalId,
          context.fingerprint(),
          approvalHash(token),
          action,
          input.subject.toLowerCase(),
          amountMaxMinor,
          reason,
          context.userId,
          now,
          expiresAt,
        ],
      );
      if (rows.length === 0) refuse('id_reused');
      tellAudit(tx, {
        action: 'APPROVAL_GIVEN',
        modelName: 'Approval',
        objectId: approvalId,
        userId: context.userId,
        reason,
        data: { action, subject: input.subject.toLowerCase(), amountMaxMinor },
      });
      return { approvalId, token, expiresAt: expiresAt.toISOString() };
    });
  };
}
