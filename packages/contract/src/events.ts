/**
 * What is told, in the past tense. CloudEvents 1.0 around these payloads; the topic is the type.
 *
 * Order is promised per aggregate. Every consumer keeps an inbox and tolerates a second delivery.
 */
import { z } from 'zod';

const saleItem = z.object({
  lineNumber: z.int(),
  productId: z.string(),
  quantityMilli: z.int(),
  totalMinor: z.int(),
});

export const eventPayloads = {
  'tenant.created': z.object({ name: z.string(), currency: z.string() }),
  'product.created': z.object({ productId: z.string(), isActive: z.boolean() }),
  'product.updated': z.object({ productId: z.string(), isActive: z.boolean() }),
  'order.completed': z.object({
    orderId: z.string(),
    registerId: z.string(),
    locationId: z.string().nullable(),
    receiptNumber: z.string(),
    currency: z.string(),
    totalMinor: z.int(),
    taxMinor: z.int(),
    customerId: z.string().nullable(),
    cashierId: z.string().nullable(),
    source: z.string(),
    occurredAt: z.string(),
    items: z.array(saleItem),
  }),
  'order.refunded': z.object({
    refundId: z.string(),
    orderId: z.string().nullable(),
    registerId: z.string(),
    locationId: z.string().nullable(),
    receiptNumber: z.string(),
    currency: z.string(),
    totalMinor: z.int(),
    taxMinor: z.int(),
    customerId: z.string().nullable(),
    cashierId: z.string().nullable(),
    source: z.string(),
    occurredAt: z.string(),
    items: z.array(saleItem.extend({ isRestocked: z.boolean() })),
  }),
  'order.returned': z.object({
    returnId: z.string(),
    orderId: z.string(),
    locationId: z.string().nullable(),
    receiptNumber: z.string(),
    currency: z.string(),
    reason: z.string(),
    approvedBy: z.string().nullable(),
    occurredAt: z.string(),
    items: z.array(saleItem.extend({ isRestocked: z.boolean() })),
  }),
  'inventory.low_stock': z.object({
    productId: z.string(),
    locationId: z.string(),
    onHandMilli: z.int(),
    minimumMilli: z.int(),
  }),
  'audit.events': z.object({
    chainId: z.string(),
    action: z.string(),
    modelName: z.string(),
    objectId: z.string(),
    userId: z.string().nullable(),
    reason: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
} as const;

export type EventType = keyof typeof eventPayloads;
export type EventPayload<T extends EventType> = z.infer<(typeof eventPayloads)[T]>;

/** An event as a consumer receives it. */
export interface Event<T extends EventType = EventType> {
  readonly id: string;
  readonly type: T;
  readonly tenantId: string;
  /** What it is about; order holds among events of one aggregate. */
  readonly aggregateId: string;
  readonly occurredAt: string;
  readonly traceparent: string | null;
  readonly payload: EventPayload<T>;
}

export const eventTypes = Object.keys(eventPayloads) as readonly EventType[];

/** Which modules may tell what: an outbox takes nothing else, and nobody else's is read for it. */
export const tellers: Readonly<Record<EventType, readonly string[] | 'everyone'>> = {
  'tenant.created': ['auth'],
  'product.created': ['catalog'],
  'product.updated': ['catalog'],
  'order.completed': ['orders'],
  'order.refunded': ['orders'],
  'order.returned': ['orders'],
  'inventory.low_stock': ['inventory'],
  'audit.events': 'everyone',
};

export function mayTell(module: string, type: EventType): boolean {
  const allowed = tellers[type];
  return allowed === 'everyone' || allowed.includes(module);
}

/** Which modules hear what. A test holds each module's reactions to this table. */
export const listeners: Readonly<Record<EventType, readonly string[]>> = {
  'tenant.created': [],
  'product.created': ['orders'],
  'product.updated': ['orders'],
  'order.completed': ['inventory'],
  'order.refunded': ['inventory'],
  'order.returned': ['inventory'],
  'inventory.low_stock': [],
  'audit.events': ['audit'],
};
