/** A leader lets one thing pass, under their own log-in. The token is shown in this answer. */
import type { orders } from '@evertill/contract';
import { newId, tenantOf } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { amountOf } from './return-input.ts';
import { writeApproval } from './write-approval.ts';

export function giveApproval(
  surroundings: Surroundings,
): TenantUseCase<typeof orders.giveApproval> {
  return async (context, input) => {
    const { currency } = await tenantOf(surroundings, context);
    const { action, subject, reason, amountMax } = input;
    const approval = {
      approvalId: input.approvalId?.toLowerCase() ?? newId(surroundings),
      fingerprint: context.fingerprint(),
      ...{ action, subject, reason },
      amountMaxMinor: amountMax === undefined ? null : amountOf(amountMax, currency, 'amount_max'),
      givenBy: context.userId,
      registerId: null,
    };
    return surroundings.database.inTransaction(context, (tx) =>
      writeApproval(tx, surroundings, approval),
    );
  };
}
