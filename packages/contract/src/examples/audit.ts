/** One example of each operation of audit, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const entry = {
  audit_log_id: ids.log,
  chain_id: `register:${ids.register}`,
  seq: 1,
  action: 'PRICE_OVERRIDE',
  model_name: 'Product',
  object_id: ids.product,
  user: ids.owner,
  reason: 'Counted again',
  before_data: { price: '1800.00' },
  after_data: { price: '1750.00' },
  data: { price: '1750.00' },
  hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  previous_hash: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
  occurred_at: '2026-01-31T12:00:00Z',
  created_at: '2026-01-31T12:00:00Z',
};

export const auditExamples: Examples = {
  'audit.listEntries': {
    request: { limit: 50, ordering: '-created_at', search: 'mug' },
    response: [entry],
  },
  'audit.findEntry': { request: { audit_log_id: ids.log }, response: entry },
  'audit.listChains': {
    response: {
      chains: [
        {
          chain_id: `register:${ids.register}`,
          entries: 1,
          head_hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
          is_whole: true,
          first_breach_seq: null,
        },
      ],
      is_whole: true,
    },
  },
};
