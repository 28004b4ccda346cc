/** What `order.refunded` tells, whoever gave the refund: a counter or the back office. */
import type { EventPayload, RefundBody } from '@evertill/contract';
import type { Transaction } from '@evertill/kernel';
import type { RefundFacts } from './refund-facts.ts';

export interface GivenRefund {
  readonly refundId: string;
  readonly registerId: string;
  readonly locationId: string | null;
  readonly body: RefundBody;
  readonly facts: RefundFacts;
  readonly occurredAt: Date;
}

/** Without lines no goods come back: money alone has no items. */
export function tellRefunded(tx: Transaction, refund: GivenRefund): void {
  tx.tell({
    type: 'order.refunded',
    aggregateId: refund.facts.saleId ?? refund.refundId,
    payload: refundedPayload(refund),
  });
}

function refundedPayload(refund: GivenRefund): EventPayload<'order.refunded'> {
  const { body, facts } = refund;
  return {
    refundId: refund.refundId,
    orderId: facts.saleId,
    registerId: refund.registerId,
    locationId: refund.locationId,
    receiptNumber: body.receiptNumber,
    currency: body.currency,
    totalMinor: facts.totalMinor,
    taxMinor: facts.taxMinor,
    customerId: body.customer ?? null,
    cashierId: body.cashier ?? null,
    source: body.source ?? 'REGISTER',
    occurredAt: refund.occurredAt.toISOString(),
    items: facts.lines.map((line, index) => ({
      lineNumber: index + 1,
      productId: line.productId,
      quantityMilli: line.quantityMilli,
      totalMinor: line.totalMinor,
      isRestocked: line.isRestocked,
    })),
  };
}
