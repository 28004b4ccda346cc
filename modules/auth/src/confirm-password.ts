/** Somebody who is logged in confirms with the current password that it is still them. */
import { refuse } from '@evertill/kernel';
import type { TenantContext } from '@evertill/kernel';
import { readAccount } from './account-store.ts';
import { confirmationName, countFailure, forgetFailures, refuseLocked } from './login-attempts.ts';
import type { AttemptNeeds } from './login-attempts.ts';
import type { LoginTurns } from './login-turns.ts';
import { isPassword } from './password.ts';

export interface ConfirmNeeds extends AttemptNeeds {
  readonly turns: LoginTurns;
}

export interface Confirming {
  readonly userId: string;
  readonly currentPassword?: string | undefined;
}

/** Refuses `password_wrong`, and after five of those `account_locked`. */
export async function confirmPassword(
  needs: ConfirmNeeds,
  context: TenantContext,
  { userId, currentPassword }: Confirming,
): Promise<void> {
  if (currentPassword === undefined) {
    const fields = [{ field: 'current_password', message: 'is needed for your own account' }];
    refuse('input_invalid', { fields });
  }
  const name = confirmationName(context.tenantId, userId);
  await needs.turns.take(name, async () => {
    await refuseLocked(needs, name);
    const account = await needs.database.read(context, (tx) => readAccount(tx, userId));
    if (account === undefined) refuse('not_found');
    if (!(await isPassword(account.password_hash, currentPassword))) {
      await countFailure(needs, name);
      refuse('password_wrong');
    }
    await forgetFailures(needs, name);
  });
}
