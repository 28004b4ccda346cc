/**
 * What a register says of a sale, in minor units, and what we think of it.
 *
 * The money is in the drawer and the receipt is in the customer's pocket: there is nothing left to
 * correct. We price it again with the book it names; what differs is flagged, and a person looks.
 */
import type { Flag, SaleBody } from '@evertill/contract';
import {
  ORDER_TOTAL_MINOR_MAX,
  PPM,
  checkDiscount,
  checkOrder,
  checkTender,
  grossMinorOf,
  priceOrder,
  settleTender,
  sum,
} from '@evertill/domain';
import type { OrderDraft, PriceBook, TenderMethod } from '@evertill/domain';
import { AmountFlaw, amountReader } from './amount-reader.ts';
import { foreignFactOf } from './foreign/foreign-facts.ts';
import type { ForeignFact } from './foreign/foreign-facts.ts';
import { promotionFactsOf, takenMinor } from './promotion-facts.ts';
import type { PromotionFacts } from './promotion-facts.ts';

export interface SaleFacts {
  readonly lines: readonly SaleFactLine[];
  readonly payments: readonly PaymentFact[];
  readonly subtotalMinor: number;
  /** Off the order as a whole, before the lines' own. */
  readonly orderDiscountMinor: number;
  readonly discountMinor: number;
  readonly taxMinor: number;
  readonly roundingMinor: number;
  readonly totalMinor: number;
  readonly changeMinor: number;
  /** Null where the register speaks of no promotions. */
  readonly promotions: PromotionFacts | null;
}

export interface SaleFactLine {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly quantityMilli: number;
  readonly unitPriceMinor: number;
  readonly discountMinor: number;
  readonly taxCode: string;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

export interface PaymentFact {
  readonly paymentId: string;
  readonly method: TenderMethod;
  readonly amountMinor: number;
  /** What was handed over, of another currency: the amount is what it was taken for. */
  readonly foreign: ForeignFact | null;
  readonly reference: string | null;
}

/** The figures of a sale body. Throws `AmountFlaw`. */
export function saleFactsOf(body: SaleBody): SaleFacts {
  const read = amountReader(body.currency);
  const lines = body.lines.map((line, index) => ({
    productId: line.product.toLowerCase(),
    sku: line.sku,
    name: line.name,
    quantityMilli: read.quantity(line.quantity, `lines.${index}.quantity`),
    unitPriceMinor: read.price(line.unitPrice, `lines.${index}.unit_price`),
    discountMinor: read.amount(line.discount, `lines.${index}.discount`),
    taxCode: line.taxCode,
    taxMinor: read.amount(line.tax, `lines.${index}.tax`),
    totalMinor: read.amount(line.total, `lines.${index}.total`),
  }));
  const orderDiscountMinor = read.amount(body.discount, 'discount');
  return {
    lines,
    payments: paymentFacts(body),
    subtotalMinor: bounded('lines', () => sum(lines, (line) => grossMinorOf(line, 'half_up'))),
    orderDiscountMinor,
    discountMinor: bounded(
      'discount',
      () => orderDiscountMinor + sum(lines, (line) => line.discountMinor),
    ),
    taxMinor: read.amount(body.tax, 'tax'),
    roundingMinor: read.amount(body.rounding, 'rounding'),
    totalMinor: read.amount(body.total, 'total'),
    changeMinor: read.amount(body.change, 'change'),
    promotions: promotionFactsOf(body, read.amount),
  };
}

/** The body claims no subtotal: it is the lines' amounts, rounded as the book of the sale says. */
export function subtotalledBy(facts: SaleFacts, book: PriceBook | undefined): SaleFacts {
  if (book === undefined) return facts;
  // Never more than rounded half up, which is within the limits.
  const subtotalMinor = sum(facts.lines, (line) => grossMinorOf(line, book.rounding));
  return { ...facts, subtotalMinor };
}

/** The tenders of a sale or a refund body. Throws `AmountFlaw`. */
export function paymentFacts(body: Pick<SaleBody, 'currency' | 'payments'>): PaymentFact[] {
  const read = amountReader(body.currency);
  return body.payments.map((payment, index) => ({
    paymentId: payment.salesPaymentId.toLowerCase(),
    method: payment.method,
    amountMinor: read.amount(payment.amount, `payments.${index}.amount`),
    foreign: foreignFactOf(payment, `payments.${index}`),
    reference: payment.reference ?? null,
  }));
}

/** A sum within the limits of an order. The domain throws where it leaves the safe integers. */
export function bounded(field: string, add: () => number): number {
  let minor: number;
  try {
    minor = add();
  } catch {
    throw new AmountFlaw(field);
  }
  if (minor > ORDER_TOTAL_MINOR_MAX) throw new AmountFlaw(field);
  return minor;
}

/** What differs between the register's figures and ours. */
export function saleFlags(facts: SaleFacts, book: PriceBook | undefined): Flag[] {
  if (book === undefined) return ['unknown_price_book', ...plainTenderFlags(facts)];
  const draft = draftOf(facts);
  const flaws = checkOrder(draft, book);
  if (flaws.some(({ code }) => code === 'tax_code_unknown')) {
    return ['unknown_tax_code', ...plainTenderFlags(facts)];
  }
  if (flaws.length > 0) return ['total_differs', ...plainTenderFlags(facts)];
  const priced = priceOrder(draft, book);
  const isSame =
    priced.taxMinor === facts.taxMinor &&
    priced.totalMinor + facts.roundingMinor === facts.totalMinor &&
    priced.lines.every((line, index) => {
      const claimed = facts.lines[index];
      return line.totalMinor === claimed?.totalMinor && line.taxMinor === claimed.taxMinor;
    });
  return [
    ...(isSame ? [] : ['total_differs' as const]),
    ...(isTenderRight(facts, priced.totalMinor, book) ? [] : ['tender_differs' as const]),
  ];
}

/** Without a price of our own: what was paid, less change out of cash, makes the claimed total. */
function plainTenderFlags({ payments, changeMinor, totalMinor }: SaleFacts): Flag[] {
  const cash = payments.filter(({ method }) => method === 'CASH');
  const paidMinor = sum(payments, (payment) => payment.amountMinor);
  const isRight =
    paidMinor - changeMinor === totalMinor &&
    changeMinor <= sum(cash, (payment) => payment.amountMinor);
  return isRight ? [] : ['tender_differs'];
}

function isTenderRight(facts: SaleFacts, totalMinor: number, book: PriceBook): boolean {
  const question = {
    totalMinor,
    cashRoundingMinor: book.cashRoundingMinor,
    tenders: facts.payments.map(({ method, amountMinor }) => ({ method, amountMinor })),
  };
  if (checkTender(question).length > 0) return false;
  const settled = settleTender(question);
  return (
    settled.balanceMinor === 0 &&
    settled.changeMinor === facts.changeMinor &&
    settled.roundingMinor === facts.roundingMinor
  );
}

/** Whether what was given by hand stays within what this role may give without a manager. */
export function isDiscountAllowed(facts: SaleFacts, limitPpm: number): boolean {
  // Whoever may give everything away may also give more, by mistake: that is flagged, not stopped.
  if (facts.discountMinor === 0 || limitPpm >= PPM) return true;
  const taken = takenMinor(facts);
  const lines = facts.lines.map((line, index) => {
    return { ...line, discountMinor: line.discountMinor - (taken[index] ?? 0) };
  });
  return checkDiscount({ draft: { ...draftOf(facts), lines }, limitPpm }).length === 0;
}

function draftOf(facts: SaleFacts): OrderDraft {
  return { lines: facts.lines, discountMinor: facts.orderDiscountMinor };
}
