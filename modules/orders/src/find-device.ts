/** Which register a device key is of: whoever pulls with it stands at a device of this shop. */
import type { orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from './list-sales.ts';

export function findDevice({ database }: ReadNeeds): TenantUseCase<typeof orders.findDevice> {
  return (context, { deviceKeyHash }) =>
    database.read(context, async (tx) => {
      const [row] = await tx.query<{ register_id: string }>(
        `SELECT register_id FROM orders.registers
         WHERE tenant_id = $1 AND device_key_hash = $2`,
        [tx.tenantId, deviceKeyHash],
      );
      return row === undefined ? refuse('register_key_invalid') : { registerId: row.register_id };
    });
}
