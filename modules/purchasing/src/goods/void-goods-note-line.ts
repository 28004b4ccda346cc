/** Voids one line of goods received. */
import type { purchasing } from '@evertill/contract';
import { tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { lockPurchase } from '../purchases/purchase-store.ts';
import { noteLineView, readNote, readNoteLine } from './note-store.ts';
import { undoReceipt } from './undo-receipt.ts';

export function voidGoodsNoteLine({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof purchasing.voidGoodsNoteLine> {
  return (context, { grnDetailId, reason }) =>
    database.inTransaction(context, async (tx) => {
      const { note_id: noteId } = await readNoteLine(tx, grnDetailId);
      const note = await readNote(tx, noteId);
      await lockPurchase(tx, note.purchase_id);
      // It may have been voided while we waited for the purchase.
      const line = await readNoteLine(tx, grnDetailId);
      await undoReceipt(tx, { note, reason, userId: context.userId, now: clock.now() }, [line]);
      tellAudit(tx, context, {
        action: 'GOODS_NOTE_LINE_VOIDED',
        modelName: 'GoodsNoteLine',
        objectId: line.line_id,
        reason,
        data: { before: noteLineView(line), after: null },
      });
      return {};
    });
}
