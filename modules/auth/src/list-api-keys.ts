/** API keys: a page of a shop's own, and whose one is. */
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Clock, Database, TenantUseCase, UseCase } from '@evertill/kernel';
import { readApiKeys, readKeyOwner } from './api-key-store.ts';
import type { ApiKeyRow } from './api-key-store.ts';
import { apiKeyViewOf } from './api-key-view.ts';
import { isSameHash } from './refresh-token.ts';
import { limitsIn } from './tenant-limits.ts';

export interface ListApiKeysNeeds {
  readonly database: Database;
  readonly clock: Clock;
}

export function listApiKeys({
  database,
}: Pick<ListApiKeysNeeds, 'database'>): TenantUseCase<typeof auth.listApiKeys> {
  return async (context, query) => {
    const page = await database.read(context, (tx) => readApiKeys(tx, query));
    return {
      items: page.rows.map((row) => apiKeyViewOf(row as ApiKeyRow)),
      totalCount: page.totalCount,
      nextCursor: page.nextCursor,
    };
  };
}

export function findApiKey(needs: ListApiKeysNeeds): UseCase<typeof auth.findApiKey> {
  return async (_, { keyHash }) => {
    const row = await readKeyOwner(needs.database, keyHash);
    if (row === undefined || !isSameHash(row.key_hash, keyHash)) refuse('token_invalid');
    const isOver = row.expires_at !== null && row.expires_at <= needs.clock.now();
    if (row.revoked_at !== null || isOver) refuse('token_invalid');
    return {
      tenantId: row.tenant_id,
      tenantStatus: row.tenant_status,
      apiKeyId: row.api_key_id,
      role: row.role,
      capabilities: [...row.capabilities],
      ...limitsIn(row.limits),
    };
  };
}
