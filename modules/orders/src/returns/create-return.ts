/**
 * Asks to take goods back. The quantity is kept for it at the sale's counters from now on, so that
 * no other return is promised the same pieces. Locks the lines of the sale.
 */
import type { orders } from '@evertill/contract';
import { newId, refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { refuseOtherTenant } from '../drafts/draft-needs.ts';
import { refuseUnknownUnits } from '../known-references.ts';
import { quantityOf } from './return-input.ts';
import { partsOf } from './return-parts.ts';
import { refuseLate, refuseWithoutReceipt } from './return-policy.ts';
import { insertReturn, readReturn, showReturn, writeParts } from './return-store.ts';
import { findReturned, holdLines, moveLines, refuseVoided } from './returned-sale.ts';
import { readLineNumber } from './sales-detail.ts';

export function createReturn(
  surroundings: Surroundings,
): TenantUseCase<typeof orders.createReturn> {
  const { database, clock } = surroundings;
  return async (context, input) => {
    refuseOtherTenant(context, input.userClient);
    const saleId = input.salesHeader.toLowerCase();
    const id = input.salesReturnId?.toLowerCase() ?? newId(surroundings);
    const quantityMilli = quantityOf(input.quantity, 'quantity');
    const hash = context.fingerprint();
    await refuseUnknownUnits(surroundings, context, [input.unit]);
    return database.inTransaction(context, async (tx) => {
      const sale = await findReturned(tx, saleId);
      const lines = await holdLines(tx, saleId);
      const known = await readReturn(tx, id);
      if (known !== undefined) {
        const isSame = known.body_hash === hash && known.status !== 'WITHDRAWN';
        return isSame ? showReturn(tx, id) : refuse('id_reused');
      }
      await refuseVoided(tx, saleId);
      const lineNumber = await readLineNumber(tx, input.salesDetail, saleId);
      const { product, approval, reason } = input;
      const parts = partsOf(lines, { product, lineNumber, quantityMilli, field: 'quantity' });
      const now = clock.now();
      await refuseLate(tx, { context, sale, approval, amountMinor: 0, now });
      await refuseWithoutReceipt(tx, { context, sale, input, amountMinor: 0, now });
      const isNew = await insertReturn(tx, {
        sales_return_id: id,
        sale_id: saleId,
        body_hash: hash,
        product_id: product,
        unit_id: input.unit ?? null,
        sale_line_number: lineNumber,
        quantity_milli: quantityMilli,
        reason,
        notes: input.notes ?? null,
        is_restocked: input.isRestocked ?? reason !== 'DAMAGED',
        status: 'PENDING',
        created_by: context.userId as string,
        created_at: now,
        decided_by: null,
        decided_at: null,
        decision_reason: null,
      });
      if (!isNew) refuse('id_reused');
      await writeParts(tx, id, parts);
      await moveLines(
        tx,
        saleId,
        parts.map((part) => ({ lineNumber: part.lineNumber, pendingMilli: part.quantityMilli })),
      );
      return showReturn(tx, id);
    });
  };
}
