/** Operations on cash sessions: a drawer opened with a float, closed with a count, and its Z. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { flags } from './order-views.ts';
import { cashMovementKinds, denominations, foreignTotals } from './sale-body.ts';
import { openFiguresView, sessionFiguresView } from './session-figures.ts';
import {
  currencyCode,
  day,
  decimal,
  instant,
  positiveDecimal,
  sha256,
  text,
  uuid,
  whole,
} from './wire-types.ts';

const sessionStatuses = ['OPEN', 'CLOSED'] as const;

/** What a close found of each other currency; absent where there was none. */
const foreignCounts = z
  .array(
    z.strictObject({
      currency: currencyCode(),
      expected: decimal(),
      /** Null where nobody said, and the variance with it. */
      counted: decimal().nullable(),
      variance: decimal().nullable(),
    }),
  )
  .optional();

const sessionView = z.strictObject({
  sessionId: uuid(),
  register: uuid(),
  status: z.enum(sessionStatuses),
  currency: currencyCode(),
  openedBy: uuid(),
  openingFloat: decimal(),
  openedAt: instant(),
  closedBy: uuid().nullable(),
  /** What was counted. */
  closingTotal: decimal().nullable(),
  /** Float and cash in, less change, refunds and pay-outs, when the Z was printed. */
  expectedTotal: decimal().nullable(),
  /** Counted less expected. */
  variance: decimal().nullable(),
  varianceReason: text(500).nullable(),
  denominations: denominations().nullable(),
  foreignCounts,
  closedAt: instant().nullable(),
  zNumber: whole(1).nullable(),
  supplementsCount: whole(0),
});

const movementView = z.strictObject({
  cashMovementId: uuid(),
  session: uuid(),
  register: uuid(),
  kind: z.enum(cashMovementKinds),
  amount: decimal(),
  currency: currencyCode(),
  reason: text(500, 1),
  createdBy: uuid(),
  flags: z.array(z.enum(flags)),
  occurredAt: instant(),
  receivedAt: instant(),
});

/** What a Z says when it is printed. Its canonical JSON is kept, and never changes. */
export const zDocument = z.strictObject({
  sessionId: uuid(),
  register: uuid(),
  registerName: text(100),
  zNumber: whole(1),
  currency: currencyCode(),
  openedBy: uuid(),
  openedAt: instant(),
  closedBy: uuid(),
  closedAt: instant(),
  openingFloat: decimal(),
  expectedTotal: decimal(),
  closingTotal: decimal(),
  variance: decimal(),
  varianceReason: text(500).nullable(),
  denominations: denominations().nullable(),
  foreignCounts,
  figures: sessionFiguresView,
  /** Operations of this session that the register sent and that wait for a person. */
  parkedCount: whole(0),
});

const byId = z.strictObject({ sessionId: uuid() });

export const cashSessions = {
  listCashSessions: operation({
    name: 'orders.listCashSessions',
    http: { method: 'GET', path: '/api/cash-sessions/' },
    summary: 'Cash sessions, newest first. A cashier sees own sessions.',
    access: { kind: 'user', capability: 'session_operate' },
    input: listQuery(['opened_at'], {
      register: uuid().optional(),
      status: z.enum(sessionStatuses).optional(),
      date: day().optional(),
    }),
    output: listOf(sessionView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  openCashSession: operation({
    name: 'orders.openCashSession',
    http: { method: 'POST', path: '/api/cash-sessions/', success: 201 },
    summary:
      "Open the drawer of a register with a float. Without a register: the server's own. " +
      'A register has one open session.',
    access: { kind: 'user', capability: 'session_operate' },
    ownId: 'sessionId',
    input: z.strictObject({
      sessionId: uuid().optional(),
      userClient: uuid().optional(),
      register: uuid().optional(),
      openingFloat: positiveDecimal(),
      openedBy: uuid().optional(),
    }),
    output: sessionView,
    refusals: [
      'input_invalid',
      'not_found',
      'id_reused',
      'amount_invalid',
      'session_open_exists',
      'tenant_mismatch',
    ],
  }),
  findCashSession: operation({
    name: 'orders.findCashSession',
    http: { method: 'GET', path: '/api/cash-sessions/{session_id}/' },
    summary: 'One cash session.',
    access: { kind: 'user', capability: 'session_operate' },
    input: byId,
    output: sessionView,
    refusals: ['input_invalid', 'not_found'],
  }),
  closeCashSession: operation({
    name: 'orders.closeCashSession',
    http: { method: 'POST', path: '/api/cash-sessions/{session_id}/close/' },
    summary:
      'Close a session with what was counted. Sent again with the same count, it answers the ' +
      'same; another count is refused.',
    access: { kind: 'user', capability: 'session_operate' },
    input: z.strictObject({
      sessionId: uuid(),
      closingTotal: positiveDecimal(),
      denominations: denominations().optional(),
      foreignTotals: foreignTotals().optional(),
      reason: text(500).optional(),
    }),
    output: sessionView,
    refusals: [
      'input_invalid',
      'not_found',
      'amount_invalid',
      'session_closed',
      'variance_reason_missing',
    ],
  }),
  listCashMovements: operation({
    name: 'orders.listCashMovements',
    http: { method: 'GET', path: '/api/cash-sessions/{session_id}/movements/' },
    summary:
      'Cash put into the drawer and taken out of it, and the drawer opened, other than for sales.',
    access: { kind: 'user', capability: 'session_operate' },
    input: listQuery(['occurred_at'], { sessionId: uuid() }),
    output: listOf(movementView),
    isList: true,
    refusals: ['input_invalid', 'not_found'],
  }),
  createCashMovement: operation({
    name: 'orders.createCashMovement',
    http: { method: 'POST', path: '/api/cash-sessions/{session_id}/movements/', success: 201 },
    summary: 'Put cash into the drawer of an open session, or take it out.',
    access: { kind: 'user', capability: 'cash_move' },
    ownId: 'cashMovementId',
    input: z.strictObject({
      sessionId: uuid(),
      cashMovementId: uuid().optional(),
      // A drawer is opened at the counter, and nowhere else.
      kind: z.enum(cashMovementKinds).exclude(['NO_SALE']),
      amount: positiveDecimal(),
      reason: text(500, 1),
    }),
    output: movementView,
    refusals: ['input_invalid', 'not_found', 'id_reused', 'amount_invalid', 'session_closed'],
  }),
  findXReport: operation({
    name: 'orders.findXReport',
    http: { method: 'GET', path: '/api/cash-sessions/{session_id}/x-report/' },
    summary:
      'How an open session stands now. It changes nothing and is not kept. Without the ' +
      'capability `session_expected_view` the count is blind: what the expected cash could be ' +
      'read from is null.',
    access: { kind: 'user', capability: 'session_operate' },
    input: byId,
    output: z.strictObject({
      sessionId: uuid(),
      register: uuid(),
      currency: currencyCode(),
      openedAt: instant(),
      takenAt: instant(),
      openingFloat: decimal(),
      /** Whoever asks is to count without knowing what should be there. */
      isBlind: z.boolean(),
      expectedTotal: decimal().nullable(),
      figures: openFiguresView,
      parkedCount: whole(0),
    }),
    refusals: ['input_invalid', 'not_found', 'session_closed'],
  }),
  findZReport: operation({
    name: 'orders.findZReport',
    http: { method: 'GET', path: '/api/cash-sessions/{session_id}/z-report/' },
    summary:
      'The Z of a closed session, as it was printed. What arrived later stands beside it: the ' +
      'supplements, and the totals corrected by them.',
    access: { kind: 'user', capability: 'session_operate' },
    input: byId,
    output: z.strictObject({
      sessionId: uuid(),
      zNumber: whole(1),
      /** Canonical JSON: the same bytes for ever, with their SHA-256. */
      document: z.string(),
      documentHash: sha256(),
      supplementsCount: whole(0),
      supplements: sessionFiguresView,
      corrected: sessionFiguresView,
      correctedExpectedTotal: decimal(),
      correctedVariance: decimal(),
      correctedForeignCounts: foreignCounts,
    }),
    refusals: ['input_invalid', 'not_found', 'session_still_open'],
  }),
  listSupplements: operation({
    name: 'orders.listSupplements',
    http: { method: 'GET', path: '/api/cash-sessions/{session_id}/supplements/' },
    summary: 'What arrived for a session after its Z was printed, numbered without a gap.',
    access: { kind: 'user', capability: 'session_operate' },
    input: listQuery(['number'], { sessionId: uuid() }),
    output: listOf(
      z.strictObject({
        session: uuid(),
        number: whole(1),
        kind: z.enum(['SALE', 'REFUND', 'CASH_MOVEMENT']),
        /** The id of the sale, the refund or the movement. */
        subject: uuid(),
        receiptNumber: text(40).nullable(),
        total: decimal(),
        currency: currencyCode(),
        occurredAt: instant(),
        bookedAt: instant(),
      }),
    ),
    isList: true,
    refusals: ['input_invalid', 'not_found'],
  }),
};
