/**
 * What a provider collected, added to its order: at least once told, once counted. A payment that
 * comes after time ran out revives its order; what no order can take waits for a person.
 */
import { tenderMethods } from '@evertill/contract';
import type { Event } from '@evertill/contract';
import { traceparentFrom } from '@evertill/kernel';
import type { Surroundings, TenantContext, Transaction } from '@evertill/kernel';
import { completeOrder } from './complete-order.ts';
import { lockOrder, readOrder } from './order-store.ts';
import type { OrderRow } from './order-store.ts';
import { insertPayments, keepUnmatched } from './payment-store.ts';
import type { Unmatched } from './payment-store.ts';
import { settleAnew } from './price-anew.ts';
import { tellAudit } from './tell-audit.ts';

type Collected = Event<'payment.completed'>;

const REFERENCE_LENGTH_MAX = 100;
const everyone = { seesAll: true, userId: null };

export function hearPayments(surroundings: Surroundings) {
  return async (tx: Transaction, events: readonly Collected[]): Promise<void> => {
    // All orders first, in the order of their ids: the server's register is taken after the last.
    const ids = [...new Set(events.map(({ payload }) => payload.orderId))].sort();
    const orders = new Map<string, OrderRow>();
    for (const id of ids) {
      const known = await readOrder(tx, id, everyone);
      if (known !== undefined) orders.set(id, await lockOrder(tx, id, everyone));
    }
    for (const event of events) {
      const order = orders.get(event.payload.orderId);
      const after = await takeIn(tx, surroundings, { event, order });
      if (after !== undefined) orders.set(after.order_id, after);
    }
  };
}

interface Taking {
  readonly event: Collected;
  readonly order: OrderRow | undefined;
}

/** Answers how the order stands afterwards, where it took the payment. */
async function takeIn(
  tx: Transaction,
  surroundings: Surroundings,
  { event, order }: Taking,
): Promise<OrderRow | undefined> {
  const { payload } = event;
  const { orderId } = payload;
  const now = surroundings.clock.now();
  const why = reasonAgainst(order, payload);
  if (order === undefined || why !== undefined) {
    const { paymentAttemptId: paymentId } = payload;
    await keepUnmatched(tx, { ...payload, paymentId, why: why ?? 'order_unknown', now });
    return undefined;
  }
  const isNew = await insertPayments(tx, { orderId, recordedBy: null, now }, [
    {
      paymentId: payload.paymentAttemptId,
      bodyHash: '',
      sessionId: null,
      method: tenderMethods.find((one) => one === payload.method) ?? 'OTHER',
      amountMinor: payload.amountMinor,
      changeMinor: 0,
      reference: payload.reference.slice(0, REFERENCE_LENGTH_MAX),
      provider: payload.provider,
    },
  ]);
  if (!isNew) return undefined;
  tellPayment(tx, payload);
  const settled = await settleAnew(tx, order, now);
  if (settled.balance_minor > 0 || settled.state === 'draft') return settled;
  const context = contextOf(surroundings, event);
  await completeOrder(tx, surroundings, { context, order: settled, sessionId: null, now });
  return { ...settled, state: 'completed' };
}

/** Why this order cannot take it; the states are the domain's: `paid` leads nowhere from these. */
function reasonAgainst(
  order: OrderRow | undefined,
  { amountMinor, currency }: Collected['payload'],
): Unmatched['why'] | undefined {
  if (order === undefined) return 'order_unknown';
  if (order.state === 'cancelled') return 'order_cancelled';
  if (order.state === 'completed') return 'order_settled';
  if (currency !== order.currency || amountMinor > order.balance_minor) return 'amount_differs';
  // What ran out is revived by all that it owes, not by a part.
  const isTooLittle = order.state === 'expired' && amountMinor < order.balance_minor;
  return isTooLittle ? 'amount_differs' : undefined;
}

function tellPayment(tx: Transaction, { paymentAttemptId, ...data }: Collected['payload']): void {
  tellAudit(tx, {
    action: 'PAYMENT',
    modelName: 'SalesPayment',
    objectId: paymentAttemptId,
    userId: null,
    data: { ...data },
  });
}

/** On behalf of nobody: the order says whose sale it is. */
function contextOf({ clock, randomness }: Surroundings, event: Collected): TenantContext {
  return {
    tenantId: event.tenantId,
    userId: null,
    roles: [],
    caller: 'peer',
    traceparent: event.traceparent ?? traceparentFrom(undefined, randomness.bytes),
    registerKey: null,
    deadlineMs: clock.now().getTime(),
  };
}
