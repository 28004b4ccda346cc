/** One example of each operation of api keys, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const apiKey = {
  api_key_id: ids.key,
  name: 'Accounts',
  role: 'EMPLOYEE',
  capabilities: ['catalog_view'],
  last_four: 'T6yR',
  created_by: ids.cashier,
  created_at: '2026-01-31T12:00:00Z',
  expires_at: '2026-01-31T12:15:00Z',
  revoked_at: null,
};

export const apiKeysExamples: Examples = {
  'auth.listApiKeys': {
    request: { limit: 50, ordering: '-created_at', search: 'mug' },
    response: [apiKey],
  },
  'auth.createApiKey': {
    request: { name: 'Accounts' },
    response: {
      api_key_id: ids.key,
      name: 'Accounts',
      role: 'EMPLOYEE',
      capabilities: ['catalog_view'],
      last_four: 'T6yR',
      created_by: ids.cashier,
      created_at: '2026-01-31T12:00:00Z',
      expires_at: '2026-01-31T12:15:00Z',
      revoked_at: null,
      key: 'evk_3fQ9aVn2Lw8sT6yR',
    },
  },
  'auth.revokeApiKey': { request: { api_key_id: ids.key }, response: apiKey },
};
