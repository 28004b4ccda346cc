/** All SQL about tenants and users. The tenants and the login index are known before any tenant. */
import type { Role, TenantView } from '@evertill/contract';
import type { Database, Row, Transaction } from '@evertill/kernel';

export interface TenantRow extends Row {
  readonly tenant_id: string;
  readonly name: string;
  readonly currency: string;
  readonly time_zone: string;
  readonly status: TenantView['status'];
  readonly body_hash: string;
}

export interface UserRow extends Row {
  readonly user_id: string;
  readonly password_hash: string;
  readonly role: Role;
  readonly is_active: boolean;
}

export interface NewTenant {
  readonly name: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly bodyHash: string;
  readonly createdAt: Date;
}

export interface NewUserRow {
  readonly userId: string;
  readonly clientName: string;
  readonly phoneNumber: string;
  readonly email: string | null;
  readonly passwordHash: string;
  readonly role: Role;
  readonly createdAt: Date;
}

export interface LoginEntry {
  readonly tenantId: string;
  readonly userId: string;
}

const tenantColumns = 'tenant_id, name, currency, time_zone, status, body_hash';
/** One phone number in more shops than this: say which shop. */
const LOGIN_ENTRIES_MAX = 20;

export async function readTenant(
  database: Database,
  tenantId: string,
): Promise<TenantRow | undefined> {
  const rows = await database.call<TenantRow>(
    `SELECT ${tenantColumns} FROM auth.tenants WHERE tenant_id = $1`,
    [tenantId],
  );
  return rows[0];
}

export async function readTenantIds(database: Database): Promise<string[]> {
  const rows = await database.call<{ tenant_id: string }>(
    'SELECT tenant_id FROM auth.tenants ORDER BY tenant_id',
    [],
  );
  return rows.map((row) => row.tenant_id);
}

/** False when the tenant is there already. */
export async function insertTenant(tx: Transaction, tenant: NewTenant): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO auth.tenants
       (tenant_id, name, currency, time_zone, status, body_hash, created_at)
     VALUES ($1, $2, $3, $4, 'ACTIVE', $5, $6)
     ON CONFLICT DO NOTHING RETURNING tenant_id`,
    [tx.tenantId, tenant.name, tenant.currency, tenant.timeZone, tenant.bodyHash, tenant.createdAt],
  );
  return rows.length > 0;
}

export async function insertUser(tx: Transaction, user: NewUserRow): Promise<void> {
  const { userId, clientName, phoneNumber, email, passwordHash, role, createdAt } = user;
  await tx.query(
    `INSERT INTO auth.users (tenant_id, user_id, client_name, phone_number, email, password_hash,
       role, is_active, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, true, $8)`,
    [tx.tenantId, userId, clientName, phoneNumber, email, passwordHash, role, createdAt],
  );
}

export async function insertLoginEntry(
  tx: Transaction,
  identifierHash: string,
  userId: string,
): Promise<void> {
  await tx.query(
    'INSERT INTO auth.login_index (identifier_hash, tenant_id, user_id) VALUES ($1, $2, $3)',
    [identifierHash, tx.tenantId, userId],
  );
}

export async function readLoginEntries(
  database: Database,
  identifierHash: string,
  tenantId: string | undefined,
): Promise<LoginEntry[]> {
  const rows = await database.call<{ tenant_id: string; user_id: string }>(
    `SELECT tenant_id, user_id FROM auth.login_index
     WHERE identifier_hash = $1 AND ($2::uuid IS NULL OR tenant_id = $2)
     ORDER BY tenant_id LIMIT $3`,
    [identifierHash, tenantId ?? null, LOGIN_ENTRIES_MAX],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, userId: row.user_id }));
}

export async function readUser(tx: Transaction, userId: string): Promise<UserRow | undefined> {
  const rows = await tx.query<UserRow>(
    `SELECT user_id, password_hash, role, is_active FROM auth.users
     WHERE tenant_id = $1 AND user_id = $2`,
    [tx.tenantId, userId],
  );
  return rows[0];
}
