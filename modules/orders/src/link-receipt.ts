/** Says whose a receipt is, of a sale that one may see. */
import type { orders } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { whoOf } from './list-sales.ts';
import { linkSale } from './receipt-links.ts';
import type { ReceiptNeeds } from './receipts.ts';

export function linkReceipt(needs: ReceiptNeeds): TenantUseCase<typeof orders.linkReceipt> {
  return (context, { receiptId, customer }) =>
    linkSale(needs, context, {
      customer,
      who: whoOf(context),
      find: async () => receiptId.toLowerCase(),
    });
}
