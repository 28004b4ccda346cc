/**
 * A PIN for switching to somebody at an enrolled device. One's own is confirmed with the password;
 * whoever leads sets that of those below. No log-in ends with it, since it never opened one.
 */
import type { InputOf, auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase, World } from '@evertill/kernel';
import type { AccountRow } from '../account-store.ts';
import { confirmPassword } from '../confirm-password.ts';
import type { ConfirmNeeds } from '../confirm-password.ts';
import { confirmationName, forgetFailures } from '../login-attempts.ts';
import { tellAudit } from '../tell-audit.ts';
import { hashPin } from './pin-hash.ts';
import { flawOfPin } from './pin-rules.ts';
import { pinSubject, writePin } from './pin-store.ts';
import { lockAccountFor, refuseFollower } from './reach.ts';

export interface SetPinNeeds extends ConfirmNeeds, Pick<World, 'randomness'> {}

type Input = InputOf<typeof auth.setPin>;

export function setPin(needs: SetPinNeeds): TenantUseCase<typeof auth.setPin> {
  return async (context, input) => {
    const userId = input.userClientId.toLowerCase();
    const isOwn = userId === context.userId;
    if (isOwn) await confirmPassword(needs, context, { userId, ...input });
    else refuseFollower(context);
    const hash = await hashPin(needs, input.pin);
    await needs.database.inTransaction(context, async (tx) => {
      const account = await lockAccountFor(tx, context, userId);
      refuseSimple(account, input);
      const setAt = needs.clock.now();
      await writePin(tx, { userId, ...hash, setBy: context.userId, setAt });
      tellAudit(tx, context, {
        action: 'USER_PIN_SET',
        modelName: 'User',
        objectId: userId,
        before: null,
        after: { clientName: account.client_name },
      });
    });
    await forgetFailures(needs, confirmationName(context.tenantId, pinSubject(userId)));
    return {};
  };
}

function refuseSimple({ phone_number: phoneNumber }: AccountRow, { pin }: Input): void {
  const flaw = flawOfPin(pin, phoneNumber);
  if (flaw === undefined) return;
  refuse('input_invalid', { fields: [{ field: 'pin', message: `must not be ${flaw}` }] });
}
