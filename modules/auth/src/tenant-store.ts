/** All SQL about tenants, which are known before any tenant is, and how far their roles may go. */
import { roleLimitDefaults } from '@evertill/contract';
import type { CounterLimits, MfaPolicy, Role, RoleLimits, TenantView } from '@evertill/contract';
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { Database, ListQuery, ListSource, Page, Row, Transaction } from '@evertill/kernel';

export interface TenantRow extends Row {
  readonly tenant_id: string;
  readonly name: string;
  readonly currency: string;
  readonly time_zone: string;
  readonly status: TenantView['status'];
  readonly mfa_policy: MfaPolicy;
  readonly body_hash: string;
  readonly created_at: Date;
}

export interface NewTenant {
  readonly name: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly mfaPolicy: MfaPolicy;
  readonly bodyHash: string;
  readonly createdAt: Date;
}

const columns = 'tenant_id, name, currency, time_zone, status, mfa_policy, body_hash, created_at';

export async function readTenant(
  database: Database,
  tenantId: string,
): Promise<TenantRow | undefined> {
  const rows = await database.call<TenantRow>(
    `SELECT ${columns} FROM auth.tenants WHERE tenant_id = $1`,
    [tenantId],
  );
  return rows[0];
}

/** The tenant of a transaction. */
export async function readTenantIn(tx: Transaction): Promise<TenantRow | undefined> {
  const rows = await tx.query<TenantRow>(
    `SELECT ${columns} FROM auth.tenants WHERE tenant_id = $1`,
    [tx.tenantId],
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
  const { name, currency, timeZone, mfaPolicy, bodyHash, createdAt } = tenant;
  const rows = await tx.query(
    `INSERT INTO auth.tenants
       (tenant_id, name, currency, time_zone, status, mfa_policy, body_hash, created_at)
     VALUES ($1, $2, $3, $4, 'ACTIVE', $5, $6, $7)
     ON CONFLICT DO NOTHING RETURNING tenant_id`,
    [tx.tenantId, name, currency, timeZone, mfaPolicy, bodyHash, createdAt],
  );
  return rows.length > 0;
}

/** Locks the tenant: whatever changes who leads a shop goes one after the other. */
export async function lockTenant(tx: Transaction): Promise<TenantRow | undefined> {
  const rows = await tx.query<TenantRow>(
    `SELECT ${columns} FROM auth.tenants WHERE tenant_id = $1 FOR NO KEY UPDATE`,
    [tx.tenantId],
  );
  return rows[0];
}

export type TenantSettings = Pick<TenantRow, 'name' | 'time_zone' | 'status' | 'mfa_policy'>;

export async function updateTenant(tx: Transaction, settings: TenantSettings): Promise<TenantRow> {
  const { name, time_zone: timeZone, status, mfa_policy: mfaPolicy } = settings;
  const [row] = await tx.query<TenantRow>(
    `UPDATE auth.tenants SET name = $2, time_zone = $3, status = $4, mfa_policy = $5
     WHERE tenant_id = $1 RETURNING ${columns}`,
    [tx.tenantId, name, timeZone, status, mfaPolicy],
  );
  if (row === undefined) throw new Error(`the tenant ${tx.tenantId} vanished under its lock`);
  return row;
}

export interface TenantQuery extends ListQuery {
  readonly search?: string | undefined;
  readonly status?: string | undefined;
}

const tenantList: Omit<ListSource, 'where'> = {
  from: 'auth.tenants t',
  columns,
  orderings: {
    name: { sql: 't.name', type: 'text' },
    created_at: { sql: 't.created_at', type: 'timestamptz' },
  },
  tieBreak: { sql: 't.tenant_id', type: 'uuid' },
  // The list of all tenants is of no tenant: equal to itself, whoever asks.
  tenantColumn: '$1::uuid',
  defaultOrdering: 'name',
};

export function readTenants(tx: Transaction, query: TenantQuery): Promise<Page> {
  const where = [
    whenGiven('t.name ILIKE ?', searchPattern(query.search)),
    whenGiven('t.status = ?', query.status),
  ];
  return readPage(tx, { ...tenantList, where }, query);
}

interface RoleLimitsRow extends Row {
  readonly role: Role;
  readonly discount_ppm_max: number;
  readonly may_override_price: boolean;
  readonly may_refund_without_sale: boolean;
  readonly refund_minor_max: number | null;
  readonly pay_out_minor_max: number | null;
  readonly may_open_drawer: boolean;
  readonly may_void: boolean;
}

/** What the shop's owner said, and the defaults for what nobody said anything about. */
export async function readRoleLimits(tx: Transaction): Promise<RoleLimits> {
  const rows = await tx.query<RoleLimitsRow>(
    `SELECT role, discount_ppm_max, may_override_price, may_refund_without_sale,
            refund_minor_max, may_void, pay_out_minor_max, may_open_drawer
     FROM auth.role_limits WHERE tenant_id = $1`,
    [tx.tenantId],
  );
  const said = rows.map((row): [Role, CounterLimits] => [
    row.role,
    {
      discountPpmMax: row.discount_ppm_max,
      mayOverridePrice: row.may_override_price,
      mayRefundWithoutSale: row.may_refund_without_sale,
      refundMinorMax: row.refund_minor_max,
      payOutMinorMax: row.pay_out_minor_max,
      mayOpenDrawer: row.may_open_drawer,
      mayVoid: row.may_void,
    },
  ]);
  return { ...roleLimitDefaults, ...Object.fromEntries(said) };
}

export async function writeRoleLimits(
  tx: Transaction,
  role: Role,
  limits: CounterLimits & { readonly updatedAt: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO auth.role_limits (tenant_id, role, discount_ppm_max, may_override_price,
       may_refund_without_sale, refund_minor_max, may_void, updated_at, pay_out_minor_max,
       may_open_drawer)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (tenant_id, role) DO UPDATE SET
       discount_ppm_max = excluded.discount_ppm_max,
       may_override_price = excluded.may_override_price,
       may_refund_without_sale = excluded.may_refund_without_sale,
       refund_minor_max = excluded.refund_minor_max,
       pay_out_minor_max = excluded.pay_out_minor_max,
       may_open_drawer = excluded.may_open_drawer,
       may_void = excluded.may_void,
       updated_at = excluded.updated_at`,
    [
      tx.tenantId,
      role,
      limits.discountPpmMax,
      limits.mayOverridePrice,
      limits.mayRefundWithoutSale,
      limits.refundMinorMax,
      limits.mayVoid,
      limits.updatedAt,
      limits.payOutMinorMax,
      limits.mayOpenDrawer,
    ],
  );
}
