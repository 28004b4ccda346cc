/** A new register, and the one-time code that enrols its device. */
import type { orders } from '@evertill/contract';
import { brokenUnique, newId, refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { refuseUnknownLocation } from './known-references.ts';
import { writeCode } from './register-store.ts';

export function createRegister(
  surroundings: Surroundings,
): TenantUseCase<typeof orders.createRegister> {
  const { database, clock } = surroundings;
  return async (context, input) => {
    const registerId = input.registerId?.toLowerCase() ?? newId(surroundings);
    await refuseUnknownLocation(surroundings, context, input.location);
    const hash = context.fingerprint();
    return database
      .inTransaction(context, async (tx) => {
        const added = await tx.query(
          `INSERT INTO orders.registers
             (tenant_id, register_id, name, location_id, body_hash, created_at)
           VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (tenant_id, register_id) DO NOTHING RETURNING 1`,
          [tx.tenantId, registerId, input.name, input.location ?? null, hash, clock.now()],
        );
        if (added.length === 0) {
          const [known] = await tx.query<{ body_hash: string }>(
            `SELECT body_hash FROM orders.registers
             WHERE tenant_id = $1 AND register_id = $2`,
            [tx.tenantId, registerId],
          );
          if (known?.body_hash !== hash) refuse('id_reused');
        }
        // The code of the first answer is known by its hash only: a repeat gets a fresh one.
        return writeCode(tx, surroundings, registerId);
      })
      .catch((error: unknown) => {
        if (brokenUnique(error) === undefined) throw error;
        return refuse('name_taken', { fields: [{ field: 'name', message: 'is taken' }] });
      });
  };
}
