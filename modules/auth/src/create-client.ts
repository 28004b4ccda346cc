/**
 * A new account. With its own id it may be sent again; the same id with anything else in it, the
 * password apart, is refused.
 */
import { roleOf } from '@evertill/contract';
import type { InputOf, auth } from '@evertill/contract';
import { newId, refuse } from '@evertill/kernel';
import type { Call, Database, TenantContext, TenantUseCase, World } from '@evertill/kernel';
import { insertAccount, insertLoginEntry, readAccount } from './account-store.ts';
import type { AccountRow } from './account-store.ts';
import { clientViewOf } from './client-view.ts';
import { emailOf, identifierHash, phoneNumberOf } from './identifier.ts';
import { refuseTaken } from './names-taken.ts';
import { hashPassword } from './password.ts';
import { refuseRank } from './rank.ts';
import { refuseOtherName } from './shop-name.ts';
import { tellAudit } from './tell-audit.ts';

export interface CreateClientNeeds extends Pick<World, 'clock' | 'randomness'> {
  readonly database: Database;
}

export function createClient(needs: CreateClientNeeds): TenantUseCase<typeof auth.createClient> {
  return async (context, input) => {
    refuseRank(context, roleOf(input.role ?? 'EMPLOYEE'));
    const storename = await refuseOtherName(needs, context, input.storename);
    const userId = input.userClientId ?? newId(needs);
    const made = await insert(needs, context, { ...input, userClientId: userId });
    const row = made ?? (await needs.database.read(context, (tx) => readAccount(tx, userId)));
    if (row?.body_hash !== context.fingerprint()) refuse('id_reused');
    return clientViewOf(row, storename);
  };
}

type Given = InputOf<typeof auth.createClient> & { readonly userClientId: string };

/** Undefined when the id is there already. */
async function insert(
  needs: CreateClientNeeds,
  context: Call<TenantContext>,
  input: Given,
): Promise<AccountRow | undefined> {
  const passwordHash = await hashPassword(needs, input.password);
  const account = {
    userId: input.userClientId,
    clientName: input.clientName,
    phoneNumber: phoneNumberOf(input.phoneNumber),
    email: input.email == null ? null : emailOf(input.email),
    address: input.address ?? '',
    role: roleOf(input.role ?? 'EMPLOYEE'),
    passwordHash,
    bodyHash: context.fingerprint(),
    createdAt: needs.clock.now(),
  };
  return needs.database
    .inTransaction(context, async (tx) => {
      const row = await insertAccount(tx, account);
      if (row === undefined) return undefined;
      for (const name of [account.phoneNumber, account.email]) {
        if (name !== null) await insertLoginEntry(tx, identifierHash(name), row.user_id);
      }
      const { clientName, role } = account;
      const entry = { action: 'USER_CREATED', modelName: 'User', objectId: row.user_id };
      tellAudit(tx, context, { ...entry, before: null, after: { clientName, role } });
      return row;
    })
    .catch(async (error: unknown) => {
      // Two of the same request at once may meet at the name before they meet at the id.
      const known = await needs.database.read(context, (tx) => readAccount(tx, account.userId));
      return known ?? refuseTaken(error);
    });
}
