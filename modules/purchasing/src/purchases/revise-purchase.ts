/** How a purchase is changed, its lines with it or not. Locks its header. */
import { isDeepStrictEqual } from 'node:util';
import type { InputOf, purchasing } from '@evertill/contract';
import { refuse, refuseBroken, tellAudit } from '@evertill/kernel';
import type { Call, Surroundings, TenantContext, Transaction } from '@evertill/kernel';
import { editLines } from '../papers/edit-lines.ts';
import type { LineChange, LineEdit } from '../papers/edit-lines.ts';
import { refuseUnknownGoods } from '../papers/line-inputs.ts';
import { updateHeader } from '../papers/line-store.ts';
import { purchasePaper } from '../papers/paper.ts';
import type { LineRow } from '../papers/paper.ts';
import { refuseForeign } from '../refuse-foreign.ts';
import {
  hasMoved,
  lockPurchase,
  purchaseConstraints,
  purchaseLineView,
  purchaseView,
  readPurchase,
} from './purchase-store.ts';
import type { PurchaseRow } from './purchase-store.ts';

export type PurchasePatch = InputOf<typeof purchasing.changePurchase>;

/** What `show` makes of the changed purchase, in the same transaction. */
export async function revisePurchase<T>(
  surroundings: Surroundings,
  context: Call<TenantContext>,
  wanted: { readonly patch: PurchasePatch; readonly edits: readonly LineEdit[] },
  show: (tx: Transaction, row: PurchaseRow) => Promise<T>,
): Promise<T> {
  const { patch, edits } = wanted;
  refuseForeign(context, patch.userClient);
  await refuseUnknownGoods(surroundings, context, edits);
  const work = surroundings.database.inTransaction(context, async (tx) => {
    const before = await lockPurchase(tx, patch.purchaseHeaderId);
    await changeHeader(tx, before, patch);
    const now = surroundings.clock.now();
    const lines = await editLines(tx, purchasePaper, { header: before, edits, now });
    const after = await readPurchase(tx, before.header_id);
    tellRevised(tx, context, { before, after, lines });
    return show(tx, after);
  });
  return work.catch((error: unknown) => refuseBroken(error, purchaseConstraints));
}

/** Whoever was paid, or sent goods, stays who it was. What was paid is not touched here. */
async function changeHeader(
  tx: Transaction,
  before: PurchaseRow,
  patch: PurchasePatch,
): Promise<void> {
  const { supplier, paymentOption, invoiceNumber, purchaseDate } = patch;
  const supplierId = supplier?.toLowerCase() ?? before.supplier_id;
  await updateHeader(tx, purchasePaper, {
    headerId: before.header_id,
    values: {
      supplier_id: supplierId,
      payment_option_id: paymentOption === undefined ? before.payment_option_id : paymentOption,
      invoice_number: invoiceNumber ?? before.invoice_number,
      purchase_date: purchaseDate ?? before.purchase_day,
    },
  });
  // Only now: a supplier that the shop has not is missing, whatever has moved.
  if (supplierId !== before.supplier_id && (await hasMoved(tx, before.header_id))) {
    refuse('in_use', { detail: 'Goods or money moved: the supplier stays.' });
  }
}

interface Revised {
  readonly before: PurchaseRow;
  readonly after: PurchaseRow;
  readonly lines: readonly LineChange[];
  readonly reason?: string | undefined;
}

/** Nothing is told where everything stayed as it was. */
export function tellRevised(tx: Transaction, context: TenantContext, revised: Revised): void {
  const { before, after, lines, reason = '' } = revised;
  const headers = { before: purchaseView(before), after: purchaseView(after) };
  if (lines.length === 0 && isDeepStrictEqual(headers.before, headers.after)) return;
  const shown = (line: LineRow | null) => line && purchaseLineView(line, before.currency);
  tellAudit(tx, context, {
    action: 'PURCHASE_CHANGED',
    modelName: 'Purchase',
    objectId: before.header_id,
    reason,
    data: {
      ...headers,
      lines: lines.map((line) => ({ before: shown(line.before), after: shown(line.after) })),
    },
  });
}
