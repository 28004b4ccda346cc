/** Voids a note of goods received with all its lines. The row stays, and so does its number. */
import type { purchasing } from '@evertill/contract';
import { tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { lockPurchase } from '../purchases/purchase-store.ts';
import { fullNote, readNote, readNoteLines } from './note-store.ts';
import { undoReceipt } from './undo-receipt.ts';

export function voidGoodsNote({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof purchasing.voidGoodsNote> {
  return (context, { grnHeaderId, reason }) =>
    database.inTransaction(context, async (tx) => {
      const { purchase_id: purchaseId } = await readNote(tx, grnHeaderId);
      await lockPurchase(tx, purchaseId);
      // It may have been voided while we waited for the purchase.
      const note = await readNote(tx, grnHeaderId);
      const before = await fullNote(tx, note);
      const now = clock.now();
      const lines = await readNoteLines(tx, note.note_id);
      await undoReceipt(tx, { note, reason, userId: context.userId, now }, lines);
      await tx.query(
        `UPDATE purchasing.goods_notes SET voided_at = $3 WHERE tenant_id = $1 AND note_id = $2`,
        [tx.tenantId, note.note_id, now],
      );
      tellAudit(tx, context, {
        action: 'GOODS_NOTE_VOIDED',
        modelName: 'GoodsNote',
        objectId: note.note_id,
        reason,
        data: { before, after: null },
      });
      return {};
    });
}
