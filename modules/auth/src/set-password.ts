/**
 * A new password: one's own with the old one, anybody's by an owner. Every log-in of the account
 * ends with it, this one too.
 */
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase, World } from '@evertill/kernel';
import { changeAccount } from './change-account.ts';
import type { ChangeAccountNeeds } from './change-account.ts';
import { confirmPassword } from './confirm-password.ts';
import type { LoginTurns } from './login-turns.ts';
import { hashPassword } from './password.ts';
import { isOwner } from './rank.ts';

export interface SetPasswordNeeds extends ChangeAccountNeeds, Pick<World, 'randomness'> {
  readonly turns: LoginTurns;
}

export function setPassword(needs: SetPasswordNeeds): TenantUseCase<typeof auth.setPassword> {
  return async (context, { userClientId: userId, password, currentPassword }) => {
    const isOwn = userId.toLowerCase() === context.userId;
    if (!isOwn && !isOwner(context)) refuse('rank_too_low');
    if (isOwn) await confirmPassword(needs, context, { userId, currentPassword });
    const passwordHash = await hashPassword(needs, password);
    await changeAccount(needs, context, { userId, change: { password_hash: passwordHash } });
    return {};
  };
}
