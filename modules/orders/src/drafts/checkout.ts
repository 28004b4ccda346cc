/**
 * An order made and confirmed in one go (regression 1: without a customer too). Priced by the
 * catalogue, it waits for its payment; sent again under its id, it is the same order. Whose it is
 * may be found by phone or e-mail, of which orders keeps nothing.
 */
import type { orders } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { foundBuyer, namedBuyer } from '../buyers.ts';
import { confirmOrder } from './confirm-order.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { makeDraft } from './make-draft.ts';
import { showHeader } from './show-header.ts';

export function checkout(needs: DraftNeeds): TenantUseCase<typeof orders.checkout> {
  const { surroundings } = needs;
  return async (context, input) => {
    const { salesHeaderId, customer, items, paymentMethod, terminalId } = input;
    const { orderId, quoted } = await makeDraft(needs, context, {
      salesHeaderId,
      buyerOf: (id) =>
        customer == null
          ? foundBuyer(surroundings, context, id, input)
          : namedBuyer(surroundings, context, customer),
      paymentMethod,
      note: terminalId === undefined ? null : `Terminal ${terminalId}`,
      lines: items.map((item) => ({
        product: item.productId,
        unit: item.unitId,
        quantity: item.qty,
        pricePerUnit: item.price,
        reason: 'Priced at the checkout.',
      })),
    });
    await confirmOrder(needs, context, orderId, quoted);
    const header = await showHeader(needs, context, orderId);
    return {
      salesHeaderId: orderId,
      orderNumber: header.orderNumber,
      receiptNumber: header.receiptNumber,
      receiptId: header.receiptNumber === null ? null : orderId,
      customerId: header.customer,
      anonymousCustomerId: header.anonymousCustomerId,
      totalPrice: header.totalPrice,
      status: header.status,
      expiresAt: header.expiresAt,
    };
  };
}
