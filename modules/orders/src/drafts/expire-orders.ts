/**
 * Ends orders that nobody paid in time: when inventory says that the reservation ran out, and by a
 * chore of our own, since an event may be late. What something was paid on waits on.
 */
import type { Event } from '@evertill/contract';
import { nextOrderState } from '@evertill/domain';
import type { Chore, Surroundings, Transaction } from '@evertill/kernel';
import { lockOrder, readOrder, readPayments } from './order-store.ts';
import { moveOrder } from './order-state.ts';
import { tellAudit } from './tell-audit.ts';

const SWEEP_MS = 60_000;
const SWEPT_MAX = 500;
const everyone = { seesAll: true, userId: null };

export function expireOrders({ clock }: Surroundings) {
  return async (
    tx: Transaction,
    events: readonly Event<'inventory.reservation.expired'>[],
  ): Promise<void> => {
    // In the order of their ids, so that two of us never wait for each other.
    const ids = events.map(({ payload }) => payload.reservationId).sort();
    for (const id of ids) await endIfDue(tx, id, clock.now());
  };
}

export function expiryChore({ database, clock }: Surroundings): Chore {
  return {
    name: 'expire_orders',
    everyMs: SWEEP_MS,
    run: async (tenantId) => {
      const now = clock.now();
      const due = await database.read({ tenantId }, (tx) =>
        tx.query<{ order_id: string }>(
          `SELECT o.order_id FROM orders.orders o
           WHERE o.tenant_id = $1 AND o.state = 'awaiting_payment' AND o.expires_at <= $2
             AND NOT EXISTS (SELECT FROM orders.order_payments p
               WHERE p.tenant_id = $1 AND p.order_id = o.order_id AND p.returned_at IS NULL)
           ORDER BY o.expires_at LIMIT $3`,
          [tx.tenantId, now, SWEPT_MAX],
        ),
      );
      for (const { order_id: id } of due) {
        await database.inTransaction({ tenantId }, (tx) => endIfDue(tx, id, now));
      }
    },
  };
}

/** A reservation may also have been a draft's, or have been extended meanwhile. */
async function endIfDue(tx: Transaction, orderId: string, now: Date): Promise<void> {
  if ((await readOrder(tx, orderId, everyone)) === undefined) return;
  const order = await lockOrder(tx, orderId, everyone);
  if (order.state === 'draft') await forgetReserved(tx, orderId, now);
  if (nextOrderState(order.state, 'expired') === undefined) return;
  if (order.expires_at === null || order.expires_at.getTime() > now.getTime()) return;
  if ((await readPayments(tx, orderId)).length > 0) return;
  const after = await moveOrder(tx, order, { event: 'expired', now });
  tellAudit(tx, {
    action: 'HEADER_EXPIRED',
    modelName: 'SalesHeader',
    objectId: orderId,
    userId: null,
    data: { before: { state: order.state }, after: { state: after } },
  });
}

async function forgetReserved(tx: Transaction, orderId: string, now: Date): Promise<void> {
  await tx.query(
    `UPDATE orders.order_lines l SET is_reserved = false
     FROM orders.orders o
     WHERE l.tenant_id = $1 AND l.order_id = $2 AND l.is_reserved
       AND o.tenant_id = $1 AND o.order_id = $2 AND o.reserved_until <= $3`,
    [tx.tenantId, orderId, now],
  );
}
