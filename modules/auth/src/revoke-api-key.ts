/** Ends a key for ever. Another process may not know it for five seconds. */
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Database, TenantUseCase, World } from '@evertill/kernel';
import { endApiKey, readApiKey } from './api-key-store.ts';
import { apiKeyViewOf } from './api-key-view.ts';
import { tellAudit } from './tell-audit.ts';

export interface RevokeApiKeyNeeds extends Pick<World, 'clock'> {
  readonly database: Database;
}

export function revokeApiKey(needs: RevokeApiKeyNeeds): TenantUseCase<typeof auth.revokeApiKey> {
  return async (context, { apiKeyId }) =>
    needs.database.inTransaction(context, async (tx) => {
      const ended = await endApiKey(tx, { apiKeyId, revokedAt: needs.clock.now() });
      if (ended !== undefined) {
        const entry = { action: 'API_KEY_REVOKED', modelName: 'ApiKey', objectId: apiKeyId };
        tellAudit(tx, context, { ...entry, before: { name: ended.name }, after: null });
      }
      return apiKeyViewOf(ended ?? (await readApiKey(tx, apiKeyId)) ?? refuse('not_found'));
    });
}
