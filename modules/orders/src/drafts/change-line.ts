/** Changes a line of a draft. More of something that has a price of its own needs leave again. */
import type { InputOf, orders } from '@evertill/contract';
import type { TenantUseCase, Transaction } from '@evertill/kernel';
import { refuseUnknownUnits } from '../known-references.ts';
import { amountReader } from '../amount-reader.ts';
import { readingAmounts, refuseFrozen, refuseOtherTenant } from './draft-needs.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { holdLine } from './hold-line.ts';
import { keepReserved } from './keep-reserved.ts';
import { updateLine } from './line-store.ts';
import type { LineFigures } from './line-store.ts';
import { readPayments } from './order-store.ts';
import type { OrderLineRow } from './order-store.ts';
import { priceDraft } from './price-draft.ts';
import { overridePrice } from './price-rights.ts';
import type { Asking } from './price-rights.ts';
import { quoteLines } from './quote-lines.ts';
import { rightsOf } from './rights.ts';
import { showLine } from './show-header.ts';

type Input = InputOf<typeof orders.changeLine>;

export function changeLine(needs: DraftNeeds): TenantUseCase<typeof orders.changeLine> {
  const { surroundings, spendApproval } = needs;
  const { database, clock } = surroundings;
  return async (context, input) => {
    refuseOtherTenant(context, input.userClient);
    const lineId = input.salesDetailId.toLowerCase();
    await refuseUnknownUnits(surroundings, context, [input.unit]);
    const { book } = await quoteLines(needs, context, []);
    const rights = await rightsOf(surroundings, context);
    const changed = await database.inTransaction(context, async (tx) => {
      const { line, order } = await holdLine(tx, context, lineId);
      refuseFrozen(order, await readPayments(tx, order.order_id));
      const asking = {
        context,
        rights,
        spendApproval,
        approval: input.approval,
        order,
        now: clock.now(),
      };
      const next = figuresAfter(line, input, order.currency);
      await overrideUnlessAllowed(tx, asking, { line, next, reason: input.reason });
      await updateLine(tx, next);
      await priceDraft(tx, asking, book);
      return { view: await showLine(tx, lineId), order, line };
    });
    if (changed.line.is_reserved) await keepReserved(needs, context, changed.order.order_id);
    return changed.view;
  };
}

function figuresAfter(line: OrderLineRow, input: Input, currency: string): LineFigures {
  const read = amountReader(currency);
  const { quantity, pricePerUnit, discount, unit } = input;
  return readingAmounts(() => ({
    line_id: line.line_id,
    unit_id: unit === undefined ? line.unit_id : unit,
    quantity_milli:
      quantity === undefined ? line.quantity_milli : read.quantity(quantity, 'quantity'),
    unit_price_minor:
      pricePerUnit === undefined
        ? line.unit_price_minor
        : read.price(pricePerUnit, 'price_per_unit'),
    discount_minor:
      discount === undefined ? line.discount_minor : read.amount(discount, 'discount'),
  }));
}

interface Change {
  readonly line: OrderLineRow;
  readonly next: LineFigures;
  readonly reason: string | undefined;
}

/** The catalogue's own price is always allowed, and so is less of what was allowed before. */
async function overrideUnlessAllowed(
  tx: Transaction,
  asking: Asking,
  { line, next, reason }: Change,
): Promise<void> {
  const isOwnPrice = next.unit_price_minor === line.list_price_minor;
  const isAllowed =
    next.unit_price_minor === line.unit_price_minor && next.quantity_milli <= line.quantity_milli;
  if (isOwnPrice || isAllowed) return;
  await overridePrice(tx, asking, {
    lineId: line.line_id,
    productId: line.product_id,
    beforeMinor: line.unit_price_minor,
    afterMinor: next.unit_price_minor,
    quantityMilli: next.quantity_milli,
    reason,
  });
}
