/** Operations of the module orders on leaders' words that are given at a till, and kept. */
import { z } from 'zod';
import { approvedActions } from './approved-actions.ts';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { instant, positiveDecimal, text, uuid } from './wire-types.ts';

/** How a word was checked: by the server before it was given, or by the device that says so. */
const approvalWays = ['SERVER', 'DEVICE'] as const;

const approvedOperation = z.strictObject({
  approvedOperationId: text(80),
  /** The sale, the refund or the movement. */
  operation: uuid(),
  register: uuid(),
  action: z.enum(approvedActions),
  approver: uuid(),
  approvedAt: instant(),
  way: z.enum(approvalWays),
  /** Whether it was good for that: otherwise the operation is flagged `approval_unfit`. */
  isFit: z.boolean(),
  recordedAt: instant(),
});

export const approvalOperations = {
  giveApprovalByPin: operation({
    name: 'orders.giveApprovalByPin',
    http: { method: 'POST', registerKey: true, path: '/api/approvals/by-pin/', success: 201 },
    summary:
      'A leader lets one thing pass at an enrolled till, by PIN. Wrong ones are counted, and lock.',
    access: { kind: 'user', capability: 'sale_record' },
    ownId: 'approvalId',
    input: z.strictObject({
      approvalId: uuid().optional(),
      /** Whose PIN it is. */
      approver: uuid(),
      pin: z
        .string()
        .regex(/^[0-9]{4,8}$/)
        .meta({ writeOnly: true }),
      action: z.enum(approvedActions),
      /** The operation that it is for: its id in the till's queue. */
      subject: uuid(),
      amountMax: positiveDecimal().optional(),
      reason: text(500, 1),
    }),
    output: z.strictObject({ approvalId: uuid(), token: text(200, 1), expiresAt: instant() }),
    refusals: [
      'input_invalid',
      'register_key_invalid',
      'pin_wrong',
      'account_locked',
      'approver_may_not',
      'id_reused',
      'amount_invalid',
    ],
  }),
  listApprovedOperations: operation({
    name: 'orders.listApprovedOperations',
    http: { method: 'GET', path: '/api/approved-operations/' },
    summary: 'What leaders let pass at the tills: which operation, who, when, and how it is known.',
    access: { kind: 'user', capability: 'exceptions_view' },
    input: listQuery(['approved_at'], {
      operation: uuid().optional(),
      approver: uuid().optional(),
      action: z.enum(approvedActions).optional(),
      isFit: z.boolean().optional(),
    }),
    output: listOf(approvedOperation),
    isList: true,
    refusals: ['input_invalid'],
  }),
};
