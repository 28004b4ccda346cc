/** What the module answers about receipts. Listed by hand. */
import { orders } from '@evertill/contract';
import { answer } from '@evertill/kernel';
import type { Answer } from '@evertill/kernel';
import { linkReceiptByToken } from './link-receipt-by-token.ts';
import { linkReceipt } from './link-receipt.ts';
import { findReceipt, listReceipts } from './receipts.ts';
import type { ReceiptNeeds } from './receipts.ts';

export function receiptAnswers(needs: ReceiptNeeds): readonly Answer[] {
  return [
    answer(orders.listReceipts, listReceipts(needs)),
    answer(orders.findReceipt, findReceipt(needs)),
    answer(orders.linkReceipt, linkReceipt(needs)),
    answer(orders.linkReceiptByToken, linkReceiptByToken(needs)),
  ];
}
