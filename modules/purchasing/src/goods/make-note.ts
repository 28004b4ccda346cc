/** How a note of goods received is made: once under its id, on a purchase whose row is held. */
import type { GoodsNoteFullView } from '@evertill/contract';
import { createOnce, newId, refuse } from '@evertill/kernel';
import type { Call, Surroundings, TenantContext, Transaction } from '@evertill/kernel';
import { refuseUnknownLocation } from '../known-references.ts';
import { nextFreeNumber } from '../number-series.ts';
import type { PurchaseRow } from '../purchases/purchase-store.ts';
import { shopOf } from '../shop.ts';
import { bookReceipt } from './book-receipt.ts';
import type { SaidLine } from './book-receipt.ts';
import { fullNote, noteConstraints, readNote, readNoteEver } from './note-store.ts';
import type { NoteRow } from './note-store.ts';

interface NoteFields {
  readonly grnHeaderId?: string | undefined;
  readonly grnNumber?: string | undefined;
  readonly receivedDate?: string | undefined;
  readonly location?: string | null | undefined;
  readonly notes?: string | undefined;
}

export interface WantedNote {
  readonly fields: NoteFields;
  /** Holds the purchase, and says what came of it. */
  readonly receive: (
    tx: Transaction,
  ) => Promise<{ readonly purchase: PurchaseRow; readonly said: readonly SaidLine[] }>;
}

export async function makeNote(
  surroundings: Surroundings,
  context: Call<TenantContext>,
  { fields, receive }: WantedNote,
): Promise<GoodsNoteFullView> {
  const { clock, database } = surroundings;
  const noteId = (fields.grnHeaderId ?? newId(surroundings)).toLowerCase();
  const bodyHash = context.fingerprint();
  await refuseUnknownLocation(surroundings, context, fields.location);
  const { today } = await shopOf(surroundings, context);
  const { userId } = context;
  const now = clock.now();
  const row = await createOnce({
    bodyHash,
    fieldOf: noteConstraints,
    find: () => database.read(context, (tx) => readNoteEver(tx, noteId)),
    insert: () =>
      database.inTransaction(context, async (tx) => {
        if ((await readNoteEver(tx, noteId)) !== undefined) return undefined;
        const { purchase, said } = await receive(tx);
        // Somebody may have sent the same while we waited for the purchase.
        if ((await readNoteEver(tx, noteId)) !== undefined) return undefined;
        const { receivedDate = today } = fields;
        const made = { ...fields, noteId, purchase, receivedDate, bodyHash, userId, now };
        const note = await insert(tx, made);
        await bookReceipt(tx, { note, said, bodyHash, userId, now });
        return readNote(tx, noteId);
      }),
  });
  if (row.voided_at !== null) refuse('id_reused');
  return database.read(context, (tx) => fullNote(tx, row));
}

interface Made extends NoteFields {
  readonly noteId: string;
  readonly purchase: PurchaseRow;
  readonly receivedDate: string;
  readonly bodyHash: string;
  readonly userId: string | null;
  readonly now: Date;
}

async function insert(tx: Transaction, made: Made): Promise<NoteRow> {
  const { noteId, purchase, receivedDate, location, notes = '' } = made;
  const number = made.grnNumber ?? (await nextFreeNumber(tx, 'GRN', (one) => isTaken(tx, one)));
  await tx.query(
    `INSERT INTO purchasing.goods_notes (tenant_id, note_id, purchase_id, grn_number,
       received_date, location_id, notes, body_hash, received_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[tx.tenantId, noteId, purchase.header_id, number, receivedDate, location ?? null],
      ...[notes, made.bodyHash, made.userId, made.now],
    ],
  );
  return readNote(tx, noteId);
}

async function isTaken(tx: Transaction, grnNumber: string): Promise<boolean> {
  const rows = await tx.query(
    'SELECT FROM purchasing.goods_notes WHERE tenant_id = $1 AND grn_number = $2',
    [tx.tenantId, grnNumber],
  );
  return rows.length > 0;
}
