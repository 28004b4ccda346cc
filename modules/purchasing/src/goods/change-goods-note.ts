/** Changes the day or the notes of goods received. What came is not changed. */
import type { purchasing } from '@evertill/contract';
import { tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { lockPurchase } from '../purchases/purchase-store.ts';
import { refuseForeign } from '../refuse-foreign.ts';
import { fullNote, noteView, readNote } from './note-store.ts';

export function changeGoodsNote({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.changeGoodsNote> {
  return (context, { grnHeaderId, userClient, receivedDate, notes }) => {
    refuseForeign(context, userClient);
    return database.inTransaction(context, async (tx) => {
      const { purchase_id: purchaseId } = await readNote(tx, grnHeaderId);
      await lockPurchase(tx, purchaseId);
      const before = await readNote(tx, grnHeaderId);
      await tx.query(
        `UPDATE purchasing.goods_notes SET received_date = $3, notes = $4
         WHERE tenant_id = $1 AND note_id = $2`,
        [
          ...[tx.tenantId, before.note_id],
          ...[receivedDate ?? before.received_day, notes ?? before.notes],
        ],
      );
      const after = await readNote(tx, before.note_id);
      tellAudit(tx, context, {
        action: 'GOODS_NOTE_CHANGED',
        modelName: 'GoodsNote',
        objectId: before.note_id,
        data: { before: noteView(before), after: noteView(after) },
      });
      return fullNote(tx, after);
    });
  };
}
