/** Operations of the module auth about API keys: for programs, which are nobody. */
import { z } from 'zod';
import { capabilityNames, roles, wireRoles } from './capabilities.ts';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { tenantLimits } from './tenant-limits.ts';
import { instant, sentInstant, sha256, text, uuid } from './wire-types.ts';

const role = z.enum(wireRoles);
const capability = z.enum(capabilityNames);

const key = {
  apiKeyId: uuid(),
  name: text(100, 1),
  role,
  capabilities: z.array(capability),
  lastFour: text(4, 4),
  createdBy: uuid().nullable(),
  createdAt: instant(),
  expiresAt: instant().nullable(),
  revokedAt: instant().nullable(),
};
export const apiKeyView = z.strictObject(key);
export type ApiKeyView = z.infer<typeof apiKeyView>;

export const apiKeyOperations = {
  listApiKeys: operation({
    name: 'auth.listApiKeys',
    http: { method: 'GET', path: '/api/api-keys/' },
    summary: 'The API keys of the shop, each by its last four characters.',
    access: { kind: 'user', capability: 'api_key_manage' },
    input: listQuery(['created_at', 'name'], { search: text(100).optional() }),
    output: listOf(apiKeyView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createApiKey: operation({
    name: 'auth.createApiKey',
    http: { method: 'POST', path: '/api/api-keys/', success: 201 },
    summary: 'A key for a program: of a role, or of some capabilities. It is shown this once.',
    access: { kind: 'user', capability: 'api_key_manage' },
    ownId: 'apiKeyId',
    input: z.strictObject({
      apiKeyId: uuid().optional(),
      name: text(100, 1),
      /** The lowest role that has the capabilities, unless it is said. */
      role: role.optional(),
      capabilities: z.array(capability).min(1).max(100).optional(),
      expiresAt: sentInstant().nullable().optional(),
    }),
    /** `key` is null when the request is a repeat: what was not kept cannot be shown again. */
    output: z.strictObject({ ...key, key: text(60).nullable() }),
    refusals: ['input_invalid', 'id_reused'],
  }),
  revokeApiKey: operation({
    name: 'auth.revokeApiKey',
    http: { method: 'POST', path: '/api/api-keys/{api_key_id}/revoke/' },
    summary: 'End a key, at once and for ever.',
    access: { kind: 'user', capability: 'api_key_manage' },
    input: z.strictObject({ apiKeyId: uuid() }),
    output: apiKeyView,
    changesRights: true,
    refusals: ['input_invalid', 'not_found'],
  }),
  findApiKey: operation({
    name: 'auth.findApiKey',
    summary: 'Whose key it is, by its hash. A key that is unknown, ended or too old is no token.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: z.strictObject({ keyHash: sha256() }),
    output: z.strictObject({
      tenantId: uuid(),
      tenantStatus: z.enum(['ACTIVE', 'SUSPENDED']),
      apiKeyId: uuid(),
      role: z.enum(roles),
      capabilities: z.array(text(60, 1)),
      limits: tenantLimits.optional(),
    }),
    refusals: ['token_invalid'],
  }),
};
