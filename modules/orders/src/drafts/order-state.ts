/**
 * The states of an order that is not a fact yet, and the one function that moves it from one to
 * the next: where it may go is the domain's table.
 */
import type { SaleStatus } from '@evertill/contract';
import { nextOrderState } from '@evertill/domain';
import type { OrderEvent, OrderState } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Transaction } from '@evertill/kernel';

/** A state of the domain in the words of the wire. */
export const statusOfState: Readonly<Record<OrderState, SaleStatus>> = {
  draft: 'PENDING',
  awaiting_payment: 'CONFIRMED',
  completed: 'COMPLETED',
  partially_refunded: 'PARTIALLY_REFUNDED',
  refunded: 'REFUNDED',
  voided: 'VOIDED',
  cancelled: 'CANCELLED',
  expired: 'EXPIRED',
};

/** Where the event leads; refused as `order_state` where it may not happen. */
export function stateAfter(state: OrderState, event: OrderEvent): OrderState {
  const next = nextOrderState(state, event);
  if (next === undefined) {
    refuse('order_state', { detail: `The order is ${statusOfState[state]}.` });
  }
  return next;
}

export interface Move {
  readonly event: OrderEvent;
  readonly now: Date;
  readonly expiresAt?: Date | null;
  readonly reason?: string;
}

/** Moves an order whose row the transaction has locked. Nothing else writes a state. */
export async function moveOrder(
  tx: Transaction,
  order: { readonly order_id: string; readonly state: OrderState },
  { event, now, expiresAt, reason }: Move,
): Promise<OrderState> {
  const next = stateAfter(order.state, event);
  await tx.query(
    `UPDATE orders.orders
     SET state = $3, expires_at = $4, reason = coalesce($5, reason), version = version + 1,
         updated_at = $6
     WHERE tenant_id = $1 AND order_id = $2`,
    [tx.tenantId, order.order_id, next, expiresAt ?? null, reason ?? null, now],
  );
  return next;
}
