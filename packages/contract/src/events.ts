/**
 * What is told, in the past tense. CloudEvents 1.0 around these payloads; a topic for each module.
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

/** What neighbours keep of a product. Absent in what earlier versions told. */
const toldProduct = z.object({
  name: z.string(),
  sku: z.string(),
  currency: z.string(),
  costMinor: z.int().nullable(),
  minQuantityMilli: z.int(),
  oversellPolicy: z.enum(['BLOCK', 'WARN', 'ALLOW']),
});

const productPayload = z.object({
  productId: z.string(),
  isActive: z.boolean(),
  product: toldProduct.optional(),
});

/** What a provider made of an attempt to collect for an order. */
const paymentOutcome = z.object({
  paymentAttemptId: z.string(),
  orderId: z.string(),
  amountMinor: z.int(),
  currency: z.string(),
  method: z.string(),
  provider: z.string(),
});

/** Goods that came in, or that go back out because it was no receipt after all. */
const goodsNote = z.object({
  grnHeaderId: z.string(),
  grnNumber: z.string(),
  purchaseHeaderId: z.string(),
  supplierId: z.string(),
  locationId: z.string().nullable(),
  currency: z.string(),
  userId: z.string().nullable(),
  occurredAt: z.string(),
  items: z.array(
    z.object({
      lineNumber: z.int(),
      productId: z.string(),
      quantityMilli: z.int(),
      costMinor: z.int(),
    }),
  ),
});
/** The id and no more: who it is, whoever may know asks. */
const customerPayload = z.object({ customerId: z.string() });

export const eventPayloads = {
  'tenant.created': z.object({ name: z.string(), currency: z.string() }),
  'product.created': productPayload,
  'product.updated': productPayload,
  'product.deleted': z.object({ productId: z.string() }),
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
  'order.voided': z.object({
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
    reason: z.string(),
    occurredAt: z.string(),
    items: z.array(saleItem),
  }),
  'payment.completed': paymentOutcome.extend({ reference: z.string() }),
  'payment.failed': paymentOutcome.extend({ failureCode: z.string() }),
  'session.closed': z.object({
    sessionId: z.string(),
    registerId: z.string(),
    zNumber: z.int(),
    currency: z.string(),
    expectedMinor: z.int(),
    countedMinor: z.int(),
    varianceMinor: z.int(),
    openedBy: z.string(),
    closedBy: z.string(),
    closedAt: z.string(),
  }),
  'goods.received': goodsNote,
  'goods.receipt_voided': goodsNote.extend({ reason: z.string() }),
  'inventory.cost_averaged': z.object({
    productId: z.string(),
    /** Thousandths of a minor unit; of one piece. */
    averageMilliMinor: z.int(),
  }),
  'customer.created': customerPayload,
  'customer.updated': customerPayload,
  'customer.erased': customerPayload,
  'inventory.reservation.expired': z.object({ reservationId: z.string() }),
  'inventory.low_stock': z.object({
    productId: z.string(),
    locationId: z.string(),
    onHandMilli: z.int(),
    minimumMilli: z.int(),
  }),
  'security.events': z.object({
    action: z.string(),
    userId: z.string(),
    data: z.record(z.string(), z.unknown()),
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
  'product.deleted': ['catalog'],
  'order.completed': ['orders'],
  'order.refunded': ['orders'],
  'order.returned': ['orders'],
  'order.voided': ['orders'],
  'payment.completed': ['payments'],
  'payment.failed': ['payments'],
  'session.closed': ['orders'],
  'goods.received': ['purchasing'],
  'goods.receipt_voided': ['purchasing'],
  'inventory.cost_averaged': ['inventory'],
  'customer.created': ['customers'],
  'customer.updated': ['customers'],
  'customer.erased': ['customers'],
  'inventory.low_stock': ['inventory'],
  'inventory.reservation.expired': ['inventory'],
  'security.events': ['auth'],
  'audit.events': 'everyone',
};

export function mayTell(module: string, type: EventType): boolean {
  const allowed = tellers[type];
  return allowed === 'everyone' || allowed.includes(module);
}

/** Which modules hear what. A test holds each module's reactions to this table. */
export const listeners: Readonly<Record<EventType, readonly string[]>> = {
  'tenant.created': [],
  'product.created': ['inventory', 'orders'],
  'product.updated': ['inventory', 'orders'],
  'product.deleted': [],
  'order.completed': ['inventory'],
  'order.refunded': ['inventory'],
  'order.returned': ['inventory'],
  'order.voided': ['inventory'],
  'payment.completed': ['orders'],
  'payment.failed': [],
  'session.closed': [],
  'goods.received': ['inventory'],
  'goods.receipt_voided': ['inventory'],
  'inventory.cost_averaged': ['catalog'],
  'customer.created': [],
  'customer.updated': [],
  'customer.erased': [],
  'inventory.low_stock': [],
  'inventory.reservation.expired': ['orders'],
  'security.events': ['audit'],
  'audit.events': ['audit'],
};
