/** What neighbours are told of goods: that they came, and that they did not after all. */
import type { EventPayload } from '@evertill/contract';
import type { Transaction } from '@evertill/kernel';
import type { NoteRow } from './note-store.ts';

export interface GoodsDeed {
  readonly note: NoteRow;
  readonly userId: string | null;
  readonly now: Date;
}

export interface ToldLine {
  readonly lineNumber: number;
  readonly productId: string;
  readonly quantityMilli: number;
  readonly costMinor: number;
}

export function tellReceived(tx: Transaction, deed: GoodsDeed, lines: readonly ToldLine[]): void {
  const payload = goodsOf(deed, lines);
  tx.tell({ type: 'goods.received', aggregateId: deed.note.note_id, payload });
}

export function tellVoided(
  tx: Transaction,
  deed: GoodsDeed & { readonly reason: string },
  lines: readonly ToldLine[],
): void {
  const payload = { ...goodsOf(deed, lines), reason: deed.reason };
  tx.tell({ type: 'goods.receipt_voided', aggregateId: deed.note.note_id, payload });
}

function goodsOf(
  { note, userId, now }: GoodsDeed,
  lines: readonly ToldLine[],
): EventPayload<'goods.received'> {
  return {
    grnHeaderId: note.note_id,
    grnNumber: note.grn_number,
    purchaseHeaderId: note.purchase_id,
    supplierId: note.supplier_id,
    locationId: note.location_id,
    currency: note.currency,
    userId,
    occurredAt: now.toISOString(),
    items: lines.map(({ lineNumber, productId, quantityMilli, costMinor }) => ({
      lineNumber,
      productId,
      quantityMilli,
      costMinor,
    })),
  };
}
