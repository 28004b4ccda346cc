/** How a purchase order is changed, its lines with it or not. Locks its header. */
import { isDeepStrictEqual } from 'node:util';
import type { InputOf, purchasing } from '@evertill/contract';
import { refuseBroken, tellAudit } from '@evertill/kernel';
import type { Call, Surroundings, TenantContext, Transaction } from '@evertill/kernel';
import { editLines } from '../papers/edit-lines.ts';
import type { LineChange, LineEdit } from '../papers/edit-lines.ts';
import { refuseUnknownGoods } from '../papers/line-inputs.ts';
import { updateHeader } from '../papers/line-store.ts';
import { orderPaper } from '../papers/paper.ts';
import type { LineRow } from '../papers/paper.ts';
import { refuseForeign } from '../refuse-foreign.ts';
import {
  lockOrder,
  orderConstraints,
  orderLineView,
  orderView,
  readOrder,
  refuseConverted,
} from './order-store.ts';
import type { OrderRow } from './order-store.ts';

export type OrderPatch = InputOf<typeof purchasing.changePurchaseOrder>;

/** What `answer` makes of the changed order, in the same transaction. */
export async function reviseOrder<T>(
  surroundings: Surroundings,
  context: Call<TenantContext>,
  wanted: { readonly patch: OrderPatch; readonly edits: readonly LineEdit[] },
  show: (tx: Transaction, row: OrderRow) => Promise<T>,
): Promise<T> {
  const { patch, edits } = wanted;
  refuseForeign(context, patch.userClient);
  await refuseUnknownGoods(surroundings, context, edits);
  const work = surroundings.database.inTransaction(context, async (tx) => {
    const before = await lockOrder(tx, patch.poHeaderId);
    refuseConverted(before);
    await updateHeader(tx, orderPaper, {
      headerId: before.header_id,
      values: {
        supplier_id: patch.supplier ?? before.supplier_id,
        notes: patch.notes ?? before.notes,
        expected_date: patch.expectedDate === undefined ? before.expected_day : patch.expectedDate,
      },
    });
    const now = surroundings.clock.now();
    const lines = await editLines(tx, orderPaper, { header: before, edits, now });
    const after = await readOrder(tx, before.header_id);
    tellRevised(tx, context, { before, after, lines });
    return show(tx, after);
  });
  return work.catch((error: unknown) => refuseBroken(error, orderConstraints));
}

interface Revised {
  readonly before: OrderRow;
  readonly after: OrderRow;
  readonly lines: readonly LineChange[];
  readonly reason?: string | undefined;
}

/** Nothing is told where everything stayed as it was. */
export function tellRevised(tx: Transaction, context: TenantContext, revised: Revised): void {
  const { before, after, lines, reason = '' } = revised;
  const headers = { before: orderView(before), after: orderView(after) };
  if (lines.length === 0 && isDeepStrictEqual(headers.before, headers.after)) return;
  const shown = (line: LineRow | null) => line && orderLineView(line, before.currency);
  tellAudit(tx, context, {
    action: 'PURCHASE_ORDER_CHANGED',
    modelName: 'PurchaseOrder',
    objectId: before.header_id,
    reason,
    data: {
      ...headers,
      lines: lines.map((line) => ({ before: shown(line.before), after: shown(line.after) })),
    },
  });
}
