/**
 * An order made and confirmed in one go (regression 1: without a customer too). Priced by the
 * catalogue, it waits for its payment; sent again under its id, it is the same order.
 */
import type { orders } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { confirmOrder } from './confirm-order.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { makeDraft } from './make-draft.ts';
import { showHeader } from './show-header.ts';

export function checkout(needs: DraftNeeds): TenantUseCase<typeof orders.checkout> {
  return async (context, { salesHeaderId, customer, items, paymentMethod, terminalId }) => {
    const orderId = await makeDraft(needs, context, {
      salesHeaderId,
      customer,
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
    await confirmOrder(needs, context, orderId);
    const header = await showHeader(needs, context, orderId);
    return {
      salesHeaderId: orderId,
      orderNumber: header.orderNumber,
      receiptNumber: header.receiptNumber,
      receiptId: header.receiptNumber === null ? null : orderId,
      customerId: header.customer,
      // Nobody is looked up by phone or e-mail here, and no profile is made of whom we do not know.
      anonymousCustomerId: null,
      totalPrice: header.totalPrice,
      status: header.status,
      expiresAt: header.expiresAt,
    };
  };
}
