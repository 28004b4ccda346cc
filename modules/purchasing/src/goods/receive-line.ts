/** A line more on a note of goods received. With its own id it may be sent again. */
import type { purchasing } from '@evertill/contract';
import { newId, refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase, Transaction } from '@evertill/kernel';
import { lockPurchase } from '../purchases/purchase-store.ts';
import { refuseForeign } from '../refuse-foreign.ts';
import { bookReceipt } from './book-receipt.ts';
import { noteLineView, readNote, readNoteLine, readNoteLineEver } from './note-store.ts';
import type { NoteLineRow } from './note-store.ts';

export function receiveLine(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.receiveLine> {
  const { clock, database } = surroundings;
  return (context, { userClient, grnHeader, grnDetailId, ...fields }) => {
    refuseForeign(context, userClient);
    const lineId = (grnDetailId ?? newId(surroundings)).toLowerCase();
    const bodyHash = context.fingerprint();
    return database.inTransaction(context, async (tx) => {
      const known = await sameLine(tx, { lineId, bodyHash });
      if (known !== undefined) return noteLineView(known);
      const { purchase_id: purchaseId } = await readNote(tx, grnHeader);
      await lockPurchase(tx, purchaseId);
      // Somebody may have sent the same, or voided the note, while we waited for the purchase.
      const first = await sameLine(tx, { lineId, bodyHash });
      if (first !== undefined) return noteLineView(first);
      const note = await readNote(tx, grnHeader);
      const said = [{ ...fields, lineId, path: '' }];
      const { userId } = context;
      await bookReceipt(tx, { note, said, bodyHash, userId, now: clock.now() });
      return noteLineView(await readNoteLine(tx, lineId));
    });
  };
}

interface Sent {
  readonly lineId: string;
  readonly bodyHash: string;
}

/** The very line that is sent again, if it is there; another under its id is refused. */
async function sameLine(tx: Transaction, sent: Sent): Promise<NoteLineRow | undefined> {
  const line = await readNoteLineEver(tx, sent.lineId);
  const isSame = line?.body_hash === sent.bodyHash && line.voided_at === null;
  return line === undefined || isSame ? line : refuse('id_reused');
}
