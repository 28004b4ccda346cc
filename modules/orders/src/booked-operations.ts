/**
 * The rows of operations that were booked and are neither a sale nor a refund. With those and the
 * unbooked ones they fill a register's sequence without a gap, and are how a repeat is known.
 */
import type { Flag } from '@evertill/contract';
import type { Transaction } from '@evertill/kernel';
import type { ReadOperation } from './operation-reading.ts';
import type { RegisterPass } from './register-pass.ts';

export interface BookedOperation {
  readonly pass: RegisterPass;
  readonly operation: ReadOperation;
  readonly recordedBy: string | null;
  readonly flags: readonly Flag[];
  readonly now: Date;
}

/** Writes that an operation was booked, and what a person should look at. */
export async function writeBooked(tx: Transaction, booked: BookedOperation): Promise<void> {
  const { pass, operation, now } = booked;
  await tx.query(
    `INSERT INTO orders.booked_operations (
       tenant_id, register_id, epoch, seq, operation_id, kind, body_hash, recorded_by,
       occurred_at, received_at
     ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.tenantId,
      pass.registerId,
      pass.epoch,
      operation.seq,
      operation.id,
      operation.kind,
      operation.bodyHash,
      booked.recordedBy,
      operation.occurredAt,
      now,
    ],
  );
  if (booked.flags.length === 0) return;
  await tx.query(
    `INSERT INTO orders.flags (tenant_id, subject_id, flag, raised_at)
     SELECT $1, $2, f, $4 FROM unnest($3::text[]) AS f`,
    [tx.tenantId, operation.id, booked.flags, now],
  );
}

/**
 * Whether this register sent an operation that was parked, and that was neither booked under a
 * later number since nor decided about.
 */
export async function isParked(
  tx: Transaction,
  registerId: string,
  operationId: string,
): Promise<boolean> {
  const [row] = await tx.query<{ is_parked: boolean }>(
    `SELECT EXISTS (
         SELECT FROM orders.unbooked_operations u WHERE u.tenant_id = $1 AND u.operation_id = $3
           AND u.register_id = $2 AND u.outcome <> 'DUPLICATE')
       AND NOT orders.is_decided($1, $2, $3)
       AND NOT EXISTS (
         SELECT FROM orders.booked_operations b WHERE b.tenant_id = $1 AND b.operation_id = $3
         UNION ALL
         SELECT FROM orders.sales s WHERE s.tenant_id = $1 AND s.sale_id = $3
         UNION ALL
         SELECT FROM orders.refunds r WHERE r.tenant_id = $1 AND r.refund_id = $3) AS is_parked`,
    [tx.tenantId, registerId, operationId],
  );
  return row?.is_parked === true;
}
