/** Takes lines of a note back: they are to come again, and their goods go off the stock. */
import type { Transaction } from '@evertill/kernel';
import type { NoteLineRow } from './note-store.ts';
import { tellVoided } from './tell-goods.ts';
import type { GoodsDeed } from './tell-goods.ts';

/** The caller holds the purchase. */
export async function undoReceipt(
  tx: Transaction,
  deed: GoodsDeed & { readonly reason: string },
  lines: readonly NoteLineRow[],
): Promise<void> {
  for (const line of lines) {
    await tx.query(
      `UPDATE purchasing.purchase_lines
       SET received_milli = received_milli - $3, costed_minor = costed_minor - $4
       WHERE tenant_id = $1 AND line_id = $2`,
      [tx.tenantId, line.purchase_line_id, line.quantity_milli, line.cost_minor],
    );
    await tx.query(
      `UPDATE purchasing.goods_note_lines SET voided_at = $3
       WHERE tenant_id = $1 AND line_id = $2`,
      [tx.tenantId, line.line_id, deed.now],
    );
  }
  if (lines.length === 0) return;
  const told = lines.map((line) => ({
    lineNumber: line.line_number,
    productId: line.product_id,
    quantityMilli: line.quantity_milli,
    costMinor: line.cost_minor,
  }));
  tellVoided(tx, deed, told);
}
