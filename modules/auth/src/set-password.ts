/**
 * A new password: one's own with the old one, anybody's by an owner. Every log-in of the account
 * ends with it, this one too.
 */
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantContext, TenantUseCase, World } from '@evertill/kernel';
import { readAccount } from './account-store.ts';
import { changeAccount } from './change-account.ts';
import type { ChangeAccountNeeds } from './change-account.ts';
import { confirmationName, countFailure, forgetFailures, refuseLocked } from './login-attempts.ts';
import type { LoginTurns } from './login-turns.ts';
import { hashPassword, isPassword } from './password.ts';
import { isOwner } from './rank.ts';

export interface SetPasswordNeeds extends ChangeAccountNeeds, Pick<World, 'randomness'> {
  readonly turns: LoginTurns;
}

export function setPassword(needs: SetPasswordNeeds): TenantUseCase<typeof auth.setPassword> {
  return async (context, { userClientId: userId, password, currentPassword }) => {
    const isOwn = userId.toLowerCase() === context.userId;
    if (!isOwn && !isOwner(context)) refuse('rank_too_low');
    if (isOwn) await confirm(needs, context, { userId, currentPassword });
    const passwordHash = await hashPassword(needs, password);
    await changeAccount(needs, context, { userId, change: { password_hash: passwordHash } });
    return {};
  };
}

interface Confirming {
  readonly userId: string;
  readonly currentPassword: string | undefined;
}

async function confirm(
  needs: SetPasswordNeeds,
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
