/**
 * Makes a shop and its first users, in one transaction. The same request again gets the same
 * answer; the same id with anything else in it is refused.
 */
import type { auth } from '@evertill/contract';
import type { InputOf } from '@evertill/contract';
import { isCurrency } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Context, Database, Transaction, UseCase, World } from '@evertill/kernel';
import { insertAccount, insertLoginEntry } from './account-store.ts';
import { emailOf, identifierHash, phoneNumberOf } from './identifier.ts';
import { refuseTaken } from './names-taken.ts';
import { hashPassword } from './password.ts';
import { tellAudit } from './tell-audit.ts';
import { insertTenant, readTenant } from './tenant-store.ts';
import { tenantViewOf } from './tenant-view.ts';
import { refuseUnknownTimeZone } from './time-zone.ts';

type NewTenantInput = InputOf<typeof auth.createTenant>;
type NewUser = NewTenantInput['users'][number];

export interface CreateTenantNeeds extends Pick<World, 'clock' | 'randomness'> {
  readonly database: Database;
}

export function createTenant(needs: CreateTenantNeeds): UseCase<typeof auth.createTenant> {
  const { database } = needs;
  return async (context, input) => {
    refuseUnknown(input);
    const bodyHash = context.fingerprint();
    const known = await readTenant(database, input.tenantId);
    if (known === undefined) await write(needs, context, { input, bodyHash });
    const row = known ?? (await readTenant(database, input.tenantId));
    if (row === undefined) throw new Error(`the tenant ${input.tenantId} was not written`);
    if (row.body_hash !== bodyHash) refuse('id_reused');
    return tenantViewOf(row);
  };
}

function refuseUnknown({ currency, timeZone, users }: NewTenantInput): void {
  if (!isCurrency(currency)) {
    refuse('input_invalid', { fields: [{ field: 'currency', message: 'is not a currency' }] });
  }
  refuseUnknownTimeZone(timeZone);
  if (!users.some(({ role }) => role === 'owner')) {
    refuse('input_invalid', { fields: [{ field: 'users', message: 'need an owner among them' }] });
  }
}

interface Writing {
  readonly input: NewTenantInput;
  readonly bodyHash: string;
}

async function write(
  needs: CreateTenantNeeds,
  context: Context,
  { input, bodyHash }: Writing,
): Promise<void> {
  const createdAt = needs.clock.now();
  const passwordHashes = await Promise.all(
    input.users.map(({ password }) => hashPassword(needs, password)),
  );
  const { tenantId, mfaPolicy = 'MANAGERS' } = input;
  const { traceparent } = context;
  await needs.database
    .inTransaction({ tenantId, traceparent }, async (tx) => {
      if (!(await insertTenant(tx, { ...input, mfaPolicy, bodyHash, createdAt }))) return;
      for (const [index, user] of input.users.entries()) {
        await writeUser(tx, { user, passwordHash: passwordHashes[index] ?? '', createdAt });
      }
      tell(tx, context, input);
    })
    .catch((error: unknown) => refuseTaken(error));
}

interface UserWriting {
  readonly user: NewUser;
  readonly passwordHash: string;
  readonly createdAt: Date;
}

async function writeUser(
  tx: Transaction,
  { user, passwordHash, createdAt }: UserWriting,
): Promise<void> {
  const { userId, clientName, role } = user;
  const phoneNumber = phoneNumberOf(user.phoneNumber);
  const email = user.email === undefined ? null : emailOf(user.email);
  const named = { userId, clientName, phoneNumber, email, address: '', role };
  const account = { ...named, passwordHash, bodyHash: null, createdAt };
  if ((await insertAccount(tx, account)) === undefined) {
    refuse('id_reused', { detail: 'Two users have one id.' });
  }
  for (const identifier of [phoneNumber, email]) {
    if (identifier !== null) await insertLoginEntry(tx, identifierHash(identifier), userId);
  }
}

function tell(tx: Transaction, context: Context, input: NewTenantInput): void {
  const { name, currency, timeZone, users } = input;
  tx.tell({
    type: 'tenant.created',
    aggregateId: tx.tenantId,
    payload: { name, currency },
  });
  tellAudit(tx, context, {
    action: 'TENANT_CREATED',
    modelName: 'Tenant',
    objectId: tx.tenantId,
    before: null,
    after: { name, currency, timeZone, users: users.map(({ userId, role }) => ({ userId, role })) },
  });
}
