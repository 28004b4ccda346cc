/**
 * Operations of the module orders that take a leader's word at once: an exchange of goods, and the
 * single-use token by which a leader lets something pass that somebody else may not do.
 */
import { z } from 'zod';
import { LINES_MAX, PAYMENTS_MAX } from '@evertill/domain';
import { approvedActions } from './approved-actions.ts';
import { operation } from './operation.ts';
import { refundMethods } from './order-views.ts';
import { returnReasons, tenderMethods } from './sale-body.ts';
import { shownReceipt } from './sales-refunds.ts';
import { creditRefusals } from './store-credits.ts';
import { decimal, instant, positiveDecimal, text, uuid } from './wire-types.ts';

const token = () => text(200, 1).meta({ writeOnly: true }).optional();

const exchangeInput = z.strictObject({
  salesHeaderId: uuid(),
  exchangeId: uuid().optional(),
  userClient: uuid().optional(),
  /** By line, or by product: then spread over the lines of the product in order. */
  returnItems: z
    .array(
      z.strictObject({
        salesDetail: text(80).optional(),
        product: uuid().optional(),
        quantity: positiveDecimal(),
      }),
    )
    .min(1)
    .max(LINES_MAX),
  newItems: z
    .array(z.strictObject({ product: uuid(), quantity: positiveDecimal() }))
    .min(1)
    .max(LINES_MAX),
  /** What the customer adds. Exactly what is due; only cash may be more, and gives change. */
  payments: z
    .array(
      z.strictObject({
        method: z.enum(tenderMethods),
        amount: positiveDecimal(),
        reference: text(100).optional(),
      }),
    )
    .max(PAYMENTS_MAX - 1)
    .optional(),
  session: uuid().nullable().optional(),
  /** How the customer gets back what is over; without one, to the tenders it came from. */
  refundMethod: z.enum(refundMethods).nullable().optional(),
  reason: z.enum(returnReasons),
  notes: text(500).nullable().optional(),
  /** A leader's token for the exchange, from who may not give refunds. */
  approval: token(),
  /** A leader's token for an exchange after its time. */
  windowApproval: token(),
  ...shownReceipt,
});

export const exchangeOperations = {
  exchange: operation({
    name: 'orders.exchange',
    http: { method: 'POST', path: '/api/salesheaders/{sales_header_id}/exchange/' },
    summary: 'Goods back and goods out at once: a refund, a new sale, and what is between them.',
    access: { kind: 'user', capability: 'sale_record' },
    ownId: 'exchangeId',
    input: exchangeInput,
    output: z.strictObject({
      exchangeId: uuid(),
      originalOrderId: uuid(),
      exchangeOrderId: uuid(),
      refundId: uuid(),
      refundedTotal: decimal(),
      newOrderTotal: decimal(),
      /** What the customer paid in; below zero, what the customer got back. */
      netDelta: decimal(),
      netDirection: z.enum(['COLLECT', 'REFUND', 'EVEN']),
      change: decimal(),
    }),
    refusals: [
      'input_invalid',
      'not_found',
      'tenant_mismatch',
      'id_reused',
      'amount_invalid',
      'order_state',
      'session_closed',
      'product_not_sold',
      'refund_exceeds_sale',
      'exchange_needs_manager',
      'approval_invalid',
      'return_window_over',
      'receipt_required',
      'tender_differs',
      ...creditRefusals,
    ],
  }),
  giveApproval: operation({
    name: 'orders.giveApproval',
    http: { method: 'POST', path: '/api/approvals/', success: 201 },
    summary: 'Let one thing pass, once, within a quarter of an hour. The token is shown only here.',
    access: { kind: 'user', capability: 'approval_give' },
    ownId: 'approvalId',
    input: z.strictObject({
      approvalId: uuid().optional(),
      action: z.enum(approvedActions),
      /** The order, the sale or the queued operation that it is for. */
      subject: uuid(),
      /** The most that it lets pass: of the discounts, of the money. Without it, any amount. */
      amountMax: positiveDecimal().optional(),
      reason: text(500, 1),
    }),
    output: z.strictObject({
      approvalId: uuid(),
      token: text(200, 1),
      expiresAt: instant(),
    }),
    refusals: ['input_invalid', 'id_reused', 'amount_invalid'],
  }),
};
