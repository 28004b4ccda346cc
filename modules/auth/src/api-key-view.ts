/** An API key's row as the contract promised it: never the key. */
import { capabilityNames, wireRoleOf } from '@evertill/contract';
import type { ApiKeyView } from '@evertill/contract';
import type { ApiKeyRow } from './api-key-store.ts';

export function apiKeyViewOf(row: ApiKeyRow): ApiKeyView {
  return {
    apiKeyId: row.api_key_id,
    name: row.name,
    role: wireRoleOf(row.role),
    // What a later version no longer knows is not shown, and opens nothing.
    capabilities: capabilityNames.filter((name) => row.capabilities.includes(name)),
    lastFour: row.last_four,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
