/** All SQL about accounts and the index of the names they log in by. */
import type { Role } from '@evertill/contract';
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { Database, ListQuery, ListSource, Page, Row, Transaction } from '@evertill/kernel';

export interface AccountRow extends Row {
  readonly user_id: string;
  readonly client_name: string;
  readonly phone_number: string;
  readonly email: string | null;
  readonly address: string;
  readonly password_hash: string;
  readonly role: Role;
  readonly is_active: boolean;
  readonly token_version: number;
  readonly body_hash: string | null;
  readonly created_at: Date;
  readonly last_login_at: Date | null;
}

export interface NewAccount {
  readonly userId: string;
  readonly clientName: string;
  readonly phoneNumber: string;
  readonly email: string | null;
  readonly address: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly bodyHash: string | null;
  readonly createdAt: Date;
}

export interface LoginEntry {
  readonly tenantId: string;
  readonly userId: string;
}

const columns = `user_id, client_name, phone_number, email, address, password_hash, role,
  is_active, token_version, body_hash, created_at, last_login_at`;
/** One phone number in more shops than this: say which shop. */
const LOGIN_ENTRIES_MAX = 20;

/** Undefined when the id is there already. */
export async function insertAccount(
  tx: Transaction,
  account: NewAccount,
): Promise<AccountRow | undefined> {
  const { userId, clientName, phoneNumber, email, address } = account;
  const { passwordHash, role, bodyHash, createdAt } = account;
  const [row] = await tx.query<AccountRow>(
    `INSERT INTO auth.users (tenant_id, user_id, client_name, phone_number, email, address,
       password_hash, role, is_active, body_hash, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, true, $9, $10)
     ON CONFLICT (tenant_id, user_id) DO NOTHING RETURNING ${columns}`,
    [
      tx.tenantId,
      userId,
      clientName,
      phoneNumber,
      email,
      address,
      passwordHash,
      role,
      bodyHash,
      createdAt,
    ],
  );
  return row;
}

export async function readAccount(
  tx: Transaction,
  userId: string,
): Promise<AccountRow | undefined> {
  const rows = await tx.query<AccountRow>(
    `SELECT ${columns} FROM auth.users WHERE tenant_id = $1 AND user_id = $2`,
    [tx.tenantId, userId],
  );
  return rows[0];
}

export async function lockAccount(
  tx: Transaction,
  userId: string,
): Promise<AccountRow | undefined> {
  const rows = await tx.query<AccountRow>(
    `SELECT ${columns} FROM auth.users WHERE tenant_id = $1 AND user_id = $2 FOR UPDATE`,
    [tx.tenantId, userId],
  );
  return rows[0];
}

export async function updateAccount(tx: Transaction, account: AccountRow): Promise<void> {
  await tx.query(
    `UPDATE auth.users SET client_name = $3, phone_number = $4, email = $5, address = $6,
       password_hash = $7, role = $8, is_active = $9, token_version = $10
     WHERE tenant_id = $1 AND user_id = $2`,
    [
      tx.tenantId,
      account.user_id,
      account.client_name,
      account.phone_number,
      account.email,
      account.address,
      account.password_hash,
      account.role,
      account.is_active,
      account.token_version,
    ],
  );
}

/** Notes the log-in. False when the account changed since its password was looked at. */
export async function noteLogin(
  tx: Transaction,
  { user_id: userId, token_version: tokenVersion }: AccountRow,
  now: Date,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE auth.users SET last_login_at = $4
     WHERE tenant_id = $1 AND user_id = $2 AND token_version = $3 AND is_active
     RETURNING user_id`,
    [tx.tenantId, userId, tokenVersion, now],
  );
  return rows.length > 0;
}

/** Under the tenant's lock: how many active owners there are besides one account. */
export async function countOtherOwners(tx: Transaction, userId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `SELECT count(*) FROM auth.users
     WHERE tenant_id = $1 AND role = 'owner' AND is_active AND user_id <> $2`,
    [tx.tenantId, userId],
  );
  return row?.count ?? 0;
}

export interface AccountQuery extends ListQuery {
  readonly search?: string | undefined;
  readonly role?: Role | undefined;
  readonly isActive: boolean;
}

const accountList: Omit<ListSource, 'where'> = {
  from: 'auth.users u',
  columns,
  orderings: {
    client_name: { sql: 'u.client_name', type: 'text' },
    date_joined: { sql: 'u.created_at', type: 'timestamptz' },
  },
  tieBreak: { sql: 'u.user_id', type: 'uuid' },
  tenantColumn: 'u.tenant_id',
  defaultOrdering: 'client_name',
};

export function readAccounts(tx: Transaction, query: AccountQuery): Promise<Page> {
  const search = searchPattern(query.search);
  const where = [
    whenGiven('(u.client_name ILIKE ? OR u.phone_number ILIKE ? OR u.email ILIKE ?)', search),
    whenGiven('u.role = ?', query.role),
    ['u.is_active = ?', query.isActive] as const,
  ];
  return readPage(tx, { ...accountList, where }, query);
}

export async function insertLoginEntry(
  tx: Transaction,
  nameHash: string,
  userId: string,
): Promise<void> {
  await tx.query(
    'INSERT INTO auth.login_index (identifier_hash, tenant_id, user_id) VALUES ($1, $2, $3)',
    [nameHash, tx.tenantId, userId],
  );
}

export async function deleteLoginEntry(tx: Transaction, nameHash: string): Promise<void> {
  await tx.query('DELETE FROM auth.login_index WHERE identifier_hash = $1 AND tenant_id = $2', [
    nameHash,
    tx.tenantId,
  ]);
}

export async function readLoginEntries(
  database: Database,
  nameHash: string,
  tenantId: string | undefined,
): Promise<LoginEntry[]> {
  const rows = await database.call<{ tenant_id: string; user_id: string }>(
    `SELECT tenant_id, user_id FROM auth.login_index
     WHERE identifier_hash = $1 AND ($2::uuid IS NULL OR tenant_id = $2)
     ORDER BY tenant_id LIMIT $3`,
    [nameHash, tenantId ?? null, LOGIN_ENTRIES_MAX],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, userId: row.user_id }));
}
