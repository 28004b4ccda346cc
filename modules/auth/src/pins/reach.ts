/** Whose PIN somebody may set or take: the own, and those of a lower rank. */
import { mayDo } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { lockAccount } from '../account-store.ts';
import type { AccountRow } from '../account-store.ts';
import { refuseRank } from '../rank.ts';

/** Holds an account that is the own, or of a lower rank. */
export async function lockAccountFor(
  tx: Transaction,
  context: TenantContext,
  userId: string,
): Promise<AccountRow> {
  const isOwn = userId === context.userId;
  if (!isOwn) refuseFollower(context);
  const account = await lockAccount(tx, userId);
  if (account === undefined) refuse('not_found');
  if (!isOwn) refuseRank(context, account.role);
  return account;
}

/** Whoever leads nobody changes nobody's but their own. */
export function refuseFollower({ roles }: TenantContext): void {
  if (!mayDo(roles, 'staff_manage')) refuse('rank_too_low');
}
