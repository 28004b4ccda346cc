/** All SQL about what people were before they became what they are. */
import type { Role } from '@evertill/contract';
import type { Row, Transaction } from '@evertill/kernel';
import type { AccountRow } from '../account-store.ts';

/** Notes what somebody was until now, when it is about to change. */
export async function keepPastRole(
  tx: Transaction,
  before: Pick<AccountRow, 'user_id' | 'role' | 'is_active'>,
  endedAt: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO auth.past_roles (tenant_id, user_id, ended_at, role, is_active)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, user_id, ended_at) DO NOTHING`,
    [tx.tenantId, before.user_id, endedAt, before.role, before.is_active],
  );
}

interface RoleRow extends Row {
  readonly user_id: string;
  /** Null for whoever was not there, or not active. */
  readonly role: Role | null;
}

/** What these people were at a time; nobody of another shop. */
export function readRolesAt(
  tx: Transaction,
  userIds: readonly string[],
  at: Date,
): Promise<RoleRow[]> {
  return tx.query<RoleRow>(
    `SELECT u.user_id, CASE
       WHEN u.created_at > $3 THEN NULL
       WHEN p.ended_at IS NOT NULL THEN CASE WHEN p.is_active THEN p.role END
       WHEN u.is_active THEN u.role END AS role
     FROM auth.users u LEFT JOIN LATERAL (
       SELECT b.ended_at, b.role, b.is_active FROM auth.past_roles b
       WHERE b.tenant_id = u.tenant_id AND b.user_id = u.user_id AND b.ended_at > $3
       ORDER BY b.ended_at LIMIT 1
     ) p ON true
     WHERE u.tenant_id = $1 AND u.user_id = ANY ($2::uuid[])`,
    [tx.tenantId, userIds, at],
  );
}
