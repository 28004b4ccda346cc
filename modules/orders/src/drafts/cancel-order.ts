/**
 * Gives up an order that is not sold. What was paid on it goes back: over the counter in the open
 * session that took it, and what a provider collected is left to a person. Giving money back is
 * for who may void.
 */
import { decimalOf, sum } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { whoOf } from '../list-sales.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { holdSession } from '../sessions/hold-session.ts';
import { keepReserved } from './keep-reserved.ts';
import { lockOrder, readPayments } from './order-store.ts';
import type { OrderPaymentRow, OrderRow } from './order-store.ts';
import { moveOrder, stateAfter } from './order-state.ts';
import { keepUnmatched, returnPayments } from './payment-store.ts';
import { takeBack } from '../store-credit/give-credit.ts';
import { rightsOf } from './rights.ts';
import { tellAudit } from './tell-audit.ts';

export interface Cancelling {
  readonly orderId: string;
  readonly reason: string | undefined;
  readonly approval?: string | undefined;
  /** Only what was neither confirmed nor paid on. */
  readonly isDraftOnly: boolean;
}

/** Again, it changes nothing. */
export async function cancelOrder(
  needs: DraftNeeds,
  context: TenantContext,
  cancelling: Cancelling,
): Promise<void> {
  const { database } = needs.surroundings;
  const { orderId } = cancelling;
  const { mayVoid } = await rightsOf(needs.surroundings, context);
  await database.inTransaction(context, async (tx) => {
    const held = await holdSessions(tx, orderId);
    const order = await lockOrder(tx, orderId, whoOf(context));
    if (order.state === 'cancelled') return;
    const next = stateAfter(order.state, 'cancelled');
    const payments = await readPayments(tx, orderId);
    if (cancelling.isDraftOnly && order.state !== 'draft') refuse('order_state');
    if (cancelling.isDraftOnly && payments.length > 0) refuse('order_paid_partly');
    // Somebody paid while we took the locks: once more, with all of them.
    if (payments.some((one) => one.session_id !== null && !held.has(one.session_id))) {
      refuse('in_progress', { retryAfterSeconds: 1 });
    }
    await giveUp(tx, needs, { context, mayVoid, order, payments, cancelling, next });
  });
  await keepReserved(needs, context, orderId);
}

/** In the order of their ids, so that two of us never wait for each other. */
async function holdSessions(tx: Transaction, orderId: string): Promise<ReadonlySet<string>> {
  const named = (await readPayments(tx, orderId)).flatMap(({ session_id: id }) => id ?? []);
  const sessions = [...new Set(named)].sort();
  for (const sessionId of sessions) await holdSession(tx, sessionId);
  return new Set(sessions);
}

interface GivingUp {
  readonly context: TenantContext;
  readonly mayVoid: boolean;
  readonly order: OrderRow;
  readonly payments: readonly OrderPaymentRow[];
  readonly cancelling: Cancelling;
  readonly next: string;
}

async function giveUp(
  tx: Transaction,
  { surroundings, spendApproval }: DraftNeeds,
  { context, mayVoid, order, payments, cancelling, next }: GivingUp,
): Promise<void> {
  const now = surroundings.clock.now();
  const { order_id: orderId, currency } = order;
  const paidMinor = sum(payments, (one) => one.amount_minor - one.change_minor);
  let approvedBy: string | null = null;
  if (payments.length > 0 && !mayVoid) {
    const { approval: token } = cancelling;
    if (token === undefined) refuse('void_needs_manager');
    const use = { token, action: 'VOID', orderId, amountMinor: paidMinor, now } as const;
    approvedBy = await spendApproval(tx, { ...use, usedBy: context.userId });
  }
  for (const payment of payments) await leaveToPerson(tx, order, { payment, now });
  await returnPayments(tx, orderId, now);
  const { reason } = cancelling;
  await moveOrder(tx, order, {
    event: 'cancelled',
    now,
    ...(reason === undefined ? {} : { reason }),
  });
  tellAudit(tx, {
    action: 'HEADER_VOID',
    modelName: 'SalesHeader',
    objectId: orderId,
    userId: context.userId,
    reason,
    data: {
      before: { state: order.state, total: decimalOf(order.priced_minor, currency) },
      after: { state: next },
      returned: decimalOf(paidMinor, currency),
      approvedBy,
    },
  });
  const pen = { recordedBy: context.userId, currency, registerId: null, occurredAt: now, now };
  await takeBack(tx, pen, orderId);
}

interface Left {
  readonly payment: OrderPaymentRow;
  readonly now: Date;
}

/** Nobody hands back over the counter what a provider collected. */
async function leaveToPerson(
  tx: Transaction,
  order: OrderRow,
  { payment, now }: Left,
): Promise<void> {
  const { provider } = payment;
  if (provider === null) return;
  await keepUnmatched(tx, {
    paymentId: payment.payment_id,
    orderId: order.order_id,
    amountMinor: payment.amount_minor,
    currency: order.currency,
    method: payment.method,
    provider,
    reference: payment.reference ?? '',
    why: 'order_cancelled',
    now,
  });
}
