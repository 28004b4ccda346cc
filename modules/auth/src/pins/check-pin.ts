/**
 * Whose PIN it is, for a neighbour that has seen the enrolled device it was typed in at. It is no
 * log-in and gives no token: the neighbour decides what one word of a leader lets pass.
 *
 * Five wrong ones and the PIN is locked for a quarter of an hour, whether or not there is one, and
 * whatever is sent meanwhile. Somebody without a PIN, or not active, costs the same time.
 */
import { wireRoleOf } from '@evertill/contract';
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { confirmationName, countFailure, forgetFailures, refuseLocked } from '../login-attempts.ts';
import type { AttemptNeeds } from '../login-attempts.ts';
import type { LoginTurns } from '../login-turns.ts';
import { isPin } from './pin-hash.ts';
import { pinOf, pinSubject, readPeople } from './pin-store.ts';

export interface CheckPinNeeds extends AttemptNeeds {
  readonly turns: LoginTurns;
}

export function checkPin(needs: CheckPinNeeds): TenantUseCase<typeof auth.checkPin> {
  return (context, { userClientId, pin }) => {
    const userId = userClientId.toLowerCase();
    const name = confirmationName(context.tenantId, pinSubject(userId));
    return needs.turns.take(name, async () => {
      await refuseLocked(needs, name);
      const [person] = await needs.database.read(context, (tx) => readPeople(tx, [userId]));
      const isRight = await isPin(person === undefined ? undefined : pinOf(person), pin);
      if (person === undefined || !isRight) {
        await countFailure(needs, name);
        return refuse('pin_wrong');
      }
      await forgetFailures(needs, name);
      return { userClientId: userId, role: wireRoleOf(person.role) };
    });
  };
}
