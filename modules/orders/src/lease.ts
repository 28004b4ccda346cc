/**
 * Gives the right to push for a register to whoever asks with its device key. The fencing number
 * goes up each time, so an earlier holder that wakes up late is turned away.
 */
import type { orders } from '@evertill/contract';
import { limits } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { keyHashOf } from './register-pass.ts';

export function lease({ database, clock }: Surroundings): TenantUseCase<typeof orders.lease> {
  return (context, { registerId }) =>
    database.inTransaction(context, async (tx) => {
      const expiresAt = new Date(clock.now().getTime() + limits.LEASE_MS);
      const [row] = await tx.query<{
        device_key_hash: string | null;
        epoch: number;
        fencing: number;
        last_seq: number;
      }>(
        `UPDATE orders.registers SET fencing = fencing + 1, lease_until = $3
         WHERE tenant_id = $1 AND register_id = $2
         RETURNING device_key_hash, epoch, fencing, last_seq`,
        [tx.tenantId, registerId, expiresAt],
      );
      if (row === undefined) refuse('not_found');
      // Thrown inside the transaction: a wrong key moves nothing.
      if (row.device_key_hash !== keyHashOf(context)) refuse('register_key_invalid');
      return {
        registerId: registerId.toLowerCase(),
        epoch: row.epoch,
        fencing: row.fencing,
        lastSeq: row.last_seq,
        expiresAt: expiresAt.toISOString(),
      };
    });
}
