/**
 * A key for a program. What is kept is its SHA-256: the key is 256 bits of chance, so a plain hash
 * is enough, and the key itself is shown in this answer and never again.
 */
import { keyCapabilitiesOf, roleOf, roles } from '@evertill/contract';
import type { Capability, InputOf, Role, auth } from '@evertill/contract';
import { newId, refuse, sha256Hex } from '@evertill/kernel';
import type { Database, TenantUseCase, World } from '@evertill/kernel';
import { insertApiKey, readApiKey } from './api-key-store.ts';
import { apiKeyViewOf } from './api-key-view.ts';
import { tellAudit } from './tell-audit.ts';

export interface ApiKeyNeeds extends Pick<World, 'clock' | 'randomness'> {
  readonly database: Database;
}

const KEY_BYTES = 32;

export function createApiKey(needs: ApiKeyNeeds): TenantUseCase<typeof auth.createApiKey> {
  return async (context, input) => {
    const { name, expiresAt } = input;
    const may = grantOf(input);
    const apiKeyId = input.apiKeyId ?? newId(needs);
    const key = `evk_${needs.randomness.bytes(KEY_BYTES).toString('base64url')}`;
    const bodyHash = context.fingerprint();
    const made = await needs.database.inTransaction(context, async (tx) => {
      const row = await insertApiKey(tx, {
        ...may,
        apiKeyId,
        name,
        lastFour: key.slice(-4),
        keyHash: sha256Hex(key),
        bodyHash,
        createdBy: context.userId,
        createdAt: needs.clock.now(),
        expiresAt: expiresAt == null ? null : new Date(expiresAt),
      });
      if (row === undefined) return undefined;
      const entry = { action: 'API_KEY_CREATED', modelName: 'ApiKey', objectId: apiKeyId };
      tellAudit(tx, context, { ...entry, before: null, after: { name, ...may } });
      return row;
    });
    const row = made ?? (await needs.database.read(context, (tx) => readApiKey(tx, apiKeyId)));
    if (row?.body_hash !== bodyHash) refuse('id_reused');
    return { ...apiKeyViewOf(row), key: made === undefined ? null : key };
  };
}

interface Grant {
  readonly role: Role;
  readonly capabilities: readonly Capability[];
}

/** The role that is named, or the lowest one that has what is asked for. */
function grantOf({ role, capabilities }: InputOf<typeof auth.createApiKey>): Grant {
  if (role === undefined && capabilities === undefined) {
    const fields = [{ field: 'role', message: 'or capabilities, one of the two at least' }];
    refuse('input_invalid', { fields });
  }
  const candidates = role === undefined ? roles.toReversed() : [roleOf(role)];
  for (const candidate of candidates) {
    const all = keyCapabilitiesOf(candidate);
    const wanted = capabilities ?? all;
    if (wanted.every((one) => all.includes(one))) return { role: candidate, capabilities: wanted };
  }
  const message = 'are more than a key of this role may have';
  return refuse('input_invalid', { fields: [{ field: 'capabilities', message }] });
}
