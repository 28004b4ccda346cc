/** The SQL of registers and their one-time codes. */
import type { Database, Transaction, World } from '@evertill/kernel';
import { sha256Hex } from '@evertill/kernel';
import { limits } from '@evertill/contract';

export interface NewCode {
  readonly registerId: string;
  readonly enrolmentCode: string;
  readonly expiresAt: string;
}

/** Crockford's alphabet: nothing that is read as something else over the counter. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 12;

/** Twelve characters, sixty bits, in groups that a person can read out. */
function newEnrolmentCode({ randomness }: Pick<World, 'randomness'>): string {
  const characters = [...randomness.bytes(CODE_LENGTH)].map((byte) => alphabet[byte % 32]);
  return characters.join('').replace(/(.{4})(.{4})(.{4})/, '$1-$2-$3');
}

/** A code as it is typed: in any case, with or without its hyphens, O for 0 and I or L for 1. */
function codeHashOf(code: string): string {
  const typed = code.toUpperCase().replace(/[\s-]/g, '');
  return sha256Hex(`enrol:${typed.replace(/O/g, '0').replace(/[IL]/g, '1')}`);
}

/** Writes a fresh code for a register; the earlier ones end. */
export async function writeCode(
  tx: Transaction,
  world: World,
  registerId: string,
): Promise<NewCode> {
  const enrolmentCode = newEnrolmentCode(world);
  const expiresAt = new Date(world.clock.now().getTime() + limits.ENROLMENT_CODE_MS);
  await tx.query('DELETE FROM orders.enrolment_codes WHERE tenant_id = $1 AND register_id = $2', [
    tx.tenantId,
    registerId,
  ]);
  await tx.query(
    `INSERT INTO orders.enrolment_codes (code_hash, tenant_id, register_id, expires_at)
     VALUES ($1, $2, $3, $4)`,
    [codeHashOf(enrolmentCode), tx.tenantId, registerId, expiresAt],
  );
  return { registerId, enrolmentCode, expiresAt: expiresAt.toISOString() };
}

export interface FoundCode {
  readonly tenantId: string;
  readonly registerId: string;
}

/** Whose code this is, while it lasts. Known to us by its hash alone, so a guess has no timing. */
export async function findCode(
  database: Database,
  code: string,
  now: Date,
): Promise<FoundCode | undefined> {
  const [row] = await database.call<{ tenant_id: string; register_id: string }>(
    `SELECT tenant_id, register_id FROM orders.enrolment_codes
     WHERE code_hash = $1 AND expires_at > $2`,
    [codeHashOf(code), now],
  );
  return row === undefined ? undefined : { tenantId: row.tenant_id, registerId: row.register_id };
}

/** Takes a code out of use; false when somebody else was first. */
export async function useCode(tx: Transaction, code: string): Promise<boolean> {
  const rows = await tx.query(
    'DELETE FROM orders.enrolment_codes WHERE tenant_id = $1 AND code_hash = $2 RETURNING 1',
    [tx.tenantId, codeHashOf(code)],
  );
  return rows.length === 1;
}
