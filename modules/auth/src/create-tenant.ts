/**
 * Makes a shop and its first users, in one transaction. The same request again gets the same
 * answer; the same id with anything else in it is refused.
 */
import type { auth } from '@evertill/contract';
import type { InputOf } from '@evertill/contract';
import { isCurrency } from '@evertill/domain';
import { brokenUnique, refuse } from '@evertill/kernel';
import type { Context, Database, Transaction, UseCase, World } from '@evertill/kernel';
import { insertLoginEntry, insertTenant, insertUser, readTenant } from './auth-store.ts';
import { emailOf, identifierHash, phoneNumberOf } from './identifier.ts';
import { hashPassword } from './password.ts';
import { tenantViewOf } from './tenant-view.ts';

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

function refuseUnknown({ currency, timeZone }: NewTenantInput): void {
  if (!isCurrency(currency)) {
    refuse('input_invalid', { fields: [{ field: 'currency', message: 'is not a currency' }] });
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    refuse('input_invalid', { fields: [{ field: 'time_zone', message: 'is not a time zone' }] });
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
  const tenant = { tenantId: input.tenantId, traceparent: context.traceparent };
  try {
    await needs.database.inTransaction(tenant, async (tx) => {
      if (!(await insertTenant(tx, { ...input, bodyHash, createdAt }))) return;
      for (const [index, user] of input.users.entries()) {
        await writeUser(tx, { user, passwordHash: passwordHashes[index] ?? '', createdAt });
      }
      tell(tx, context, input);
    });
  } catch (error) {
    refuseTaken(brokenUnique(error));
    throw error;
  }
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
  await insertUser(tx, { userId, clientName, phoneNumber, email, passwordHash, role, createdAt });
  for (const identifier of [phoneNumber, email]) {
    if (identifier !== null) await insertLoginEntry(tx, identifierHash(identifier), userId);
  }
}

function refuseTaken(constraint: string | undefined): void {
  if (constraint === 'users_pkey') refuse('id_reused', { detail: 'Two users have one id.' });
  const field = constraint === 'users_email_key' ? 'email' : 'phone_number';
  if (constraint !== undefined) {
    refuse('name_taken', { fields: [{ field, message: 'belongs to another user' }] });
  }
}

function tell(tx: Transaction, context: Context, input: NewTenantInput): void {
  const { name, currency, timeZone, users } = input;
  tx.tell({
    type: 'tenant.created',
    aggregateId: tx.tenantId,
    payload: { name, currency },
  });
  tx.tell({
    type: 'audit.events',
    aggregateId: tx.tenantId,
    payload: {
      chainId: 'back-office',
      action: 'tenant.created',
      modelName: 'Tenant',
      objectId: tx.tenantId,
      userId: context.userId,
      reason: '',
      data: {
        before: null,
        after: {
          name,
          currency,
          timeZone,
          users: users.map(({ userId, role }) => ({ userId, role })),
        },
      },
    },
  });
}
