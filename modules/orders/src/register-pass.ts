/**
 * The pass a register shows with every push: which register, which epoch, which lease, which key.
 * Whoever shows a wrong one is refused as a whole; nothing of what it sent is looked at.
 */
import type { RefusalCode } from '@evertill/contract';
import { refuse, sha256Hex } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';

export interface RegisterPass {
  readonly registerId: string;
  readonly epoch: number;
  readonly fencing: number;
}

/** The device key is a random 32 bytes; what we store and compare is its hash. */
export function keyHashOf(context: TenantContext): string {
  return sha256Hex(context.registerKey ?? '');
}

const passRefusals = [
  'not_found',
  'register_key_invalid',
  'epoch_stale',
  'fencing_stale',
  'sequence_gap',
] as const satisfies readonly RefusalCode[];

/** Refuses when the database says that the pass is not good. */
export function refuseBadPass(status: string): void {
  const code = passRefusals.find((candidate) => candidate === status);
  if (code !== undefined) refuse(code);
  if (status !== 'ok') throw new Error(`unknown register status ${status}`);
}

export interface RegisterRow extends Record<string, unknown> {
  readonly epoch: number;
  readonly fencing: number;
  readonly device_key_hash: string | null;
  readonly last_seq: number;
  readonly location_id: string | null;
}

/** Locks the register for the rest of the transaction, checks the pass, answers the row. */
export async function lockRegister(
  tx: Transaction,
  pass: RegisterPass & { readonly keyHash: string },
): Promise<RegisterRow> {
  const [row] = await tx.query<RegisterRow>(
    `SELECT epoch, fencing, device_key_hash, last_seq, location_id FROM orders.registers
     WHERE tenant_id = $1 AND register_id = $2 FOR NO KEY UPDATE`,
    [tx.tenantId, pass.registerId],
  );
  if (row === undefined) refuse('not_found');
  if (row.device_key_hash !== pass.keyHash) refuse('register_key_invalid');
  if (row.epoch !== pass.epoch) refuse('epoch_stale');
  if (row.fencing !== pass.fencing) refuse('fencing_stale');
  return row;
}

/** Moves the register's sequence on, in the transaction of the effect. */
export async function advanceRegister(
  tx: Transaction,
  registerId: string,
  seq: number,
): Promise<void> {
  await tx.query(
    'UPDATE orders.registers SET last_seq = $3 WHERE tenant_id = $1 AND register_id = $2',
    [tx.tenantId, registerId, seq],
  );
}
