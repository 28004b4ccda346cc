/** Adds a line to a draft. The order's row is held, so that the totals keep up with the lines. */
import type { orders } from '@evertill/contract';
import { newId, refuse } from '@evertill/kernel';
import type { TenantUseCase, Transaction } from '@evertill/kernel';
import { refuseUnknownUnits } from '../known-references.ts';
import { whoOf } from '../list-sales.ts';
import { refuseFrozen, refuseOtherTenant } from './draft-needs.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { writeNewLines } from './new-lines.ts';
import { lockOrder, readLine, readPayments } from './order-store.ts';
import { priceDraft } from './price-draft.ts';
import { quoteLines } from './quote-lines.ts';
import { rightsOf } from './rights.ts';
import { showLine } from './show-header.ts';

export function createLine(needs: DraftNeeds): TenantUseCase<typeof orders.createLine> {
  const { surroundings, spendApproval } = needs;
  const { database, clock } = surroundings;
  return async (context, input) => {
    refuseOtherTenant(context, input.userClient);
    const lineId = input.salesDetailId?.toLowerCase() ?? newId(surroundings);
    const orderId = input.salesHeader.toLowerCase();
    const bodyHash = context.fingerprint();
    const isKnown = (tx: Transaction): Promise<boolean> =>
      isSameLine(tx, { lineId, orderId, bodyHash });
    const first = await database.read(context, async (tx) =>
      (await isKnown(tx)) ? showLine(tx, lineId) : undefined,
    );
    if (first !== undefined) return first;
    await refuseUnknownUnits(surroundings, context, [input.unit]);
    const quoted = await quoteLines(needs, context, [input.product]);
    const rights = await rightsOf(surroundings, context);
    return database.inTransaction(context, async (tx) => {
      const order = await lockOrder(tx, orderId, whoOf(context));
      // Somebody may have sent the same while we asked.
      if (await isKnown(tx)) return showLine(tx, lineId);
      refuseFrozen(order, await readPayments(tx, orderId));
      const now = clock.now();
      const asking = { context, rights, spendApproval, approval: input.approval, order, now };
      const inputs = [{ ...input, salesDetailId: lineId }];
      await writeNewLines(tx, surroundings, asking, { inputs, quoted, bodyHash, path: '' });
      await priceDraft(tx, asking, quoted.book);
      return showLine(tx, lineId);
    });
  };
}

interface Sent {
  readonly lineId: string;
  readonly orderId: string;
  readonly bodyHash: string;
}

/** Whether this very line is there; another under its id is refused as `id_reused`. */
async function isSameLine(tx: Transaction, sent: Sent): Promise<boolean> {
  const line = await readLine(tx, sent.lineId);
  if (line === undefined) return false;
  const isSame =
    line.order_id === sent.orderId && line.body_hash === sent.bodyHash && line.removed_at === null;
  return isSame || refuse('id_reused');
}
