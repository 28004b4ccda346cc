/** A fresh one-time code for a register that is there. */
import type { orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { writeCode } from './register-store.ts';

export function renewEnrolmentCode(
  surroundings: Surroundings,
): TenantUseCase<typeof orders.renewEnrolmentCode> {
  return (context, { registerId }) =>
    surroundings.database.inTransaction(context, async (tx) => {
      const known = await tx.query(
        `SELECT FROM orders.registers
         WHERE tenant_id = $1 AND register_id = $2 AND kind = 'COUNTER'`,
        [tx.tenantId, registerId],
      );
      if (known.length === 0) refuse('not_found');
      return writeCode(tx, surroundings, registerId.toLowerCase());
    });
}
