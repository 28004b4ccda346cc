/**
 * What the server is told of each record: the bodies of sync operations, in the names of the wire,
 * amounts as decimal texts.
 */
import { RULES_VERSION, decimalOf, decimalOfBillionths, decimalOfMilli } from '@evertill/domain';
import type { LeadersWord } from './leaders-words.ts';
import type { HandedForeign } from './payment.ts';
import type { ClosedRecord, MovementRecord, OpenedRecord, RefundRecord } from './records.ts';
import type { CustomerRecord, SaleRecord, TillRecord } from './records.ts';
import type { CountedForeign, SoldLineRecord, SoldPromotions, VoidRecord } from './records.ts';

/** As it travels: no `undefined` in it, since the body's hash is taken over exactly this. */
export type WireBody = Readonly<Record<string, unknown>>;

export type OperationKind =
  | 'sale'
  | 'refund'
  | 'void'
  | 'cash_movement'
  | 'session_open'
  | 'session_close'
  | 'customer_create';

/** What kind of operation a record is, and its body. */
export function operationOf(record: TillRecord): {
  readonly kind: OperationKind;
  readonly body: WireBody;
} {
  switch (record.kind) {
    case 'sale':
      return { kind: 'sale', body: saleBody(record) };
    case 'refund':
      return { kind: 'refund', body: refundBody(record) };
    case 'void':
      return { kind: 'void', body: voidBody(record) };
    case 'movement':
      return { kind: 'cash_movement', body: movementBody(record) };
    case 'opened':
      return { kind: 'session_open', body: openBody(record) };
    case 'closed':
      return { kind: 'session_close', body: closeBody(record) };
    case 'customer':
      return { kind: 'customer_create', body: customerBody(record) };
  }
}

function saleBody(sale: SaleRecord): WireBody {
  const amount = (minor: number): string => decimalOf(minor, sale.currency);
  return {
    receipt_number: sale.receiptNumber,
    currency: sale.currency,
    price_book_version: sale.priceBookVersion,
    rules_version: RULES_VERSION,
    customer: sale.customer?.customerId ?? null,
    session: sale.sessionId,
    cashier: sale.cashierId,
    lines: sale.lines.map((line) => ({
      product: line.productId,
      sku: line.sku,
      name: line.name,
      quantity: decimalOfMilli(line.quantityMilli),
      unit_price: amount(line.unitPriceMinor),
      // A line's own discount: its share of the order's is in `discount` below.
      discount: amount(line.discountMinor),
      tax_code: line.taxCode,
      tax: amount(line.taxMinor),
      total: amount(line.totalMinor),
      ...(sale.promotions === undefined ? {} : promotableOf(line)),
    })),
    ...(sale.promotions === undefined ? {} : promotionsOf(sale.promotions, amount)),
    discount: amount(sale.orderDiscountMinor),
    tax: amount(sale.taxMinor),
    rounding: amount(sale.settlement.roundingMinor),
    total: amount(sale.settlement.dueMinor),
    payments: sale.tenders.map(({ tenderId, method, amountMinor, reference, foreign }) => ({
      sales_payment_id: tenderId,
      method,
      amount: amount(amountMinor),
      ...(foreign === undefined ? {} : { foreign: foreignBody(foreign) }),
      ...(reference === '' ? {} : { reference }),
    })),
    change: amount(sale.settlement.changeMinor),
    ...wordsBody(sale.words),
  };
}

function foreignBody({ rateSheetVersion, ...handed }: HandedForeign): WireBody {
  const { currency, amountMinor, rateBillionths } = handed;
  return {
    currency,
    amount: decimalOf(amountMinor, currency),
    rate: decimalOfBillionths(rateBillionths),
    rate_sheet_version: rateSheetVersion,
  };
}

function promotableOf({ categoryId = null, isPromotable = true }: SoldLineRecord): WireBody {
  return { category: categoryId, ...(isPromotable ? {} : { is_promotable: false }) };
}

function promotionsOf(
  { version, reckonedAtMs, coupons, takes }: SoldPromotions,
  amount: (minor: number) => string,
): WireBody {
  const said = takes.map(({ promotionId, couponCode, amountsMinor }) => ({
    promotion: promotionId,
    ...(couponCode === null ? {} : { coupon: couponCode }),
    lines: amountsMinor.flatMap((minor, index) =>
      minor === 0 ? [] : [{ line_number: index + 1, amount: amount(minor) }],
    ),
  }));
  const reckoned = { version, reckoned_at: new Date(reckonedAtMs).toISOString() };
  return { promotions: { ...reckoned, coupons, takes: said } };
}

function wordsBody(words: readonly LeadersWord[] | undefined): WireBody {
  if (words === undefined || words.length === 0) return {};
  const approvals = words.map(({ action, approverId, atMs, token }) => ({
    action,
    approver: approverId,
    approved_at: new Date(atMs).toISOString(),
    ...(token === null ? {} : { token }),
  }));
  return { approvals };
}

function refundBody(refund: RefundRecord): WireBody {
  const amount = (minor: number): string => decimalOf(minor, refund.currency);
  return {
    receipt_number: refund.receiptNumber,
    sales_header: refund.saleId,
    ...(refund.originalNumber === '' ? {} : { sale_receipt_number: refund.originalNumber }),
    currency: refund.currency,
    customer: refund.customer?.customerId ?? null,
    session: refund.sessionId,
    cashier: refund.cashierId,
    reason: refund.reason,
    ...(refund.note === '' ? {} : { note: refund.note }),
    lines: refund.lines.map((line) => ({
      ...(line.saleLineNumber === null ? {} : { sale_line_number: line.saleLineNumber }),
      product: line.productId,
      sku: line.sku,
      name: line.name,
      quantity: decimalOfMilli(line.quantityMilli),
      tax_code: line.taxCode,
      tax: amount(line.taxMinor),
      total: amount(line.totalMinor),
      is_restocked: line.isRestocked,
    })),
    tax: amount(refund.taxMinor),
    rounding: amount(refund.roundingMinor),
    total: amount(refund.totalMinor + refund.roundingMinor),
    payments: refund.payouts.map(({ tenderId, method, amountMinor, reference }) => ({
      sales_payment_id: tenderId,
      method,
      amount: amount(amountMinor),
      ...(reference === undefined ? {} : { reference }),
    })),
    ...wordsBody(refund.words),
  };
}

function voidBody({ saleId, sessionId, cashierId, reason, words }: VoidRecord): WireBody {
  const head = { sales_header: saleId, session: sessionId, cashier: cashierId };
  return { ...head, reason, ...wordsBody(words) };
}

function movementBody(movement: MovementRecord): WireBody {
  return {
    session: movement.sessionId,
    cashier: movement.cashierId,
    kind: movement.direction,
    amount: decimalOf(movement.amountMinor, movement.currency),
    reason: movement.reason,
    ...wordsBody(movement.words),
  };
}

function openBody({ sessionId, cashierId, currency, floatMinor }: OpenedRecord): WireBody {
  const openingFloat = decimalOf(floatMinor, currency);
  return { session: sessionId, cashier: cashierId, currency, opening_float: openingFloat };
}

function closeBody(closed: ClosedRecord): WireBody {
  const { sessionId, cashierId, denominations, reason, currency, countedMinor } = closed;
  const { foreign = [] } = closed;
  return {
    session: sessionId,
    cashier: cashierId,
    closing_total: decimalOf(countedMinor, currency),
    ...(Object.keys(denominations).length === 0 ? {} : { denominations }),
    ...(foreign.length === 0 ? {} : { foreign_totals: foreign.map(foreignTotal) }),
    ...(reason === '' ? {} : { reason }),
  };
}

function foreignTotal({ currency, countedMinor }: CountedForeign): WireBody {
  return { currency, total: decimalOf(countedMinor, currency) };
}

function customerBody({ name, phone }: CustomerRecord): WireBody {
  return phone === null ? { name } : { name, phone };
}
