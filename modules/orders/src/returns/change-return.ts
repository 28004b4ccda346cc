/**
 * Changes a return that nobody has decided yet, and keeps the pieces that it now asks for. Locks
 * the lines of the sale, then the return.
 */
import type { InputOf, orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase, Transaction } from '@evertill/kernel';
import { refuseOtherTenant } from '../drafts/draft-needs.ts';
import { whoOf } from '../list-sales.ts';
import { refuseUnknownUnits } from '../known-references.ts';
import { refuseOther } from './own-references.ts';
import { quantityOf } from './return-input.ts';
import { partsOf, withoutParts } from './return-parts.ts';
import { lockReturn, showReturn, updateReturn, writeParts } from './return-store.ts';
import type { LockedReturn } from './return-store.ts';
import { moveLines } from './returned-sale.ts';
import { readLineNumber } from './sales-detail.ts';

/** A PUT names the sale and the product again. */
type Change = InputOf<typeof orders.changeReturn> &
  Partial<Pick<InputOf<typeof orders.replaceReturn>, 'salesHeader' | 'product'>>;

export function changeReturn(
  surroundings: Surroundings,
): TenantUseCase<typeof orders.changeReturn> {
  const { database } = surroundings;
  return async (context, input: Change) => {
    refuseOtherTenant(context, input.userClient);
    await refuseUnknownUnits(surroundings, context, [input.unit]);
    const id = input.salesReturnId.toLowerCase();
    return database.inTransaction(context, async (tx) => {
      const locked = await lockReturn(tx, id, whoOf(context));
      refuseOther('sales_header', input.salesHeader, locked.row.sale_id);
      refuseOther('product', input.product, locked.row.product_id);
      if (locked.row.status !== 'PENDING') refuse('return_decided');
      await change(tx, locked, input);
      return showReturn(tx, id);
    });
  };
}

async function change(tx: Transaction, locked: LockedReturn, input: Change): Promise<void> {
  const { row, parts: before } = locked;
  const { quantity, salesDetail, reason = row.reason } = input;
  const quantityMilli =
    quantity === undefined ? row.quantity_milli : quantityOf(quantity, 'quantity');
  const lineNumber =
    salesDetail === undefined
      ? row.sale_line_number
      : await readLineNumber(tx, salesDetail, row.sale_id);
  const lines = withoutParts(locked.lines, before);
  const wanted = { product: row.product_id, lineNumber, quantityMilli, field: 'quantity' };
  const parts = partsOf(lines, wanted);
  await updateReturn(tx, {
    ...row,
    unit_id: input.unit === undefined ? row.unit_id : input.unit,
    sale_line_number: lineNumber,
    quantity_milli: quantityMilli,
    reason,
    notes: input.notes === undefined ? row.notes : input.notes,
    is_restocked: input.isRestocked ?? restockedBy(row, reason),
  });
  await writeParts(tx, row.sales_return_id, parts);
  const free = before.map((part) => [part.lineNumber, -part.quantityMilli] as const);
  const kept = parts.map((part) => [part.lineNumber, part.quantityMilli] as const);
  for (const moves of [free, kept]) {
    await moveLines(
      tx,
      row.sale_id,
      moves.map(([of, pendingMilli]) => ({ lineNumber: of, pendingMilli })),
    );
  }
}

/** A new reason brings its own answer; the old one leaves what was said. */
function restockedBy(row: LockedReturn['row'], reason: string): boolean {
  return reason === row.reason ? row.is_restocked : reason !== 'DAMAGED';
}
