/** What is decided about parked operations, and what a till hears of it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const decision = {
  decision_id: ids.decision,
  register: ids.register,
  operation: ids.operation,
  decision: 'VOIDED',
  amended_by: null,
  reason: 'The customer came back for the money',
  decided_by: ids.owner,
  decided_at: '2026-01-31T12:00:00Z',
  way: 'OFFICE',
  is_fit: true,
  recorded_at: '2026-01-31T12:00:00Z',
};

export const decisionsExamples: Examples = {
  'orders.decideParked': {
    request: {
      operation_id: ids.operation,
      decision_id: ids.decision,
      register: ids.register,
      decision: 'VOIDED',
      reason: 'The customer came back for the money',
    },
    response: decision,
  },
  'orders.listDecisions': {
    request: { limit: 50, ordering: '-decided_at', operation: ids.operation },
    response: [decision],
  },
  'orders.findDecided': {
    request: { operations: [ids.operation] },
    response: {
      decisions: [
        {
          operation: ids.operation,
          decision: 'VOIDED',
          reason: 'The customer came back for the money',
          decided_by: ids.owner,
        },
      ],
    },
  },
};
