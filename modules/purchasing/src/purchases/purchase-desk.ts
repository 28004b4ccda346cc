/** Lines of purchases. What was received of a line decides what may still change. */
import type { Desk } from '../papers/edit-one-line.ts';
import { purchasePaper } from '../papers/paper.ts';
import { lockPurchase, readPurchase } from './purchase-store.ts';
import type { PurchaseRow } from './purchase-store.ts';
import { tellRevised } from './revise-purchase.ts';

export const purchaseDesk: Desk<PurchaseRow> = {
  paper: purchasePaper,
  hold: lockPurchase,
  tell: async (tx, context, { before, lines, reason }) => {
    const after = await readPurchase(tx, before.header_id);
    tellRevised(tx, context, { before, after, lines, reason });
  },
};
