/** How a purchase order is made, with lines or without: once under its id. */
import { createOnce, newId, refuse } from '@evertill/kernel';
import type { Call, Surroundings, TenantContext, Transaction } from '@evertill/kernel';
import { nextNumber } from '../number-series.ts';
import { editLines } from '../papers/edit-lines.ts';
import type { LineEdit } from '../papers/edit-lines.ts';
import { editsOf, refuseUnknownGoods } from '../papers/line-inputs.ts';
import type { SentLine } from '../papers/line-inputs.ts';
import { orderPaper } from '../papers/paper.ts';
import { refuseForeign } from '../refuse-foreign.ts';
import { shopOf } from '../shop.ts';
import { insertOrder, orderConstraints, readOrder, readOrderEver } from './order-store.ts';
import type { NewOrder, OrderRow } from './order-store.ts';

export interface WantedOrder {
  readonly userClient?: string | undefined;
  readonly poHeaderId?: string | undefined;
  readonly supplier: string;
  /** What the supplier is called in the body that names it. */
  readonly supplierField: string;
  readonly expectedDate?: string | null | undefined;
  readonly notes?: string | undefined;
  readonly items: readonly SentLine[];
}

export async function makeOrder(
  surroundings: Surroundings,
  context: Call<TenantContext>,
  wanted: WantedOrder,
): Promise<OrderRow> {
  const { clock, database } = surroundings;
  refuseForeign(context, wanted.userClient);
  const orderId = (wanted.poHeaderId ?? newId(surroundings)).toLowerCase();
  const bodyHash = context.fingerprint();
  const edits = editsOf(context, { lines: wanted.items, headerId: orderId, list: 'items' });
  await refuseUnknownGoods(surroundings, context, edits);
  const { currency } = await shopOf(surroundings, context);
  const now = clock.now();
  const row = await createOnce({
    bodyHash,
    fieldOf: { ...orderConstraints, purchase_orders_supplier_fkey: wanted.supplierField },
    find: () => database.read(context, (tx) => readOrderEver(tx, orderId)),
    insert: () =>
      database.inTransaction(context, async (tx) => {
        if ((await readOrderEver(tx, orderId)) !== undefined) return undefined;
        const header = {
          orderId,
          supplierId: wanted.supplier,
          orderNumber: await nextNumber(tx, 'PO'),
          expectedDate: wanted.expectedDate ?? null,
          notes: wanted.notes ?? '',
          currency,
          bodyHash,
          createdBy: context.userId,
          createdAt: now,
        };
        return write(tx, header, edits);
      }),
  });
  return row.voided_at === null ? row : refuse('id_reused');
}

async function write(
  tx: Transaction,
  header: NewOrder,
  edits: readonly LineEdit[],
): Promise<OrderRow | undefined> {
  if (!(await insertOrder(tx, header))) return undefined;
  const made = await readOrder(tx, header.orderId);
  await editLines(tx, orderPaper, { header: made, edits, now: header.createdAt });
  return readOrder(tx, header.orderId);
}
