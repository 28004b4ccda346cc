/** All SQL about API keys, and the index that leads from a hashed key to its tenant. */
import type { Role, TenantView } from '@evertill/contract';
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { Database, ListQuery, ListSource, Page, Row, Transaction } from '@evertill/kernel';
import type { KeptLimits } from './tenant-limits.ts';

export interface ApiKeyRow extends Row {
  readonly api_key_id: string;
  readonly name: string;
  readonly role: Role;
  readonly capabilities: readonly string[];
  readonly last_four: string;
  readonly body_hash: string;
  readonly created_by: string | null;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

export interface NewApiKey {
  readonly apiKeyId: string;
  readonly name: string;
  readonly role: Role;
  readonly capabilities: readonly string[];
  readonly lastFour: string;
  readonly keyHash: string;
  readonly bodyHash: string;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

const columns = `api_key_id, name, role, capabilities, last_four, body_hash, created_by,
  created_at, expires_at, revoked_at`;

/** Undefined when the id is there already. */
export async function insertApiKey(
  tx: Transaction,
  key: NewApiKey,
): Promise<ApiKeyRow | undefined> {
  const { apiKeyId, name, role, capabilities, lastFour, keyHash, bodyHash } = key;
  const { createdBy, createdAt, expiresAt } = key;
  const [row] = await tx.query<ApiKeyRow>(
    `INSERT INTO auth.api_keys (tenant_id, api_key_id, name, role, capabilities, last_four,
       key_hash, body_hash, created_by, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (tenant_id, api_key_id) DO NOTHING RETURNING ${columns}`,
    [
      tx.tenantId,
      apiKeyId,
      name,
      role,
      capabilities,
      lastFour,
      keyHash,
      bodyHash,
      createdBy,
      createdAt,
      expiresAt,
    ],
  );
  if (row === undefined) return undefined;
  await tx.query(
    'INSERT INTO auth.api_key_index (key_hash, tenant_id, api_key_id) VALUES ($1, $2, $3)',
    [keyHash, tx.tenantId, apiKeyId],
  );
  return row;
}

export async function readApiKey(tx: Transaction, id: string): Promise<ApiKeyRow | undefined> {
  const rows = await tx.query<ApiKeyRow>(
    `SELECT ${columns} FROM auth.api_keys WHERE tenant_id = $1 AND api_key_id = $2`,
    [tx.tenantId, id],
  );
  return rows[0];
}

/** When it was revoked first stays. Undefined when it was revoked before, or is not there. */
export async function endApiKey(
  tx: Transaction,
  { apiKeyId, revokedAt }: { readonly apiKeyId: string; readonly revokedAt: Date },
): Promise<ApiKeyRow | undefined> {
  const rows = await tx.query<ApiKeyRow>(
    `UPDATE auth.api_keys SET revoked_at = $3
     WHERE tenant_id = $1 AND api_key_id = $2 AND revoked_at IS NULL RETURNING ${columns}`,
    [tx.tenantId, apiKeyId, revokedAt],
  );
  return rows[0];
}

const keyList: Omit<ListSource, 'where'> = {
  from: 'auth.api_keys k',
  columns,
  orderings: {
    name: { sql: 'k.name', type: 'text' },
    created_at: { sql: 'k.created_at', type: 'timestamptz' },
  },
  tieBreak: { sql: 'k.api_key_id', type: 'uuid' },
  tenantColumn: 'k.tenant_id',
  defaultOrdering: '-created_at',
};

export interface KeyQuery extends ListQuery {
  readonly search?: string | undefined;
}

export function readApiKeys(tx: Transaction, query: KeyQuery): Promise<Page> {
  const where = [whenGiven('k.name ILIKE ?', searchPattern(query.search))];
  return readPage(tx, { ...keyList, where }, query);
}

export interface KeyOwnerRow extends Row {
  readonly tenant_id: string;
  readonly tenant_status: TenantView['status'];
  readonly api_key_id: string;
  readonly key_hash: string;
  readonly role: Role;
  readonly capabilities: readonly string[];
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly limits: KeptLimits;
}

export async function readKeyOwner(
  database: Database,
  keyHash: string,
): Promise<KeyOwnerRow | undefined> {
  const rows = await database.call<KeyOwnerRow>('SELECT * FROM auth.find_api_key($1)', [keyHash]);
  return rows[0];
}
