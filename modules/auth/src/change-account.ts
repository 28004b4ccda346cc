/**
 * Changes an account under two locks, in this order: the tenant, then the account. Whoever loses
 * rights loses tokens with them: the version moves on, and the refresh families end.
 */
import type { Role } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Database, TenantContext, Transaction, World } from '@evertill/kernel';
import { isDeepStrictEqual } from 'node:util';
import {
  countOtherOwners,
  deleteLoginEntry,
  insertLoginEntry,
  lockAccount,
  updateAccount,
} from './account-store.ts';
import type { AccountRow } from './account-store.ts';
import { identifierHash } from './identifier.ts';
import { refuseTaken } from './names-taken.ts';
import { keepPastRole } from './pins/past-roles.ts';
import { refuseRank } from './rank.ts';
import { revokeFamiliesOf } from './refresh-store.ts';
import { tellAudit } from './tell-audit.ts';
import { lockTenant } from './tenant-store.ts';

export interface ChangeAccountNeeds extends Pick<World, 'clock'> {
  readonly database: Database;
}

export type AccountChange = Partial<
  Pick<
    AccountRow,
    'client_name' | 'phone_number' | 'email' | 'address' | 'role' | 'is_active' | 'password_hash'
  >
>;

export interface Changing {
  readonly userId: string;
  readonly change: AccountChange;
  /** Further rules, under the lock; they refuse. */
  readonly check?: (before: AccountRow) => void;
}

/** Answers the account as it is afterwards. */
export async function changeAccount(
  needs: ChangeAccountNeeds,
  context: TenantContext,
  { userId, change, check }: Changing,
): Promise<AccountRow> {
  return needs.database
    .inTransaction(context, async (tx) => {
      await lockTenant(tx);
      const before = (await lockAccount(tx, userId)) ?? refuse('not_found');
      check?.(before);
      const wanted = { ...before, ...change };
      if (isDeepStrictEqual(wanted, before)) return before;
      await refuseLastOwner(tx, before, wanted);
      const isSignedOut = losesTokens(before, wanted);
      const after = { ...wanted, token_version: before.token_version + (isSignedOut ? 1 : 0) };
      if (isMoved(before, after)) await keepPastRole(tx, before, needs.clock.now());
      await updateAccount(tx, after);
      await moveNames(tx, before, after);
      if (isSignedOut) await revokeFamiliesOf(tx, { userId, revokedAt: needs.clock.now() });
      tellAudit(tx, context, entryOf(before, after));
      return after;
    })
    .catch((error: unknown) => refuseTaken(error));
}

/** Somebody of a higher role is out of reach, and nobody is raised above the one who raises. */
export function refuseOutOfReach(context: TenantContext, before: AccountRow, role: Role): void {
  const isOwn = before.user_id === context.userId && before.role === role;
  if (isOwn) return;
  refuseRank(context, before.role);
  refuseRank(context, role);
}

function losesTokens(before: AccountRow, after: AccountRow): boolean {
  return isMoved(before, after) || before.password_hash !== after.password_hash;
}

function isMoved(before: AccountRow, after: AccountRow): boolean {
  return before.role !== after.role || before.is_active !== after.is_active;
}

async function refuseLastOwner(
  tx: Transaction,
  before: AccountRow,
  after: AccountRow,
): Promise<void> {
  const leads = ({ role, is_active: isActive }: AccountRow): boolean =>
    role === 'owner' && isActive;
  if (!leads(before) || leads(after)) return;
  if ((await countOtherOwners(tx, before.user_id)) === 0) refuse('last_owner');
}

async function moveNames(tx: Transaction, before: AccountRow, after: AccountRow): Promise<void> {
  const { user_id: userId } = after;
  const namesOf = ({ phone_number: phone, email }: AccountRow): readonly string[] =>
    [phone, email].filter((name) => name !== null);
  const [old, fresh] = [namesOf(before), namesOf(after)];
  for (const name of old) {
    if (!fresh.includes(name)) await deleteLoginEntry(tx, identifierHash(name));
  }
  for (const name of fresh) {
    if (!old.includes(name)) await insertLoginEntry(tx, identifierHash(name), userId);
  }
}

/** Of phone numbers, addresses and passwords the log says that they changed, and not to what. */
function entryOf(before: AccountRow, after: AccountRow) {
  const changed = (Object.keys(after) as (keyof AccountRow)[])
    .filter((name) => before[name] !== after[name] && name !== 'token_version')
    .map(String);
  const shown = ({ client_name: clientName, role, is_active: isActive }: AccountRow) => ({
    clientName,
    role,
    isActive,
  });
  return {
    action: actionOf(before, after),
    modelName: 'User',
    objectId: after.user_id,
    before: shown(before),
    after: { ...shown(after), changed },
  };
}

function actionOf(before: AccountRow, after: AccountRow): string {
  if (before.is_active && !after.is_active) return 'USER_DEACTIVATED';
  if (!before.is_active && after.is_active) return 'USER_REACTIVATED';
  if (before.role !== after.role) return 'USER_ROLE_CHANGED';
  return before.password_hash === after.password_hash ? 'USER_CHANGED' : 'USER_PASSWORD_SET';
}
