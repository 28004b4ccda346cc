/**
 * What people decide about parked operations: at the till, told by its queue, or in the back
 * office. Nothing is deleted by it, and nothing is booked: it ends the waiting, with who and why.
 */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { limits } from './limits.ts';
import { decisions } from './sale-body.ts';
import { instant, text, uuid } from './wire-types.ts';

/** Who was heard: the register's queue, or somebody in the back office. */
const decisionWays = ['REGISTER', 'OFFICE'] as const;

const decisionView = z.strictObject({
  decisionId: uuid(),
  register: uuid(),
  operation: uuid(),
  decision: z.enum(decisions),
  /** The operation that stands in for it, of one that was amended. */
  amendedBy: uuid().nullable(),
  reason: text(500),
  decidedBy: uuid(),
  decidedAt: instant(),
  way: z.enum(decisionWays),
  /** Whether whoever decided might: otherwise the operation waits on. */
  isFit: z.boolean(),
  recordedAt: instant(),
});

export const decisionOperations = {
  decideParked: operation({
    name: 'orders.decideParked',
    http: { method: 'POST', path: '/api/sync/parked/{operation_id}/decide/', success: 201 },
    summary:
      'End the waiting of a parked operation. What happened is VOIDED: undone at the counter, or ' +
      'written off. Of what was only asked for, the no is ACCEPTED.',
    access: { kind: 'user', capability: 'exceptions_decide' },
    ownId: 'decisionId',
    input: z.strictObject({
      operationId: uuid(),
      decisionId: uuid().optional(),
      register: uuid(),
      decision: z.enum(['VOIDED', 'ACCEPTED']),
      reason: text(500, 1),
    }),
    output: decisionView,
    refusals: ['input_invalid', 'not_found', 'id_reused', 'parked_settled'],
  }),
  listDecisions: operation({
    name: 'orders.listDecisions',
    http: { method: 'GET', path: '/api/sync/decisions/' },
    summary: 'What people decided about parked operations: who, when, why, and where.',
    access: { kind: 'user', capability: 'exceptions_view' },
    input: listQuery(['decided_at'], {
      operation: uuid().optional(),
      register: uuid().optional(),
      decidedBy: uuid().optional(),
      isFit: z.boolean().optional(),
    }),
    output: listOf(decisionView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  findDecided: operation({
    name: 'orders.findDecided',
    http: { method: 'POST', load: 'sync', path: '/api/sync/decided/', registerKey: true },
    summary: "Which of a register's parked operations the back office decided about.",
    access: { kind: 'user', capability: 'sale_record' },
    input: z.strictObject({
      operations: z.array(uuid()).min(1).max(limits.PUSH_OPERATIONS_MAX),
    }),
    output: z.strictObject({
      decisions: z.array(
        z.strictObject({
          operation: uuid(),
          decision: z.enum(decisions),
          reason: text(500),
          decidedBy: uuid(),
        }),
      ),
    }),
    refusals: ['input_invalid', 'register_key_invalid'],
  }),
};
