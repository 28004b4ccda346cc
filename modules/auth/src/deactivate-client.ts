/** Ends an account: nothing of its history goes, and its tokens die. */
import type { auth } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { changeAccount } from './change-account.ts';
import type { ChangeAccountNeeds } from './change-account.ts';
import { refuseRank } from './rank.ts';

export function deactivateClient(
  needs: ChangeAccountNeeds,
): TenantUseCase<typeof auth.deactivateClient> {
  return async (context, { userClientId: userId }) => {
    const check = ({ role }: { readonly role: Parameters<typeof refuseRank>[1] }): void => {
      refuseRank(context, role);
    };
    await changeAccount(needs, context, { userId, change: { is_active: false }, check });
    return {};
  };
}
