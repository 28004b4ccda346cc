/**
 * A leader lets one thing pass at an enrolled till, by PIN. The device key says which till, auth
 * says whose PIN it is and counts wrong ones; the word is good at that till, for that operation.
 */
import { auth, mayDo, roleOf } from '@evertill/contract';
import type { InputOf, orders } from '@evertill/contract';
import { Refusal, newId, refuse, tenantOf } from '@evertill/kernel';
import type { Surroundings, TenantContext, TenantUseCase } from '@evertill/kernel';
import { tellAudit } from '../drafts/tell-audit.ts';
import { findDevice } from '../find-device.ts';
import { keyHashOf } from '../register-pass.ts';
import { amountOf } from '../returns/return-input.ts';
import { writeApproval } from '../returns/write-approval.ts';
import { mayLetPass } from './leaders-reach.ts';

type Input = InputOf<typeof orders.giveApprovalByPin>;

export function giveApprovalByPin(
  surroundings: Surroundings,
): TenantUseCase<typeof orders.giveApprovalByPin> {
  const deviceOf = findDevice(surroundings);
  return async (context, input) => {
    const { registerId } = await deviceOf(context, { deviceKeyHash: keyHashOf(context) });
    const { currency, roleLimits } = await tenantOf(surroundings, context);
    const { action, subject, reason, amountMax } = input;
    const amountMaxMinor =
      amountMax === undefined ? null : amountOf(amountMax, currency, 'amount_max');
    const role = roleOf(await checkPin(surroundings, context, { input, registerId }));
    const question = { action, amountMinor: amountMaxMinor ?? 0 };
    if (!mayDo([role], 'approval_give') || !mayLetPass(roleLimits[role], question)) {
      return refuse('approver_may_not');
    }
    const approval = {
      approvalId: input.approvalId?.toLowerCase() ?? newId(surroundings),
      fingerprint: context.fingerprint(),
      ...{ action, subject, reason, amountMaxMinor, registerId },
      givenBy: input.approver.toLowerCase(),
    };
    return surroundings.database.inTransaction(context, (tx) =>
      writeApproval(tx, surroundings, approval),
    );
  };
}

interface Trying {
  readonly input: Input;
  readonly registerId: string;
}

/** The role of whose PIN it is. A wrong one, and one that comes while it is locked, is written. */
async function checkPin(
  { ask, database }: Surroundings,
  context: TenantContext,
  { input, registerId }: Trying,
) {
  const { approver, pin, action, subject } = input;
  try {
    return (await ask(auth.checkPin, context, { userClientId: approver, pin })).role;
  } catch (error) {
    if (error instanceof Refusal && isAboutPin(error)) {
      const { code } = error;
      await database.inTransaction(context, async (tx) =>
        tellAudit(tx, {
          action: 'APPROVAL_REFUSED',
          modelName: 'Register',
          objectId: registerId,
          userId: context.userId,
          reason: code,
          data: { approver: approver.toLowerCase(), action, subject: subject.toLowerCase() },
        }),
      );
    }
    throw error;
  }
}

const isAboutPin = ({ code }: Refusal): boolean =>
  code === 'pin_wrong' || code === 'account_locked';
