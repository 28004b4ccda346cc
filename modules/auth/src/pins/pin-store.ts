/** All SQL about PINs, and the name that wrong ones are counted under. */
import type { Role } from '@evertill/contract';
import type { Row, Transaction } from '@evertill/kernel';
import type { PinHash } from './pin-hash.ts';

export interface NewPin extends PinHash {
  readonly userId: string;
  readonly setBy: string | null;
  readonly setAt: Date;
}

export async function writePin(tx: Transaction, pin: NewPin): Promise<void> {
  const { userId, iterations, salt, verifier, setBy, setAt } = pin;
  await tx.query(
    `INSERT INTO auth.pins (tenant_id, user_id, iterations, salt, verifier, set_by, set_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (tenant_id, user_id) DO UPDATE SET
       iterations = excluded.iterations, salt = excluded.salt, verifier = excluded.verifier,
       set_by = excluded.set_by, set_at = excluded.set_at`,
    [tx.tenantId, userId, iterations, salt, verifier, setBy, setAt],
  );
}

/** False when there was none. */
export async function deletePin(tx: Transaction, userId: string): Promise<boolean> {
  const rows = await tx.query(
    'DELETE FROM auth.pins WHERE tenant_id = $1 AND user_id = $2 RETURNING user_id',
    [tx.tenantId, userId],
  );
  return rows.length > 0;
}

export interface PersonRow extends Row {
  readonly user_id: string;
  readonly client_name: string;
  readonly role: Role;
  /** All null without a PIN. */
  readonly iterations: number | null;
  readonly salt: string | null;
  readonly verifier: string | null;
}

/** Those of these people who are active, with their PINs. */
export function readPeople(tx: Transaction, userIds: readonly string[]): Promise<PersonRow[]> {
  return tx.query<PersonRow>(
    `SELECT u.user_id, u.client_name, u.role, p.iterations, p.salt, p.verifier
     FROM auth.users u LEFT JOIN auth.pins p
       ON p.tenant_id = u.tenant_id AND p.user_id = u.user_id
     WHERE u.tenant_id = $1 AND u.user_id = ANY ($2::uuid[]) AND u.is_active`,
    [tx.tenantId, userIds],
  );
}

export function pinOf({ iterations, salt, verifier }: PersonRow): PinHash | undefined {
  if (iterations === null || salt === null || verifier === null) return undefined;
  return { iterations, salt, verifier };
}

/** Wrong PINs are counted apart from wrong passwords of the same person. */
export function pinSubject(userId: string): string {
  return `pin ${userId}`;
}
