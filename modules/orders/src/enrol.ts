/**
 * Turns a one-time code into a device key. Every enrolment starts a new epoch with its own
 * sequence, so that a reinstalled or cloned register never uses a number twice. After a restore the
 * epochs go on above the seconds since 2020: those that the backup does not know lie below.
 */
import type { orders } from '@evertill/contract';
import { refuse, sha256Hex } from '@evertill/kernel';
import type { Surroundings, Transaction, UseCase } from '@evertill/kernel';
import { findCode, useCode } from './register-store.ts';

const KEY_BYTES = 32;

export function enrol(surroundings: Surroundings): UseCase<typeof orders.enrol> {
  const { database, clock, randomness } = surroundings;
  return async (context, { enrolmentCode }) => {
    const found = await findCode(database, enrolmentCode, clock.now());
    if (found === undefined) refuse('enrolment_code_invalid');
    const { tenantId, registerId } = found;
    const deviceKey = randomness.bytes(KEY_BYTES).toString('base64url');
    return database.inTransaction({ ...context, tenantId }, async (tx) => {
      if (!(await useCode(tx, enrolmentCode))) refuse('enrolment_code_invalid');
      const [register] = await tx.query<{ name: string; epoch: number }>(
        `UPDATE orders.registers
         SET epoch = 1 + greatest(
               epoch, extract(epoch FROM restored_at - timestamptz '2020-01-01 00:00Z')::integer),
             device_key_hash = $3, last_seq = 0, fencing = fencing + 1, lease_until = NULL
         WHERE tenant_id = $1 AND register_id = $2 RETURNING name, epoch`,
        [tenantId, registerId, sha256Hex(deviceKey)],
      );
      if (register === undefined) refuse('enrolment_code_invalid');
      tellEnrolled(tx, registerId, register);
      return { registerId, tenantId, ...register, deviceKey };
    });
  };
}

function tellEnrolled(
  tx: Transaction,
  registerId: string,
  { name, epoch }: { readonly name: string; readonly epoch: number },
): void {
  tx.tell({
    type: 'audit.events',
    aggregateId: registerId,
    payload: {
      chainId: `register:${registerId}`,
      action: 'REGISTER_ENROLLED',
      modelName: 'Register',
      objectId: registerId,
      userId: null,
      reason: '',
      data: { name, epoch },
    },
  });
}
