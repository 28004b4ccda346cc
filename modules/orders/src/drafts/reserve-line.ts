/**
 * Keeps the stock of a line of a draft for a time. The reservation is the order's: the lines that
 * were reserved before stay in it, and all of them last until the same instant.
 */
import { limits } from '@evertill/contract';
import type { orders } from '@evertill/contract';
import { Refusal, refuse } from '@evertill/kernel';
import type { TenantUseCase, Transaction } from '@evertill/kernel';
import type { DraftNeeds } from './draft-needs.ts';
import { holdLine } from './hold-line.ts';
import { settleReservation } from './keep-reserved.ts';
import { markReserved } from './line-store.ts';

const DAY_MS = 24 * 3600 * 1000;

export function reserveLine(needs: DraftNeeds): TenantUseCase<typeof orders.reserveLine> {
  const { database, clock } = needs.surroundings;
  return async (context, { salesDetailId, expiryDays }) => {
    const lineId = salesDetailId.toLowerCase();
    const lastsMs = expiryDays === undefined ? limits.RESERVATION_MS : expiryDays * DAY_MS;
    const expiresAt = new Date(clock.now().getTime() + lastsMs);
    const mark = async (tx: Transaction): Promise<{ orderId: string; isNew: boolean }> => {
      const { line, order } = await holdLine(tx, context, lineId);
      if (order.state !== 'draft') refuse('order_state');
      await markReserved(tx, lineId, true);
      await keepUntil(tx, order.order_id, expiresAt);
      return { orderId: order.order_id, isNew: !line.is_reserved };
    };
    const { orderId, isNew } = await database.inTransaction(context, mark);
    try {
      await settleReservation(needs, context, orderId);
    } catch (error) {
      // Not reserved after all: the line must not say that it is.
      if (error instanceof Refusal && isNew) {
        await database.inTransaction(context, (tx) => markReserved(tx, lineId, false));
      }
      throw error;
    }
    return { detail: 'Reserved.', reservationId: orderId, expiryAt: expiresAt.toISOString() };
  };
}

async function keepUntil(tx: Transaction, orderId: string, expiresAt: Date): Promise<void> {
  await tx.query(
    `UPDATE orders.orders SET reserved_until = $3, version = version + 1
     WHERE tenant_id = $1 AND order_id = $2`,
    [tx.tenantId, orderId, expiresAt],
  );
}
