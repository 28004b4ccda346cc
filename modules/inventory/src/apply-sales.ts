/**
 * Takes what was sold off the stock, and puts back what was returned. The goods are gone already:
 * stock may fall below zero, and then it says so.
 */
import type { Event } from '@evertill/contract';
import type { Transaction, World } from '@evertill/kernel';
import { mainLocation, moveStock } from './stock-store.ts';
import type { Movement } from './stock-store.ts';

export function applySales(world: World) {
  return (tx: Transaction, events: readonly Event<'order.completed'>[]): Promise<void> =>
    moveStock(tx, world, events.flatMap(saleMovements));
}

export function applyRefunds(world: World) {
  return (tx: Transaction, events: readonly Event<'order.refunded'>[]): Promise<void> =>
    moveStock(tx, world, events.flatMap(refundMovements));
}

export function applyVoids(world: World) {
  return (tx: Transaction, events: readonly Event<'order.voided'>[]): Promise<void> =>
    moveStock(tx, world, events.flatMap(voidMovements));
}

function saleMovements({ id, tenantId, payload }: Event<'order.completed'>): Movement[] {
  return payload.items.map((item) => ({
    locationId: payload.locationId ?? mainLocation(tenantId),
    productId: item.productId,
    type: 'SALE',
    quantityMilli: -item.quantityMilli,
    reference: payload.receiptNumber,
    reason: '',
    createdBy: payload.cashierId,
    sourceType: 'sale',
    sourceId: payload.orderId,
    sourceLine: item.lineNumber,
    eventId: id,
    occurredAt: new Date(payload.occurredAt),
  }));
}

/** Goods that came back over the back office: approved, and put on the shelf where they are fit. */
export function applyReturns(world: World) {
  return (tx: Transaction, events: readonly Event<'order.returned'>[]): Promise<void> =>
    moveStock(tx, world, events.flatMap(returnMovements));
}

function returnMovements({ id, tenantId, payload }: Event<'order.returned'>): Movement[] {
  return payload.items
    .filter(({ isRestocked }) => isRestocked)
    .map((item) => ({
      locationId: payload.locationId ?? mainLocation(tenantId),
      productId: item.productId,
      type: 'RETURN',
      quantityMilli: item.quantityMilli,
      reference: payload.receiptNumber,
      reason: payload.reason,
      createdBy: payload.approvedBy,
      sourceType: 'return',
      sourceId: payload.returnId,
      sourceLine: item.lineNumber,
      eventId: id,
      occurredAt: new Date(payload.occurredAt),
    }));
}

/** What is not fit to be sold again does not come back to the shelf. */
function refundMovements({ id, tenantId, payload }: Event<'order.refunded'>): Movement[] {
  return payload.items
    .filter(({ isRestocked }) => isRestocked)
    .map((item) => ({
      locationId: payload.locationId ?? mainLocation(tenantId),
      productId: item.productId,
      type: 'RETURN',
      quantityMilli: item.quantityMilli,
      reference: payload.receiptNumber,
      reason: '',
      createdBy: payload.cashierId,
      sourceType: 'refund',
      sourceId: payload.refundId,
      sourceLine: item.lineNumber,
      eventId: id,
      occurredAt: new Date(payload.occurredAt),
    }));
}

/** The goods never left after all. */
function voidMovements({ id, tenantId, payload }: Event<'order.voided'>): Movement[] {
  return payload.items.map((item) => ({
    locationId: payload.locationId ?? mainLocation(tenantId),
    productId: item.productId,
    type: 'RETURN',
    quantityMilli: item.quantityMilli,
    reference: payload.receiptNumber,
    reason: payload.reason,
    createdBy: payload.cashierId,
    sourceType: 'void',
    sourceId: payload.orderId,
    sourceLine: item.lineNumber,
    eventId: id,
    occurredAt: new Date(payload.occurredAt),
  }));
}
